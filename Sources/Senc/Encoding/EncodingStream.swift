internal import SencFiles
internal import SencMath
internal import Synchronization

/// Encodes an endless sequence of texts with bounded memory, on all workers at once.
///
/// Texts are read in windows. A worker that is free takes the next batch of the oldest window that
/// has one; if none has, it reads the next window and prepares it while the others compute. The
/// worker that completes a window delivers what is complete, in order.
final class EncodingStream: Sendable {
    private struct Source {
        /// Batches that nobody has taken, the first at the end.
        var waiting: [(window: EncodingWindow, batch: [Int])] = []
        var textCount = 0
        var isAtEnd = false
    }

    private let workers: WorkerPool
    private let next: @Sendable (_ firstIndex: Int) throws -> EncodingWindow?
    private let compute: @Sendable (_ batch: [Int], EncodingWindow) throws -> Void
    private let deliver: @Sendable (EncodingWindow) throws -> Void
    private let source = Mutex(Source())
    /// Windows that are not delivered, in the order read.
    private let pending = Mutex<[EncodingWindow]>([])
    private let hasFailed = Atomic(false)

    /// - Parameters:
    ///   - next: prepares the next window, whose first text has that index; `nil` at the end. Called
    ///     by one thread at a time.
    ///   - compute: gives the sequences of a batch their vectors.
    ///   - deliver: takes one complete window after the other. Called by one thread at a time.
    init(
        _ workers: WorkerPool,
        next: @escaping @Sendable (_ firstIndex: Int) throws -> EncodingWindow?,
        compute: @escaping @Sendable (_ batch: [Int], EncodingWindow) throws -> Void,
        deliver: @escaping @Sendable (EncodingWindow) throws -> Void
    ) {
        self.workers = workers
        self.next = next
        self.compute = compute
        self.deliver = deliver
    }

    /// - Throws: what a function throws, after which none is called again.
    func run() throws {
        // Each item is one worker's whole life; an error of one ends the others' too.
        try workers.forEach(items: workers.threads) { _, _ in
            do {
                while !hasFailed.load(ordering: .relaxed), let (window, batch) = try nextBatch() {
                    try compute(batch, window)
                    let (_, left) = window.batchesLeft.subtract(1, ordering: .acquiringAndReleasing)
                    if left == 0 { try deliverComplete() }
                    ForkGate.pass()
                }
            } catch {
                hasFailed.store(true, ordering: .relaxed)
                throw error
            }
        }
    }

    private func nextBatch() throws -> (EncodingWindow, [Int])? {
        try source.withLock { source in
            while source.waiting.isEmpty, !source.isAtEnd, !hasFailed.load(ordering: .relaxed) {
                guard let window = try next(source.textCount) else {
                    source.isAtEnd = true
                    break
                }
                source.textCount += window.texts.count
                source.waiting = window.batches.reversed().map { (window, $0) }
                pending.withLock { $0.append(window) }
                // A window of known texts has no batch whose end could deliver it.
                if window.batches.isEmpty { try deliverComplete() }
            }
            return source.waiting.popLast()
        }
    }

    /// Delivers all windows that are complete and have none before them that is not; none after a
    /// failure.
    private func deliverComplete() throws {
        try pending.withLock { pending in
            while !hasFailed.load(ordering: .relaxed), let window = pending.first,
                window.batchesLeft.load(ordering: .acquiring) == 0
            {
                pending.removeFirst()
                do {
                    try deliver(window)
                } catch {
                    hasFailed.store(true, ordering: .relaxed)
                    throw error
                }
            }
        }
    }
}
