internal import SencMath

/// How the similarities of a query with its texts share its attention is to be as by a teacher.
///
///     loss = t² · mean of Σ p · (log p - log q), p = softmax(teacher / teacher's temperature),
///                                                q = softmax(s / t)
///
/// the Kullback-Leibler divergence, with the student's temperature t (Hinton et al., "Distilling
/// the Knowledge in a Neural Network", 2015; Lin et al., "In-Batch Negatives for Knowledge
/// Distillation", 2021).
struct ScoreDivergence: SentenceObjective {
    var similarity = BatchSimilarity.dot
    /// Above 0, as the teacher's.
    var temperature = 1.0
    var teacherTemperature = 1.0

    var columns: ClosedRange<Int> { 3...Int.max }
    var labels: [BatchLabels.Kind?] { [.teacherScores] }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        guard case .teacherScores(let teacher, let width) = labels else { return 0 }
        let rows = vectors.rows
        precondition(
            width == vectors.columns - 1 && teacher.count == rows * width, "a score for each text")
        let scores = PairScores(
            vectors: vectors, measure: similarity.pairMeasure, arithmetic: arithmetic)
        let own = try (0..<width).map { try scores(0, 1 + $0) }
        var changes = [[Double]](
            repeating: [Double](repeating: 0, count: rows), count: width)
        let scale = temperature * temperature / Double(rows)
        var sum = 0.0
        for row in 0..<rows {
            let scaled = own.map { $0[row] / temperature }
            let targets = teacher[row * width..<(row + 1) * width].map { $0 / teacherTemperature }
            let (share, total) = Self.softmax(scaled)
            let (target, targetTotal) = Self.softmax(targets)
            for column in 0..<width {
                if target[column] > 0 {
                    sum +=
                        target[column]
                        * ((targets[column] - targetTotal) - (scaled[column] - total))
                }
                changes[column][row] = scale / temperature * (share[column] - target[column])
            }
        }
        for column in 0..<width {
            try scores.addGradients(0, 1 + column, changes[column], to: gradients)
        }
        return scale * sum
    }

    private static func softmax(_ values: [Double]) -> (shares: [Double], logSum: Double) {
        var shares = values
        let sum = shares.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.map { Softmax.replace($0, count: buffer.count) } ?? 0
        }
        return (shares, sum)
    }
}
