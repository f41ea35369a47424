internal import Senc
internal import SencAnalysis
internal import SencMath
internal import SencVectors

extension SentenceTrainer {
    /// Examples that tell how good the model is, and are not learned from: of the first set's kind.
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
        try encode(own, to: vectors.base)
        if let labeled { return try accuracy(vectors, validation.examples, after: labeled) }
        if validation.measure != .loss {
            return try validation.measure.value(vectors, validation.examples.labels, workers) ?? 0
        }
        let gradients = SentenceVectors(
            columns: vectors.columns, rows: vectors.rows, dimension: vectors.dimension)
        return try -objectives[0].evaluate(
            vectors, validation.examples.labels(of: rows), gradients: gradients,
            LossArithmetic(workers: workers))
    }

    /// Computes the vectors of texts by their places.
    private func encode(_ places: [Int], to vectors: UnsafeMutablePointer<Float>) throws {
        try learned.encode(
            TokenBatch(places.map { texts.ids[$0] }),
            skipping: places.map { texts.skipped[$0] }, to: vectors)
    }

    /// The share of texts that get their class by logistic regression on the vectors of others.
    private func accuracy(
        _ vectors: SentenceVectors, _ held: TokenizedExamples, after labeled: TokenizedExamples
    ) throws -> Double {
        guard case .classes(let classes, _) = labeled.labels,
            case .classes(let expected, _) = held.labels
        else { return 0 }
        let own = SentenceVectors(columns: 1, rows: labeled.count, dimension: dimension)
        try encode(labeled.texts(of: Array(0..<labeled.count)), to: own.base)
        func stored(_ vectors: SentenceVectors) -> StoredVectors {
            StoredVectors(
                Matrix(
                    rows: vectors.rows, columns: dimension, elements: Array(vectors.elements)))
        }
        // Names may be equal to Swift though their bytes differ.
        let model = try LogisticRegression(
            stored(own), labels: classes.map(String.init), threads: workers.threads)
        let found = try model.predictions(of: stored(vectors), threads: workers.threads)
        let right = zip(found, expected).count { model.classes[$0] == String($1) }
        return Double(right) / Double(expected.count)
    }
}
