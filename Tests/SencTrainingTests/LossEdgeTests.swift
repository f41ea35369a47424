import SencMath
import TestSupport
import Testing

@testable import SencTraining

extension LossTests {
    /// Every objective with labels for some rows.
    static func everyObjective(
        rows: Int
    ) -> [(name: String, objective: any SentenceObjective, columns: Int, labels: BatchLabels?)] {
        let scores = (0..<rows).map { Double($0 % 3) / 2 }
        let binary = (0..<rows).map { Double($0 % 2) }
        let classes = (0..<rows).map { $0 % 2 }
        let teacher = vectors(columns: 2, rows: rows, dimension: 6, seed: 21)
        let wide = (0..<2 * rows).map { Double($0 % 5) / 3 }
        let random = CounterRandom(seed: 4, purpose: 0)
        let softmax = SoftmaxClassification(
            dimension: 6, classes: 3, features: [.vectors, .difference, .product], random)
        let projection = ObjectiveParameters(outputs: 6, inputs: 6, random)
        typealias Direction = MultipleNegativesRanking.Direction
        var list: [(String, any SentenceObjective, Int, BatchLabels?)] = [
            ("ranking", MultipleNegativesRanking(scale: 4), 3, nil),
            (
                "ranking of all directions",
                MultipleNegativesRanking(
                    scale: 3, similarity: .dot, directions: Set(Direction.allCases)), 3, nil
            ),
            (
                "ranking by direction",
                MultipleNegativesRanking(
                    scale: 4, directions: [.queryToDocument, .documentToQuery],
                    partition: .perDirection), 4, nil
            ),
            (
                "guided", GuidedRanking(temperature: 0.5), 3,
                .guideVectors(vectors(columns: 3, rows: rows, dimension: 4, seed: 22))
            ),
            ("CoSENT", CoSENT(scale: 3), 2, .scores(scores)),
            ("CoSENT of products", CoSENT(scale: 1, similarity: .dot), 2, .scores(scores)),
            ("angles", CoSENT(scale: 3, similarity: .angle), 2, .scores(scores)),
            ("angles with negatives", CoSENT(scale: 3, similarity: .angle), 4, nil),
            ("regression", CosineRegression(), 2, .scores(scores)),
            ("triplets", TripletMargin(), 3, nil),
            ("softmax", softmax, 2, .classes(classes)),
            ("margins", MarginRegression(), 4, .teacherScores(wide, count: 2)),
            (
                "margins by cosine", MarginRegression(similarity: .cosine), 3,
                .teacherScores(wide, count: 2)
            ),
            ("divergence", ScoreDivergence(temperature: 1.5), 3, .teacherScores(wide, count: 2)),
            ("orthogonal", OrthogonalRegularization(), 2, nil),
            ("orthogonal products", OrthogonalRegularization(similarity: .dot), 2, nil),
            ("mega-batch", MegaBatchMargin(), 2, nil),
        ]
        for distance in [TextDistance.cosine, .euclidean, .manhattan] {
            for pairs in [Contrastive.Pairs.mean, .sum, .online] {
                let objective = Contrastive(distance: distance, margin: 1.5, pairs: pairs)
                list.append(("contrastive \(distance) \(pairs)", objective, 2, .scores(binary)))
            }
            list.append(
                ("triplets \(distance)", TripletMargin(distance: distance, margin: 0.5), 3, nil))
        }
        for distance in [BatchTriplet.Distance.euclidean, .cosine] {
            for triplets in [BatchTriplet.Triplets.all, .hard, .hardSoftMargin, .semiHard] {
                let objective = BatchTriplet(triplets: triplets, distance: distance, margin: 0.7)
                list.append(
                    ("batch \(triplets) \(distance)", objective, 1, .classes(classes)))
            }
        }
        for distance in [VectorDistillation.Distance.meanSquare, .euclidean, .cosine] {
            list.append(
                (
                    "distillation \(distance)", VectorDistillation(distance), 2,
                    .teacherVectors(teacher)
                ))
            list.append(
                (
                    "projection \(distance)",
                    VectorDistillation(distance, projection: projection), 2,
                    .teacherVectors(teacher)
                ))
        }
        return list
    }

    static let objectiveCount = everyObjective(rows: 1).count

    /// Whether single and double precision find no more than finite numbers.
    private func expectFinite(
        _ vectors: (Int) -> SentenceVectors, rows: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        for (name, objective, columns, labels) in Self.everyObjective(rows: rows) {
            for element in [Float.self, Double.self] as [any ScoreElement.Type] {
                let (value, gradients) = try Self.evaluate(
                    objective, vectors(columns), labels, element)
                #expect(value.isFinite, "\(name)", sourceLocation: sourceLocation)
                #expect(
                    gradients.allSatisfy { $0.magnitude < 1e4 }, "\(name)",
                    sourceLocation: sourceLocation)
            }
        }
    }

    // MARK: - Hard cases

    @Test func oneRowHasAFiniteLoss() throws {
        try expectFinite({ Self.vectors(columns: $0, rows: 1, dimension: 6, seed: 1) }, rows: 1)
    }

    @Test func zeroVectorsHaveAFiniteLoss() throws {
        try expectFinite({ SentenceVectors(columns: $0, rows: 5, dimension: 6) }, rows: 5)
        // Some of them.
        try expectFinite(
            { columns in
                let vectors = Self.vectors(columns: columns, rows: 5, dimension: 6, seed: 2)
                for column in 0..<columns { vectors[column, column].update(repeating: 0, count: 6) }
                return vectors
            }, rows: 5)
    }

    @Test func equalVectorsHaveAFiniteLoss() throws {
        try expectFinite(
            { columns in
                let vectors = SentenceVectors(columns: columns, rows: 5, dimension: 6)
                for index in vectors.elements.indices {
                    vectors.base[index] = [0.3, -0.7, 0.11, 0.9, -0.2, 0.5][index % 6]
                }
                return vectors
            }, rows: 5)
    }

    @Test func vectorsThatAreNotFiniteHaveSomeLoss() throws {
        for number in [Float.nan, .infinity, 1e38] {
            for (_, objective, columns, labels) in Self.everyObjective(rows: 5) {
                let vectors = Self.vectors(columns: columns, rows: 5, dimension: 6, seed: 2)
                vectors[0, 1].update(repeating: number, count: 6)
                #expect(throws: Never.self) { try Self.evaluate(objective, vectors, labels) }
            }
        }
    }

    @Test func scoresOfEqualLabelsHaveNoLoss() throws {
        for similarity in [CoSENT.Similarity.cosine, .dot, .angle] {
            let (value, gradients) = try Self.evaluate(
                CoSENT(similarity: similarity),
                Self.vectors(columns: 2, rows: 9, dimension: 6, seed: 1),
                .scores([Double](repeating: 0.5, count: 9)))
            #expect(value == 0)
            #expect(gradients.allSatisfy { $0 == 0 })
        }
    }

    @Test func scoresFarApartDoNotOverflow() {
        let (value, changes) = ScoreOrder.loss([1e5, -1e5, 0], [0, 1, 2])
        #expect(value == 2e5)
        #expect(changes == [1, -1, 0])
    }

    @Test func scoresInOrderEqualASumOverAllPairs() {
        var random = SplitMix(seed: 6)
        let scores = (0..<60).map { _ in Double.random(in: -3...3, using: &random) }
        let labels = (0..<60).map { _ in Double(Int.random(in: 0..<7, using: &random)) }
        var (sum, changes) = (1.0, [Double](repeating: 0, count: 60))
        for low in 0..<60 {
            for high in 0..<60 where labels[low] < labels[high] {
                let term = Double.exp(scores[low] - scores[high])
                sum += term
                changes[low] += term
                changes[high] -= term
            }
        }
        let found = ScoreOrder.loss(scores, labels)
        #expect(abs(found.value - Double.log(sum)) < 1e-12)
        #expect(Self.error(found.changes, changes.map { $0 / sum }) < 1e-12)
    }

    @Test func nearVectorsKeepTheirDistance() throws {
        let vectors = Self.vectors(columns: 1, rows: 4, dimension: 64, seed: 9)
        for index in 0..<64 { vectors[0, 1][index] = vectors[0, 0][index] + 0x1p-12 }
        let objective = BatchTriplet(triplets: .hard)
        let labels = BatchLabels.classes([0, 0, 1, 1])
        let found = try Self.evaluate(objective, vectors, labels)
        let exact = try Self.evaluate(objective, vectors, labels, Double.self)
        #expect(abs(found.value - exact.value) < 1e-6)
    }

    // MARK: - Central differences

    /// The derivative of a loss by a number, by seven points.
    private static func derivative(
        _ number: UnsafeMutablePointer<Float>, _ loss: () throws -> Double
    ) rethrows -> Double {
        // So small that no kink of the losses below is within it, and exact.
        let (step, old) = (Float(0x1p-16), number.pointee)
        var sum = 0.0
        for (index, weight) in [45.0, -9, 1].enumerated() {
            for sign in [Float(1), -1] {
                number.pointee = old + sign * step * Float(index + 1)
                sum += Double(sign) * weight * (try loss())
            }
        }
        number.pointee = old
        return sum / (60 * Double(step))
    }

    @Test(arguments: 0..<objectiveCount)
    func gradientsEqualCentralDifferences(index: Int) throws {
        let rows = 6
        let (name, objective, columns, labels) = Self.everyObjective(rows: rows)[index]
        let vectors = Self.vectors(columns: columns, rows: rows, dimension: 6, seed: 31)
        if let parameters = objective.parameters {
            for value in parameters.values.elements.indices {
                parameters.values.base[value] =
                    (parameters.values.base[value] * 4096).rounded() / 4096
            }
        }
        let loss = { try Self.evaluate(objective, vectors, labels, threads: 1, Double.self).value }
        let gradients = try Self.evaluate(objective, vectors, labels, Double.self).gradients
        var differences = try vectors.elements.indices.map {
            try Self.derivative(vectors.base + $0, loss)
        }
        if let parameters = objective.parameters {
            differences += try parameters.values.elements.indices.map {
                try Self.derivative(parameters.values.base + $0, loss)
            }
        }
        let error = Self.error(gradients.map(Double.init), differences)
        #expect(error < 1e-6, "\(name): \(error)")
    }
}
