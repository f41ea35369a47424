import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// The losses of sentence vectors and their gradients.
@Suite struct LossTests {
    static func evaluate(
        _ objective: any SentenceObjective, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        threads: Int = 2, _ element: any ScoreElement.Type = Float.self
    ) throws -> (value: Double, gradients: [Float]) {
        let gradients = SentenceVectors(
            columns: vectors.columns, rows: vectors.rows, dimension: vectors.dimension)
        gradients.elements.update(repeating: .nan)
        let arithmetic = LossArithmetic(workers: WorkerPool(threads: threads), element: element)
        let value = try objective.evaluate(vectors, labels, gradients: gradients, arithmetic)
        let own = objective.parameters.map { Array($0.gradients.elements) } ?? []
        return (value, Array(gradients.elements) + own)
    }

    /// |found - expected| / |expected|; 0 if both are 0.
    static func error(_ found: [Double], _ expected: [Double]) -> Double {
        func length(_ values: some Sequence<Double>) -> Double {
            values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let difference = length(zip(found, expected).map { $0 - $1 })
        return difference == 0 ? 0 : difference / length(expected)
    }

    static func vectors(
        columns: Int, rows: Int, dimension: Int, seed: UInt64, _ range: ClosedRange<Float> = -1...1
    ) -> SentenceVectors {
        var random = SplitMix(seed: seed)
        let vectors = SentenceVectors(columns: columns, rows: rows, dimension: dimension)
        for index in vectors.elements.indices {
            // Steps of central differences are exact on this grid.
            vectors.base[index] = (Float.random(in: range, using: &random) * 4096).rounded() / 4096
        }
        return vectors
    }

    // MARK: - Goldens

    @Test func everyGoldenIsRead() throws {
        #expect(try LossCase.read().count == 168)
    }

    @Test(arguments: LossCase.all)
    func lossesAndGradientsEqualTorchs(golden: LossCase) throws {
        let (value, gradients) = try Self.evaluate(
            golden.objective(), golden.vectors, golden.labels)
        #expect(abs(value - golden.value) <= 1e-6 * abs(golden.value))
        try #require(gradients.count == golden.gradients.count)
        let error = Self.error(gradients.map(Double.init), golden.gradients)
        #expect(error <= 1e-5, "\(error)")
    }

    @Test(arguments: LossCase.all)
    func inDoublePrecisionLossesEqualTorchs(golden: LossCase) throws {
        let objective = try golden.objective()
        let (value, gradients) = try Self.evaluate(
            objective, golden.vectors, golden.labels, Double.self)
        // Vectors of each dimension are rounded before the loss is computed.
        let limit = objective is Matryoshka ? 1e-6 : 1e-10
        #expect(abs(value - golden.value) <= limit * abs(golden.value))
        let error = Self.error(gradients.map(Double.init), golden.gradients)
        #expect(error <= (objective is Matryoshka ? 1e-6 : 2e-7), "\(error)")
    }

    // MARK: - Threads

    static let manyRows = 530

    static let manyRowsCases: [(String, any SentenceObjective, Int, BatchLabels?)] = {
        var random = SplitMix(seed: 5)
        let classes = (0..<manyRows).map { _ in Int.random(in: 0..<40, using: &random) }
        let scores = (0..<manyRows).map { _ in Double.random(in: 0...1, using: &random) }
        let guides = vectors(columns: 3, rows: manyRows, dimension: 7, seed: 8)
        let softmax = SoftmaxClassification(dimension: 33, classes: 40)
        for index in softmax.layer.values.elements.indices {
            softmax.layer.values.base[index] = Float.random(in: -1...1, using: &random)
        }
        let ranking = MultipleNegativesRanking(
            directions: Set(MultipleNegativesRanking.Direction.allCases), hardness: .all,
            hardnessStrength: 3)
        return [
            ("ranking", ranking, 3, nil),
            ("matryoshka", Matryoshka(ranking, [(33, 1), (9, 2)]), 3, nil),
            ("guided", GuidedRanking(temperature: 0.2), 3, .guideVectors(guides)),
            ("CoSENT", CoSENT(), 2, .scores(scores)),
            ("angle", CoSENT(similarity: .angle), 3, nil),
            ("regression", CosineRegression(), 2, .scores(scores)),
            ("contrastive", Contrastive(), 2, .scores(scores.map { $0.rounded() })),
            ("triplet", TripletMargin(), 3, nil),
            ("softmax", softmax, 2, .classes(classes)),
            ("all triplets", BatchTriplet(triplets: .all, margin: 0.5), 1, .classes(classes)),
            (
                "semi-hard", BatchTriplet(triplets: .semiHard, distance: .cosine), 1,
                .classes(classes)
            ),
            ("orthogonal", OrthogonalRegularization(), 2, nil), ("mega", MegaBatchMargin(), 2, nil),
            (
                "distillation", VectorDistillation(.cosine), 2,
                .teacherVectors(vectors(columns: 1, rows: manyRows, dimension: 33, seed: 11))
            ),
        ]
    }()

    @Test(arguments: manyRowsCases.indices)
    func bitsDoNotDependOnThreads(index: Int) throws {
        let (name, objective, columns, labels) = Self.manyRowsCases[index]
        let vectors = Self.vectors(columns: columns, rows: Self.manyRows, dimension: 33, seed: 3)
        let one = try Self.evaluate(objective, vectors, labels, threads: 1)
        #expect(one.value.isFinite && one.gradients.contains { $0 != 0 }, "\(name)")
        for threads in [2, 3] {
            let other = try Self.evaluate(objective, vectors, labels, threads: threads)
            #expect(one.value.bitPattern == other.value.bitPattern, "\(name)")
            #expect(
                one.gradients.map(\.bitPattern) == other.gradients.map(\.bitPattern), "\(name)")
        }
        let exact = try Self.evaluate(objective, vectors, labels, Double.self)
        #expect(abs(one.value - exact.value) <= 1e-5 * abs(exact.value), "\(name)")
        let error = Self.error(one.gradients.map(Double.init), exact.gradients.map(Double.init))
        // Triplets whose loss is all but 0 may be left out.
        #expect(error <= (name == "all triplets" ? 1e-4 : 1e-5), "\(name): \(error)")
    }
}
