internal import SencMath

/// Vectors of different examples are to be spread out as on a sphere at random.
///
///     loss = w₁ · (mean s)² + w₂ · max(0, mean s² - 1 / dimension)
///
/// over the similarities s of each two vectors of a column, averaged or summed over columns (Zhang
/// et al., "Learning Spread-out Local Feature Descriptors", 2017).
struct OrthogonalRegularization: ProductObjective {
    var similarity = BatchSimilarity.cosine
    /// w₁ and w₂; with 0 a term is left out.
    var meanWeight = 1.0
    var secondMomentWeight = 1.0
    /// Whether columns are summed, and not averaged.
    var sumsColumns = false

    var columns: ClosedRange<Int> { 1...Int.max }

    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        let scored = try ScoredVectors<Element>(vectors, similarity, arithmetic)
        let share = sumsColumns ? 1 : 1 / Double(vectors.columns)
        var sum = 0.0
        for column in 0..<vectors.columns {
            let moment =
                secondMomentWeight == 0
                ? 0 : try addSecondMoment(scored[column], weight: share, arithmetic)
            let mean = meanWeight == 0 ? 0 : addMean(scored[column], weight: share)
            sum += moment + mean
        }
        try scored.addGradients(to: gradients, arithmetic)
        return share * sum
    }

    private func pairCount(_ rows: Int) -> Double { max(Double(rows) * Double(rows - 1), 1) }

    /// The term of the mean square, before which no gradients have been added.
    private func addSecondMoment<Element: ScoreElement>(
        _ part: ScoredMatrix<Element>.RowSlice, weight: Double, _ arithmetic: LossArithmetic
    ) throws -> Double {
        let (rows, width) = (part.rows.count, part.matrix.width)
        let pairs = pairCount(rows)
        let change = 2 * weight * secondMomentWeight / pairs
        let block = ScoreRows<Element>.Block(left: part, right: part)
        let sum = try ScoreRows([block]).evaluate(arithmetic.workers) { row, scores, _ in
            scores[row] = 0
            var sum = 0.0
            for index in 0..<rows {
                sum += scores[index] * scores[index]
                scores[index] *= change
            }
            return sum
        }
        let excess = sum / pairs - 1 / Double(width)
        if excess > 0 { return secondMomentWeight * excess }
        part.gradients.update(repeating: 0, count: rows * width)
        return 0
    }

    /// The term of the mean: Σ over all pairs is |Σ u|² - Σ |u|².
    private func addMean<Element: ScoreElement>(
        _ part: ScoredMatrix<Element>.RowSlice, weight: Double
    ) -> Double {
        let (rows, width) = (part.rows.count, part.matrix.width)
        let (line, total) = (ScratchBuffer<Double>(), ScratchBuffer<Double>())
        line.reserve(width)
        total.reserve(width)
        total.base.update(repeating: 0, count: width)
        var squares = 0.0
        for row in 0..<rows {
            Element.widen(part.values + row * width, count: width, to: line.base)
            for index in 0..<width {
                total.base[index] += line.base[index]
                squares += line.base[index] * line.base[index]
            }
        }
        let all = (0..<width).reduce(0.0) { $0 + total.base[$1] * total.base[$1] }
        let mean = (all - squares) / pairCount(rows)
        let change = 4 * weight * meanWeight * mean / pairCount(rows)
        for row in 0..<rows {
            Element.widen(part.values + row * width, count: width, to: line.base)
            for index in 0..<width {
                part.gradients[row * width + index] += Element(
                    change * (total.base[index] - line.base[index]))
            }
        }
        return meanWeight * mean * mean
    }
}
