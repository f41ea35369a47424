internal import Senc
internal import SencMath

extension SentenceTrainer {
    /// Examples that tell how good the model is, and are not learned from.
    struct Validation {
        let examples: TokenizedExamples
        let measure: SentenceMeasure
    }

    /// How well the model does since `finish`; larger is better.
    func measured(_ validation: Validation) throws -> Double {
        let rows = Array(0..<validation.examples.count)
        let vectors = SentenceVectors(
            columns: validation.examples.columns.count, rows: rows.count, dimension: dimension)
        let own = validation.examples.texts(of: rows)
        let batch = TokenBatch(own.map { texts.ids[$0] })
        try learned.encode(batch, skipping: own.map { texts.skipped[$0] }, to: vectors.base)
        if validation.measure != .loss {
            return try validation.measure.value(vectors, validation.examples.labels, workers) ?? 0
        }
        let gradients = SentenceVectors(
            columns: vectors.columns, rows: vectors.rows, dimension: vectors.dimension)
        return try -objective.evaluate(
            vectors, validation.examples.labels(of: rows), gradients: gradients,
            LossArithmetic(workers: workers))
    }
}
