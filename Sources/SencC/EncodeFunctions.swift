public import CSenc
internal import Senc
internal import SencFiles
internal import SencMath
internal import SencVectors
internal import Synchronization

@_cdecl("senc_encode")
public func encodeTexts(
    _ encoder: OpaquePointer?, _ strings: UnsafePointer<senc_strings>?,
    _ options: UnsafePointer<CChar>?, _ vectors: UnsafePointer<senc_vectors>?,
    _ progress: senc_progress?, _ context: UnsafeMutableRawPointer?,
    _ report: UnsafeMutablePointer<senc_report>?
) -> Int32 {
    Call.make { call in
        let encoder = try LoadedModel.of(encoder).encoder
        let texts = try TextArray(strings)
        let options = try EncodingOptions(options, for: encoder)
        let rows = try VectorRows(vectors, "rows")
        let dimension = encoder.dimension(options)
        guard rows.count == texts.count, rows.dimension == dimension else {
            throw CallError.mistake(
                """
                rows: [\(rows.count), \(rows.dimension)] are not the [\(texts.count), \
                \(dimension)] of the texts' vectors
                """)
        }
        let job = EncodeCall(
            encoder: encoder, texts: texts, options: options, rows: rows,
            encoding: try rows.encoding(), report: report,
            watch: CallProgress(progress, context, call, total: texts.validCount)
                .map(EncodeWatch.init))
        try job.run()
    }
}

/// Texts on their way to the caller's rows.
private final class EncodeCall: Sendable {
    private let encoder: SentenceEncoder
    private let texts: TextArray
    private let options: EncodingOptions
    private let rows: VectorRows
    private let encoding: VectorEncoding
    private nonisolated(unsafe) let report: UnsafeMutablePointer<senc_report>?
    private let watch: EncodeWatch?
    /// The first text that is not read.
    private let read = Mutex(0)
    /// The first row that is not written.
    private let written = Mutex(0)

    init(
        encoder: SentenceEncoder, texts: TextArray, options: EncodingOptions, rows: VectorRows,
        encoding: VectorEncoding, report: UnsafeMutablePointer<senc_report>?, watch: EncodeWatch?
    ) {
        (self.encoder, self.texts, self.options) = (encoder, texts, options)
        (self.rows, self.encoding) = (rows, encoding)
        (self.report, self.watch) = (report, watch)
    }

    /// - Throws: `EncodingError`, with the text's place among all; `CancellationError`.
    func run() throws {
        report?.pointee.cut = 0
        report?.pointee.unknown = 0
        do {
            let first = try nextWindow()
            let isAlone = read.withLock { $0 == texts.count }
            if isAlone {
                // A window alone is shared out among the threads.
                if !first.isEmpty {
                    try write(
                        encoder.encode(first, options: options) { [self] in try watch?.tell($0) })
                }
            } else {
                let kept = Mutex<[String]?>(first)
                try encoder.encode(
                    windows: { [self] in
                        if let first = kept.withLock({ $0.take() }) { return first }
                        return try nextWindow()
                    }, options: options,
                    observe: { [self] in try watch?.tell($0) },
                    consume: { [self] in write($0) })
            }
            write(nulls: texts.count)
            try watch?.progress.finish()
        } catch let error as EncodingError {
            throw error.placed(in: texts)
        }
    }

    /// - Returns: none at the end alone.
    private func nextWindow() throws -> [String] {
        try read.withLock { next -> [String] in
            var window: [String] = []
            let first = next
            next = try texts.window(from: first, &window)
            while window.isEmpty, next < texts.count {
                next = try texts.window(from: next, &window)
            }
            watch?.add(texts: window.count)
            return window
        }
    }

    /// Writes the vectors of the texts that come next. Called by one thread at a time.
    private func write(_ embeddings: Embeddings) {
        let rowBytes = rows.type.bytesPerVector(dimension: rows.dimension)
        encoding.encode(embeddings.matrix).withUnsafeBytes { bytes in
            written.withLock { row in
                for index in embeddings.indices {
                    while row < texts.count, !texts.isValid(row) {
                        tell(tokens: 0, of: 0, row: row)
                        row += 1
                    }
                    // The caller's bits of validity may change meanwhile.
                    guard row < texts.count else { return }
                    let start = index * rowBytes
                    rows.write(
                        UnsafeRawBufferPointer(rebasing: bytes[start..<(start + rowBytes)]),
                        row: row)
                    tell(
                        tokens: embeddings.tokenCounts[index],
                        of: embeddings.untruncatedTokenCounts[index], row: row)
                    row += 1
                }
            }
        }
        report?.pointee.cut += Int64(embeddings.truncatedCount)
        report?.pointee.unknown += Int64(embeddings.fragmentedCount)
        watch?.complete(texts: embeddings.count)
    }

    /// Tells of the nulls at the end.
    private func write(nulls end: Int) {
        written.withLock { row in
            for null in row..<max(row, end) { tell(tokens: 0, of: 0, row: null) }
            row = max(row, end)
        }
    }

    private func tell(tokens: Int, of whole: Int, row: Int) {
        report?.pointee.tokens?[row] = Int64(tokens)
        report?.pointee.whole_tokens?[row] = Int64(whole)
    }
}

/// How far texts on their way are.
private final class EncodeWatch: Sendable {
    private struct State {
        /// Texts of each window that is read and not delivered, by the place of its first one; and
        /// the share of them that is computed.
        var windows: [Int: (texts: Int, share: Double)] = [:]
        /// Texts that are read; the place of the next window.
        var read = 0
        /// Texts whose vectors are delivered.
        var completed = 0
    }

    let progress: CallProgress
    private let state = Mutex(State())

    init(_ progress: CallProgress) { self.progress = progress }

    /// A window of so many texts is read.
    func add(texts: Int) {
        state.withLock { state in
            if texts > 0 { state.windows[state.read] = (texts, 0) }
            state.read += texts
        }
    }

    /// The vectors of the window that comes next are delivered.
    func complete(texts: Int) {
        state.withLock { state in
            state.windows[state.completed] = nil
            state.completed += texts
        }
    }

    /// A batch is computed.
    /// - Throws: `CancellationError` if it is to end.
    func tell(_ batch: EncodedBatch) throws {
        let done = state.withLock { state in
            state.windows[batch.firstText]?.share += batch.share
            let computed = state.windows.values.reduce(0.0) {
                $0 + Double($1.texts) * min($1.share, 1)
            }
            return state.completed + Int(computed)
        }
        try progress.report(done: done)
    }
}

extension EncodingError {
    /// The same error of the same text among all, where nulls were left out.
    fileprivate func placed(in texts: TextArray) -> EncodingError {
        switch self {
        case .textTooLong(let text, let tokens, let limit):
            .textTooLong(text: texts.index(ofValid: text), tokens: tokens, limit: limit)
        case .notFinite(let text): .notFinite(text: texts.index(ofValid: text))
        case .tokenWithoutVector(let text, let token, let id, let count):
            .tokenWithoutVector(
                text: texts.index(ofValid: text), token: token, id: id, count: count)
        default: self
        }
    }
}

@_cdecl("senc_count_tokens")
public func countTokens(
    _ encoder: OpaquePointer?, _ strings: UnsafePointer<senc_strings>?,
    _ options: UnsafePointer<CChar>?, _ counts: UnsafeMutablePointer<Int64>?,
    _ progress: senc_progress?, _ context: UnsafeMutableRawPointer?
) -> Int32 {
    Call.make { call in
        let model = try LoadedModel.of(encoder)
        let texts = try TextArray(strings)
        var options = try EncodingOptions(options, for: model.encoder)
        // Only the tokens of texts that are over the limit count for an error.
        if options.overflow == .error { options.overflow = .truncate }
        let progress = CallProgress(progress, context, call, total: texts.count)
        guard texts.count > 0 else {
            try progress?.finish()
            return
        }
        guard let counts else { throw CallError.isNull("counts") }
        nonisolated(unsafe) let target = counts
        let asked = options
        let grain = 64
        let runs = (texts.count - 1) / grain + 1
        let workers = WorkerPool(threads: model.threads, watch: progress?.watch())
        try workers.forEach(items: runs) { run, _ in
            for index in (run * grain)..<min((run + 1) * grain, texts.count) {
                guard texts.isValid(index) else {
                    target[index] = 0
                    continue
                }
                let tokens = try model.encoder.tokenize(
                    CollectionOfOne(texts.text(index)), firstIndex: index, options: asked)
                target[index] = Int64(tokens.first?.untruncatedCount ?? 0)
            }
        }
        try progress?.finish()
    }
}
