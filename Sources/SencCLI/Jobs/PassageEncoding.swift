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
        var fraction: Double?
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
        let progress = Mutex((done: JobProgress(), bar: ProgressBar()))
        let warnings = TextWarnings(encoder)
        try encoder.encode(
            windows: {
                let (window, texts) = try reading.next(isWanted)
                windows.withLock { $0.append(window) }
                warnings.note(texts)
                return texts
            },
            options: options,
            consume: { embeddings in
                warnings.note(embeddings)
                let window = windows.withLock { $0.removeFirst() }
                try consume(window, embeddings.matrix)
                progress.withLock {
                    $0.done.add(embeddings)
                    $0.bar.update($0.done, since: JobProgress(), fraction: window.fraction)
                }
            })
        // The last window has no text to be encoded, but may have items.
        for window in windows.withLock({ $0 }) {
            try consume(window, Matrix(rows: 0, columns: 1))
        }
        let done = progress.withLock {
            $0.bar.finish()
            return $0.done
        }
        warnings.finish()
        source.report()
        OverflowReport(done).report(limit: encoder.maximumTokens(options))
        return done
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
            window.fraction = source.fraction
            return (window, texts)
        }
    }
}
