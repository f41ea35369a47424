internal import SencMath

/// A loss that is to hold for the first elements of vectors too: the weighted sum of the loss of
/// the first elements, made of length 1, of several dimensions (Kusupati et al., "Matryoshka
/// Representation Learning", 2022).
struct Matryoshka: SentenceObjective {
    let objective: any SentenceObjective
    /// Dimensions and what each weighs.
    let dimensions: [(dimension: Int, weight: Double)]

    /// - Parameter objective: without parameters, since these are of one dimension.
    init(_ objective: any SentenceObjective, _ dimensions: [(dimension: Int, weight: Double)]) {
        precondition(objective.parameters == nil, "an objective of one dimension")
        self.objective = objective
        self.dimensions = dimensions.sorted { $0.dimension > $1.dimension }
    }

    var columns: ClosedRange<Int> { objective.columns }
    var labels: [BatchLabels.Kind?] { objective.labels }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        let (count, width) = (vectors.columns * vectors.rows, vectors.dimension)
        var sum = 0.0
        for (dimension, weight) in dimensions {
            precondition(1...width ~= dimension, "no such dimension")
            let part = SentenceVectors(
                columns: vectors.columns, rows: vectors.rows, dimension: dimension)
            let change = SentenceVectors(
                columns: vectors.columns, rows: vectors.rows, dimension: dimension)
            try arithmetic.forEachChunk(of: count) { rows in
                for row in rows {
                    let (vector, own) = (vectors.base + row * width, part.base + row * dimension)
                    let scale = 1 / UnitVector.length(vector, dimension)
                    for index in 0..<dimension { own[index] = Float(Double(vector[index]) * scale) }
                }
            }
            sum +=
                weight
                * (try objective.evaluate(
                    part, labels?.first(dimension, of: width), gradients: change, arithmetic))
            try arithmetic.forEachChunk(of: count) { rows in
                let line = ScratchBuffer<Double>()
                line.reserve(dimension)
                for row in rows {
                    let vector = vectors.base + row * width
                    Float.widen(change.base + row * dimension, count: dimension, to: line.base)
                    UnitVector.addGradients(
                        vector, length: UnitVector.length(vector, dimension), line.base, dimension,
                        scale: weight, to: gradients.base + row * width)
                }
            }
        }
        return sum
    }
}

extension BatchLabels {
    /// With the first elements of a teacher's vectors, if these are as long as the model's.
    func first(_ dimension: Int, of whole: Int) -> BatchLabels {
        guard case .teacherVectors(let vectors) = self, vectors.dimension == whole else {
            return self
        }
        let part = SentenceVectors(
            columns: vectors.columns, rows: vectors.rows, dimension: dimension)
        for row in 0..<vectors.columns * vectors.rows {
            (part.base + row * dimension).update(
                from: vectors.base + row * whole, count: dimension)
        }
        return .teacherVectors(part)
    }
}
