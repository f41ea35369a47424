internal import SencMath

/// Each anchor is to be nearest to its own positive, of those texts of the batch that another
/// model, the guide, does not hold for positives too.
///
///     loss = mean of log Σ exp(s / temperature) - s(anchor, own positive) / temperature
///
/// over cosine similarities s of the anchor with positives, anchors and negatives, and of the
/// positive with positives, but for texts that the guide finds more similar than its own pair, less
/// a margin (Solatorio, "GISTEmbed: Guided In-sample Selection of Training Negatives", 2024).
struct GuidedRanking: ProductObjective {
    /// How much less similar than the pair a text may be and still be left out.
    enum Margin: Sendable {
        /// guide's s > s(pair) - margin
        case absolute(Double)
        /// guide's s > s(pair) - margin · |s(pair)|
        case relative(Double)
    }

    /// Above 0.
    var temperature = 0.01
    var margin = Margin.absolute(0)
    /// Whether anchors are compared with anchors, and positives with positives.
    var contrastsAnchors = true
    var contrastsPositives = true

    var columns: ClosedRange<Int> { 2...3 }
    var labels: [BatchLabels.Kind?] { [.guideVectors] }

    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        guard case .guideVectors(let guides) = labels else { return 0 }
        precondition(
            guides.columns == vectors.columns && guides.rows == vectors.rows, "other guides")
        let scored = try ScoredVectors<Element>(vectors, .cosine, arithmetic)
        let guided = try ScoredVectors<Element>(guides, .cosine, hasGradients: false, arithmetic)
        var pairs = [(0, 1)]
        if contrastsAnchors { pairs.append((0, 0)) }
        if contrastsPositives { pairs.append((1, 1)) }
        if vectors.columns > 2 { pairs.append((0, 2)) }
        func blocks(_ vectors: ScoredVectors<Element>) -> [ScoreRows<Element>.Block] {
            pairs.map { ScoreRows<Element>.Block(left: vectors[$0.0], right: vectors[$0.1]) }
        }
        let rows = vectors.rows
        let count = pairs.count * rows
        let sum = try ScoreRows(blocks(scored), guides: blocks(guided)).evaluate(
            arithmetic.workers
        ) { row, scores, guides in
            loss(row, scores, guides, count: count, rows: rows)
        }
        try scored.addGradients(to: gradients, arithmetic)
        return sum / Double(rows)
    }

    private func loss(
        _ row: Int, _ scores: UnsafeMutablePointer<Double>, _ guides: UnsafePointer<Double>,
        count: Int, rows: Int
    ) -> Double {
        let limit =
            switch margin {
            case .absolute(let margin): guides[row] - margin
            case .relative(let margin): guides[row] - guides[row].magnitude * margin
            }
        for index in 0..<count {
            let isLeftOut = guides[index] > limit && index != row
            scores[index] = isLeftOut ? -.infinity : scores[index] / temperature
        }
        let positive = scores[row]
        let sum = Softmax.replace(scores, count: count)
        let share = 1 / (temperature * Double(rows))
        for index in 0..<count { scores[index] *= share }
        scores[row] -= share
        return sum - positive
    }
}
