/// Each anchor is to be nearer to its own positive than to all other texts of the batch.
///
///     loss = mean of log Σ exp(scale · s) - scale · s(anchor, own positive)
///
/// over the similarities s of the example's anchor or positive with texts of the batch (Henderson
/// et al., "Efficient Natural Language Response Suggestion for Smart Reply", 2017; InfoNCE, van den
/// Oord et al., 2018; GTE's improved contrastive loss with all directions, Li et al., 2023).
struct MultipleNegativesRanking: ProductObjective {
    /// What is compared with what: queries are anchors, documents positives and negatives.
    enum Direction: CaseIterable, Sendable {
        case queryToDocument, queryToQuery, documentToQuery, documentToDocument
    }

    /// Over what exponentials are summed.
    enum Partition: Sendable {
        /// Over all directions at once.
        case joint
        /// Over each direction, whose losses are averaged; each must have the positive among its
        /// candidates, as `queryToDocument` and `documentToQuery` have.
        case perDirection
    }

    /// Which negatives of an anchor weigh more, the more similar they are (Lan et al., LLaVE,
    /// 2025): strength · s is added to their scaled similarities, and held constant.
    enum Hardness: Sendable {
        case none
        /// Texts of other examples.
        case inBatch
        /// The example's own negatives.
        case hard
        case all
    }

    /// Above 0.
    var scale = 20.0
    var similarity = BatchSimilarity.cosine
    /// `queryToDocument` is always among them.
    var directions: Set<Direction> = [.queryToDocument]
    var partition = Partition.joint
    var hardness = Hardness.none
    /// 0 or more.
    var hardnessStrength = 0.0

    var columns: ClosedRange<Int> { 2...Int.max }

    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        let scored = try ScoredVectors<Element>(vectors, similarity, arithmetic)
        let chosen = Direction.allCases.filter { $0 == .queryToDocument || directions.contains($0) }
        let (queries, documents) = (scored[0], scored[1..<vectors.columns])
        let blocks = chosen.map { direction in
            switch direction {
            case .queryToDocument: ScoreRows<Element>.Block(left: queries, right: documents)
            case .queryToQuery: ScoreRows<Element>.Block(left: queries, right: queries)
            case .documentToQuery: ScoreRows<Element>.Block(left: scored[1], right: queries)
            case .documentToDocument: ScoreRows<Element>.Block(left: scored[1], right: documents)
            }
        }
        let (rows, columns) = (vectors.rows, vectors.columns)
        let sum = try ScoreRows(blocks).evaluate(arithmetic.workers) { row, scores, _ in
            loss(row, scores, chosen, rows: rows, columns: columns)
        }
        try scored.addGradients(to: gradients, arithmetic)
        return sum / Double(rows)
    }

    /// An example's loss, and what the mean changes by with its scores.
    private func loss(
        _ row: Int, _ scores: UnsafeMutablePointer<Double>, _ directions: [Direction],
        rows: Int, columns: Int
    ) -> Double {
        let documents = (columns - 1) * rows
        scaleOwn(row, scores, rows: rows, documents: documents)
        let positive = scores[row]
        var offset = documents
        for direction in directions.dropFirst() {
            let count = direction == .documentToDocument ? documents : rows
            let block = scores + offset
            for index in 0..<count { block[index] *= scale }
            if direction != .documentToQuery {
                for index in stride(from: row, to: count, by: rows) { block[index] = -.infinity }
            }
            offset += count
        }
        let share = scale / Double(rows)
        switch partition {
        case .joint:
            let sum = Softmax.replace(scores, count: offset)
            for index in 0..<offset { scores[index] *= share }
            scores[row] -= share
            return sum - positive
        case .perDirection:
            var sum = 0.0
            var start = 0
            for direction in directions {
                let isWide = direction == .queryToDocument || direction == .documentToDocument
                let count = isWide ? documents : rows
                sum += Softmax.replace(scores + start, count: count)
                start += count
            }
            for index in 0..<offset { scores[index] *= share / Double(directions.count) }
            scores[row] -= share
            return sum / Double(directions.count) - positive
        }
    }

    /// Scales an anchor's similarities with documents, and adds what hard negatives weigh more.
    private func scaleOwn(
        _ row: Int, _ scores: UnsafeMutablePointer<Double>, rows: Int, documents: Int
    ) {
        let hard = scale + hardnessStrength
        let others = hardness == .inBatch || hardness == .all ? hard : scale
        let own = hardness == .hard || hardness == .all ? hard : scale
        for start in stride(from: 0, to: documents, by: rows) {
            let block = scores + start
            let similarity = block[row]
            for index in 0..<rows { block[index] *= others }
            block[row] = similarity * (start == 0 ? scale : own)
        }
    }
}
