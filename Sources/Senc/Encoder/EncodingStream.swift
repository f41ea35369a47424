internal import SencMath
internal import Synchronization

/// Encodes an endless sequence of texts with bounded memory, on all workers at once.
///
/// Texts are read in windows. A worker that is free takes the next batch of the oldest window that
/// has one; if none has, it reads the next window and cuts it to tokens and batches while the
/// others compute. The worker that completes a window hands over what is complete, in order.
final class EncodingStream: Sendable {
    /// Some texts that were read together, on their way.
    private final class Window: Sendable {
        /// The first text's place among all.
        let firstIndex: Int
        let tokenized: [TokenizedText]
        let table: PieceTable
        let batches: [[Int]]
        /// The vectors of the pieces [pieces, columns].
        let vectors: FloatMatrix
        let batchesLeft: Atomic<Int>

        init(
            firstIndex: Int, tokenized: [TokenizedText], table: PieceTable, batches: [[Int]],
            vectors: FloatMatrix
        ) {
            self.firstIndex = firstIndex
            self.tokenized = tokenized
            self.table = table
            self.batches = batches
            self.vectors = vectors
            batchesLeft = Atomic(batches.count)
        }
    }

    private struct Source {
        /// Batches that nobody has taken, the first at the end.
        var waiting: [(window: Window, batch: [Int])] = []
        var textCount = 0
        var isAtEnd = false
    }

    private struct Delivery {
        /// Windows that are not handed over, in the order read.
        var pending: [Window] = []
    }

    private let encoder: SentenceEncoder
    private let options: EncodingOptions
    private let rules: TextReader.Rules
    private let next: @Sendable () throws -> [String]
    private let consume: @Sendable (Embeddings) throws -> Void
    private let recent = RecentVectors()
    private let source = Mutex(Source())
    private let delivery = Mutex(Delivery())
    private let hasFailed = Atomic(false)

    init(
        _ encoder: SentenceEncoder, _ options: EncodingOptions,
        next: @escaping @Sendable () throws -> [String],
        consume: @escaping @Sendable (Embeddings) throws -> Void
    ) throws(EncodingError) {
        self.encoder = encoder
        self.options = options
        self.next = next
        self.consume = consume
        rules = try encoder.reader.rules(for: options)
        try encoder.check(options)
    }

    func run() throws {
        // Each item is one worker's whole life; an error of one ends the others' too.
        try encoder.workers.forEach(items: encoder.workers.threads) { _, _ in
            do {
                while !hasFailed.load(ordering: .relaxed), let (window, batch) = try nextBatch() {
                    encoder.compute(batch, of: window.table.pieces, rules, options) { piece in
                        window.vectors[piece]
                    }
                    if window.batchesLeft.subtract(1, ordering: .acquiringAndReleasing).newValue
                        == 0
                    {
                        try deliver()
                    }
                }
            } catch {
                hasFailed.store(true, ordering: .relaxed)
                throw error
            }
        }
    }

    private func nextBatch() throws -> (Window, [Int])? {
        try source.withLock { source in
            while source.waiting.isEmpty, !source.isAtEnd, !hasFailed.load(ordering: .relaxed) {
                let texts = try next()
                if texts.isEmpty {
                    source.isAtEnd = true
                    break
                }
                let window = try window(texts, firstIndex: source.textCount)
                source.textCount += texts.count
                source.waiting = window.batches.reversed().map { (window, $0) }
                delivery.withLock { $0.pending.append(window) }
                // A window of known texts has no batch whose end could hand it over.
                if window.batches.isEmpty { try deliver() }
            }
            return source.waiting.popLast()
        }
    }

    private func window(_ texts: [String], firstIndex: Int) throws -> Window {
        let tokenized = try texts.enumerated().map { index, text in
            try encoder.reader.read(text, index: firstIndex + index, rules)
        }
        let table = PieceTable(tokenized)
        let vectors = FloatMatrix(
            rows: table.pieces.count, columns: encoder.pipeline.outputDimension)
        let unknown = table.pieces.indices.filter { piece in
            guard let vector = recent.vector(of: table.pieces[piece]) else { return true }
            _ = vectors[piece].update(from: vector)
            return false
        }
        let batches = BatchPlan.batches(
            of: table.pieces, indices: unknown, threads: encoder.workers.threads)
        return Window(
            firstIndex: firstIndex, tokenized: tokenized, table: table, batches: batches,
            vectors: vectors)
    }

    /// Hands over all windows that are complete and have none before them that is not; none after
    /// a failure.
    private func deliver() throws {
        try delivery.withLock { delivery in
            while !hasFailed.load(ordering: .relaxed), let window = delivery.pending.first,
                window.batchesLeft.load(ordering: .acquiring) == 0
            {
                delivery.pending.removeFirst()
                do {
                    let vectors = window.vectors.matrix()
                    recent.insert(vectors, of: window.table.pieces)
                    try consume(
                        encoder.embeddings(
                            window.tokenized, window.table, vectors, options,
                            firstIndex: window.firstIndex))
                } catch {
                    hasFailed.store(true, ordering: .relaxed)
                    throw error
                }
            }
        }
    }
}
