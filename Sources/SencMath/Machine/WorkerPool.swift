internal import SencFiles
internal import SencKernels
private import Synchronization

/// Work shared out over threads, one item at a time to whoever is free.
package struct WorkerPool: Sendable {
    /// Looks on while work is done; what it throws ends that, as if the item had thrown it.
    package typealias Watch = @Sendable (_ begun: Int, _ items: Int) throws -> Void

    package let threads: Int
    private let watch: Watch?
    /// More would only take memory.
    private static let maximumThreads = 1024

    /// The processors that this process may run on, at most what the quota of its control group comes
    /// to (Linux, version 2).
    package static var processorCount: Int { max(1, Int(senc_processor_count())) }

    /// - Parameters:
    ///   - threads: by default one for each processor; fewer than 1 are 1, and those over 1024 are
    ///     left out.
    ///   - watch: is called by the thread that calls, behind each item that it does.
    package init(threads: Int? = nil, watch: Watch? = nil) {
        self.watch = watch
        self.threads = min(max(1, threads ?? Self.processorCount), Self.maximumThreads)
    }

    /// Calls `body` for each item, several at once, and returns when all are done.
    ///
    /// A process may be forked between two items (`ForkGate`), so no lock may be held that other
    /// calls want.
    ///
    /// After a call throws no further item is begun, and the error of the lowest item is thrown:
    /// items are begun in order, so it is the one that a single thread would have met.
    /// - Parameter body: takes an item in 0..<items and the index of the thread in 0..<threads.
    package func forEach(
        items: Int, _ body: @Sendable (_ item: Int, _ worker: Int) throws -> Void
    ) throws {
        let count = min(threads, items)
        guard count > 1 else {
            for item in 0..<max(items, 0) {
                ForkGate.pass()
                try body(item, 0)
                try watch?(item + 1, items)
            }
            return
        }
        let next = Atomic(0)
        let failure = Mutex<(item: Int, error: any Error)?>(nil)
        try withoutActuallyEscaping(body) { body in
            let work: @Sendable (_ worker: Int) -> Void = { worker in
                while true {
                    ForkGate.pass()
                    let item = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard item < items else { return }
                    do {
                        try body(item, worker)
                        if worker == 0 {
                            try watch?(min(next.load(ordering: .relaxed), items), items)
                        }
                    } catch {
                        failure.withLock {
                            if item < $0?.item ?? .max { $0 = (item, error) }
                        }
                        next.store(items, ordering: .relaxed)
                    }
                }
            }
            // If the system gives no more threads, the others do their share.
            let others = (1..<count).compactMap { worker in
                SystemThread {
                    ForkGate.enter()
                    work(worker)
                    ForkGate.leave()
                }
            }
            work(0)
            ForkGate.leave()
            for thread in others { thread.join() }
            ForkGate.enter()
            if let (_, error) = failure.withLock({ $0 }) { throw error }
        }
    }

    /// The results of `body` for each item, in order.
    /// - Parameter grain: how many items a thread takes at once.
    package func map<Result: Sendable>(
        items: Int, grain: Int = 1, _ body: @Sendable (_ item: Int) throws -> Result
    ) throws -> [Result] {
        let runs = (items + grain - 1) / grain
        let results = Mutex([[Result]](repeating: [], count: runs))
        try forEach(items: runs) { run, _ in
            let range = (run * grain)..<min((run + 1) * grain, items)
            let part = try range.map { try body($0) }
            results.withLock { $0[run] = part }
        }
        return results.withLock { runs == 1 ? $0[0] : Array($0.joined()) }
    }

    /// The results of two calls, made at once if there are threads for it.
    package func both<First: Sendable, Second: Sendable>(
        _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
    ) throws -> (First, Second) {
        let firstResult = Mutex<First?>(nil)
        let secondResult = Mutex<Second?>(nil)
        try forEach(items: 2) { item, _ in
            if item == 0 {
                let result = try first()
                firstResult.withLock { $0 = result }
            } else {
                let result = try second()
                secondResult.withLock { $0 = result }
            }
        }
        return (
            try firstResult.withLock { $0 } ?? first(), try secondResult.withLock { $0 } ?? second()
        )
    }
}
