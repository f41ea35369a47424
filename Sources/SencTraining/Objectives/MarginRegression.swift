/// By how much a positive is more similar than each negative is to be as by a teacher: the mean of
/// (s(query, positive) - s(query, negative) - margin)² (Hofstätter et al., "Improving Efficient
/// Neural Ranking Models with Cross-Architecture Knowledge Distillation", 2020).
///
/// Teacher's scores are the margins, one for each negative, or the scores of the positive and then
/// of each negative.
struct MarginRegression: SentenceObjective {
    var similarity = BatchSimilarity.dot

    var columns: ClosedRange<Int> { 3...Int.max }
    var labels: [BatchLabels.Kind?] { [.teacherScores] }

    func evaluate(
        _ vectors: SentenceVectors, _ labels: BatchLabels?, gradients: SentenceVectors,
        _ arithmetic: LossArithmetic
    ) throws -> Double {
        begin(vectors, labels, gradients)
        guard case .teacherScores(let teacher, let width) = labels else { return 0 }
        let (rows, negatives) = (vectors.rows, vectors.columns - 2)
        precondition(
            (negatives...negatives + 1).contains(width) && teacher.count == rows * width,
            "a score for each negative, and perhaps for the positive")
        let scores = PairScores(
            vectors: vectors, measure: similarity.pairMeasure, arithmetic: arithmetic)
        let positives = try scores(0, 1)
        let count = Double(rows * negatives)
        var ownChanges = [Double](repeating: 0, count: rows)
        var sum = 0.0
        for negative in 0..<negatives {
            let changes = try scores(0, 2 + negative).enumerated().map { row, score in
                let line = row * width
                let margin =
                    width == negatives
                    ? teacher[line + negative] : teacher[line] - teacher[line + 1 + negative]
                let error = positives[row] - score - margin
                sum += error * error
                ownChanges[row] += 2 * error / count
                return -2 * error / count
            }
            try scores.addGradients(0, 2 + negative, changes, to: gradients)
        }
        try scores.addGradients(0, 1, ownChanges, to: gradients)
        return sum / count
    }
}
