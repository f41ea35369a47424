/// Each anchor is to be near to its positive, and far from the most similar positive of another
/// example.
///
///     loss = mean of max(0, margin₁ - s(own)) + max(0, greatest s(other) - margin₂)
///
/// with cosine similarities s (Wieting and Gimpel, "ParaNMT-50M", 2018).
struct MegaBatchMargin: ProductObjective {
    var positiveMargin = 0.8
    var negativeMargin = 0.3

    var columns: ClosedRange<Int> { 2...2 }

    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        let scored = try ScoredVectors<Element>(vectors, .cosine, arithmetic)
        let rows = vectors.rows
        let block = ScoreRows<Element>.Block(left: scored[0], right: scored[1])
        let sum = try ScoreRows([block]).evaluate(arithmetic.workers) { row, scores, _ in
            let positive = scores[row]
            var (hardest, negative) = (row, -Double.infinity)
            for index in 0..<rows where index != row && scores[index] > negative {
                (hardest, negative) = (index, scores[index])
            }
            scores.update(repeating: 0, count: rows)
            if positive < positiveMargin { scores[row] = -1 / Double(rows) }
            if negative > negativeMargin { scores[hardest] = 1 / Double(rows) }
            return max(0, positiveMargin - positive) + max(0, negative - negativeMargin)
        }
        try scored.addGradients(to: gradients, arithmetic)
        return sum / Double(rows)
    }
}
