import Senc
import SencMath
import Synchronization

extension SentenceEncoder {
    /// The vectors of a command's texts, all of them kept: [texts, dimension]. Shows how far it is,
    /// and tells of texts that were cut or that the model does not know.
    func vectors(of texts: [String], _ options: EncodingOptions) throws -> Matrix {
        let columns = options.truncateDimension ?? dimension
        let warnings = TextWarnings(self)
        let rest = Mutex(texts[...])
        let done = Mutex(Collected(count: texts.count, columns: columns))
        try encode(
            windows: {
                rest.withLock { rest in
                    let window = Array(rest.prefix(TextSource.windowTexts))
                    rest = rest.dropFirst(window.count)
                    warnings.note(window)
                    return window
                }
            },
            options: options,
            consume: { embeddings in
                warnings.note(embeddings)
                done.withLock { $0.append(embeddings, of: texts.count) }
            })
        return done.withLock { done in
            done.bar.finish()
            warnings.finish()
            OverflowReport(done.progress).report(limit: options.maximumTokens ?? maximumTokens)
            return Matrix(rows: texts.count, columns: columns, elements: done.elements)
        }
    }

    private struct Collected {
        var elements: [Float] = []
        var progress = JobJournal.Progress()
        var bar = ProgressBar()

        init(count: Int, columns: Int) {
            elements.reserveCapacity(count * columns)
        }

        mutating func append(_ embeddings: Embeddings, of count: Int) {
            elements += embeddings.matrix.elements
            progress.add(embeddings)
            bar.update(
                progress, since: JobJournal.Progress(),
                fraction: Double(progress.records) / Double(count))
        }
    }
}
