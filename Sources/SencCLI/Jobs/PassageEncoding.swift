import Senc
import SencInput
import SencMath
import Synchronization

/// Encodes passages while they are read, in windows that bound the memory, and shows how far it
/// has come.
struct PassageEncoding {
    /// What was read between two windows' ends.
    struct Window {
        var items: [PassageSource.Item] = []
        /// Which of the items are passages that are encoded, in the order of their vectors.
        var encoded: [Int] = []
    }

    let encoder: SentenceEncoder
    let options: EncodingOptions
    let source: PassageSource

    /// - Parameters:
    ///   - isWanted: whether a passage is to be encoded. Called by one thread at a time.
    ///   - consume: takes what was read and the vectors [encoded, dimension], window after window.
    ///     Called by one thread at a time.
    /// - Returns: how much was encoded.
    @discardableResult
    func run(
        isWanted: @escaping @Sendable (Passage) throws -> Bool = { _ in true },
        consume: @escaping @Sendable (Window, Matrix) throws -> Void
    ) throws -> JobProgress {
        let reading = Reading(source: source)
        let windows = Mutex<[Window]>([])
        let progress = EncodingProgress(fraction: source.fraction)
        let done = Mutex(JobProgress())
        let warnings = TextWarnings(encoder)
        try encoder.encode(
            windows: {
                let (window, texts) = try reading.next(isWanted)
                windows.withLock { $0.append(window) }
                progress.read(texts.count, upTo: reading.source.fraction)
                warnings.note(texts)
                return texts
            },
            options: options,
            observe: { progress.note($0) },
            consume: { embeddings in
                warnings.note(embeddings)
                let window = windows.withLock { $0.removeFirst() }
                try consume(window, embeddings.matrix)
                done.withLock { $0.add(embeddings) }
                progress.deliver(embeddings)
            })
        // The last window has no text to be encoded, but may have items.
        for window in windows.withLock({ $0 }) {
            try consume(window, Matrix(rows: 0, columns: 1))
        }
        progress.finish()
        warnings.finish()
        source.report()
        let result = done.withLock { $0 }
        OverflowReport(result).report(limit: encoder.maximumTokens(options))
        return result
    }

    /// The source belongs to whichever thread reads, one at a time.
    private struct Reading: @unchecked Sendable {
        let source: PassageSource

        func next(
            _ isWanted: (Passage) throws -> Bool
        ) throws -> (window: Window, texts: [String]) {
            var window = Window()
            var texts: [String] = []
            var bytes = 0
            while texts.count < TextSource.windowTexts, bytes < TextSource.windowBytes,
                let item = source.next()
            {
                if case .passage(let passage, _) = item, try isWanted(passage) {
                    window.encoded.append(window.items.count)
                    texts.append(passage.text)
                    bytes += passage.text.utf8.count
                }
                window.items.append(item)
            }
            return (window, texts)
        }
    }
}
