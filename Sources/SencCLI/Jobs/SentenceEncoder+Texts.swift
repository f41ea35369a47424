import Senc
import SencMath
import Synchronization

extension SentenceEncoder {
    /// The vectors of a command's texts, all of them kept: [texts, dimension]. Shows how far it is,
    /// and tells of texts that were cut or that the model does not know.
    func vectors(of texts: [String], _ options: EncodingOptions) throws -> Matrix {
        let columns = dimension(options)
        let kept = Mutex<[Float]>([])
        kept.withLock { $0.reserveCapacity(texts.count * columns) }
        try encode(texts, options) { vectors in
            kept.withLock { $0 += vectors.elements }
        }
        return Matrix(rows: texts.count, columns: columns, elements: kept.withLock { $0 })
    }

    /// How close the texts of each pair are, in their order. No more vectors are kept at once than
    /// it takes.
    func similarities(
        of pairs: [(first: String, second: String)], _ metric: SimilarityFunction,
        _ options: EncodingOptions
    ) throws -> [Float] {
        let found = Mutex<[Float]>([])
        // Windows have an even number of texts, so that no pair is parted.
        try encode(pairs.flatMap { [$0.first, $0.second] }, options) { vectors in
            found.withLock { found in
                for row in stride(from: 0, to: vectors.rows - 1, by: 2) {
                    found.append(metric(vectors[row], vectors[row + 1]))
                }
            }
        }
        return found.withLock { $0 }
    }

    /// Delivers the vectors of texts in their order, some at a time; shows how far it is, and tells
    /// of texts that were cut or that the model does not know.
    private func encode(
        _ texts: [String], _ options: EncodingOptions,
        consume: @escaping @Sendable (Matrix) throws -> Void
    ) throws {
        let warnings = TextWarnings(self)
        let rest = Mutex(texts[...])
        let done = Mutex(JobProgress())
        let progress = EncodingProgress(total: texts.count)
        defer { progress.finish() }
        try encode(
            windows: {
                rest.withLock { rest in
                    let window = Array(rest.prefix(TextSource.windowTexts))
                    rest = rest.dropFirst(window.count)
                    warnings.note(window)
                    progress.read(window.count, upTo: nil)
                    return window
                }
            },
            options: options,
            observe: { progress.note($0) },
            consume: { embeddings in
                warnings.note(embeddings)
                try consume(embeddings.matrix)
                done.withLock { $0.add(embeddings) }
                progress.deliver(embeddings)
                if Interruption.isAsked {
                    throw JobError.interrupted(
                        texts: done.withLock { $0.records }, isResumable: false)
                }
            })
        progress.finish()
        warnings.finish()
        OverflowReport(done.withLock { $0 }).report(limit: maximumTokens(options))
    }
}
