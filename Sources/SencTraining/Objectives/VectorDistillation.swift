internal import SencMath

/// Vectors are to be as a teacher's, perhaps after a projection that is learned too.
///
/// Of vectors s and a teacher's t, the mean over columns and rows of the mean of (s - t)² over
/// elements, of |s - t|, or of 1 - cosine similarity (Reimers and Gurevych, "Making Monolingual
/// Sentence Embeddings Multilingual using Knowledge Distillation", 2020).
struct VectorDistillation: SentenceObjective {
    enum Distance: Sendable { case meanSquare, euclidean, cosine }

    let distance: Distance
    /// Of a layer [teacher's dimension, dimension], if there is one.
    let projection: ObjectiveParameters?

    var parameters: ObjectiveParameters? { projection }

    init(_ distance: Distance, projection: ObjectiveParameters? = nil) {
        (self.distance, self.projection) = (distance, projection)
    }

    var columns: ClosedRange<Int> { 1...Int.max }
    var labels: [BatchLabels.Kind?] { [.teacherVectors] }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        guard case .teacherVectors(let teacher) = labels else { return 0 }
        precondition(
            teacher.rows == vectors.rows && [1, vectors.columns].contains(teacher.columns),
            "other rows or columns than the teacher's")
        let dimension = projection?.outputs ?? vectors.dimension
        precondition(teacher.dimension == dimension, "another dimension than the teacher's")
        if let projection {
            precondition(projection.inputs == vectors.dimension, "another dimension")
            return try evaluate(
                arithmetic.element, projection, vectors, teacher, gradients, arithmetic)
        }
        let sums = ScratchBuffer<Double>()
        let count = vectors.columns * vectors.rows
        sums.reserve(count)
        try arithmetic.forEachChunk(of: count) { items in
            let line = ScratchBuffer<Double>()
            line.reserve(dimension)
            for item in items {
                let (column, row) = (item / vectors.rows, item % vectors.rows)
                let (vector, target) = (vectors[column, row], gradients[column, row])
                for index in 0..<dimension { line.base[index] = Double(vector[index]) }
                sums.base[item] = replace(
                    line.base, teacher[teacher.columns == 1 ? 0 : column, row], dimension)
                for index in 0..<dimension {
                    target[index] = Float(line.base[index] / Double(count))
                }
            }
        }
        return (0..<count).reduce(0) { $0 + sums.base[$1] } / Double(count)
    }

    private func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ projection: ObjectiveParameters, _ vectors: SentenceVectors,
        _ teacher: SentenceVectors, _ gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        let (count, width) = (vectors.columns * vectors.rows, vectors.dimension)
        let weights = projection.rows(of: type)
        let inputs = ScoredMatrix<Element>(rows: count, width: width + 1, hasGradients: true)
        try arithmetic.forEachChunk(of: count) { items in
            for item in items {
                let line = inputs.values + item * (width + 1)
                for index in 0..<width { line[index] = Element(vectors.base[item * width + index]) }
                line[width] = 1
            }
        }
        let block = ScoreRows<Element>.Block(left: inputs.all, right: weights.all)
        let sum = try ScoreRows([block]).evaluate(arithmetic.workers) { item, scores, _ in
            let (column, row) = (item / vectors.rows, item % vectors.rows)
            let value = replace(
                scores, teacher[teacher.columns == 1 ? 0 : column, row], teacher.dimension)
            for index in 0..<teacher.dimension { scores[index] /= Double(count) }
            return value
        }
        projection.add(weights)
        for item in 0..<count {
            let line = inputs.gradients + item * (width + 1)
            for index in 0..<width { gradients.base[item * width + index] = Float(line[index]) }
        }
        return sum / Double(count)
    }

    /// The distance of a vector, which its gradients replace, from a teacher's.
    private func replace(
        _ vector: UnsafeMutablePointer<Double>, _ teacher: UnsafePointer<Float>, _ count: Int
    ) -> Double {
        switch distance {
        case .meanSquare, .euclidean:
            var sum = 0.0
            for index in 0..<count {
                vector[index] -= Double(teacher[index])
                sum += vector[index] * vector[index]
            }
            let isMean = distance == .meanSquare
            let value = isMean ? sum / Double(count) : sum.squareRoot()
            let scale = isMean ? 2 / Double(count) : value > 0 ? 1 / value : 0
            for index in 0..<count { vector[index] *= scale }
            return value
        case .cosine:
            var (product, square) = (0.0, 0.0)
            for index in 0..<count {
                product += vector[index] * Double(teacher[index])
                square += vector[index] * vector[index]
            }
            let length = max(square.squareRoot(), UnitVector.leastLength)
            let both = length * UnitVector.length(teacher, count)
            let hasGradients = length > UnitVector.leastLength
            for index in 0..<count {
                let along = vector[index] * product / (both * square)
                vector[index] = hasGradients ? along - Double(teacher[index]) / both : 0
            }
            return 1 - product / both
        }
    }
}
