internal import SencFiles
private import Synchronization

/// Threads that go through the same steps together: a call of their work for each, which waits for the
/// others at barriers. For steps of well under a millisecond, where starting threads for each, as
/// `WorkerPool` does, would take longer than the work.
package struct ThreadTeam: Sendable {
    /// One of the threads.
    package struct Member: Sendable {
        /// Within 0..<count.
        package let index: Int
        package let count: Int
        fileprivate let barrier: Barrier?

        /// The only one.
        package static let alone = Member(index: 0, count: 1, barrier: nil)

        /// Waits until every member is here; what each wrote before, all see behind it.
        package func wait() { barrier?.wait() }

        /// The part of a range that is this member's, as even as can be.
        package func share(of items: Int) -> Range<Int> {
            items * index / count..<items * (index + 1) / count
        }
    }

    /// - Parameters:
    ///   - threads: as many as the system gives, at least 1.
    ///   - work: called once by each member. All must come to the same barriers.
    package static func run(threads: Int, _ work: @Sendable (Member) -> Void) {
        guard threads > 1 else {
            work(.alone)
            return
        }
        // How many there are is known when all are started.
        let count = Atomic(0)
        withoutActuallyEscaping(work) { work in
            let barrier = Barrier()
            let others = (1..<threads).compactMap { index in
                SystemThread {
                    while count.load(ordering: .acquiring) == 0 { SystemThread.yield() }
                    guard index < count.load(ordering: .acquiring) else { return }
                    let all = count.load(ordering: .acquiring)
                    work(Member(index: index, count: all, barrier: barrier))
                }
            }
            // Threads that were started are the first ones: none is after one that was refused.
            barrier.count = others.count + 1
            count.store(others.count + 1, ordering: .releasing)
            work(Member(index: 0, count: others.count + 1, barrier: barrier))
            for thread in others { thread.join() }
        }
    }
}

/// A place where a number of threads wait for each other, again and again.
private final class Barrier: Sendable {
    /// Looks at the round before a thread sleeps: some 100 µs, longer than the shares of a step
    /// differ. Asleep, it leaves its processor to one that was interrupted.
    private static let looks = 100_000

    private let arrived = Atomic(0)
    private let round = Atomic(0)
    private let total = Atomic(1)
    private let sleepers = Atomic(0)
    private let condition = SystemCondition()

    var count: Int {
        get { total.load(ordering: .relaxed) }
        set { total.store(newValue, ordering: .releasing) }
    }

    func wait() {
        let current = round.load(ordering: .acquiring)
        if arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
            == total.load(ordering: .acquiring)
        {
            arrived.store(0, ordering: .relaxed)
            // Who sleeps is seen here, or sees the new round.
            round.store(current &+ 1, ordering: .sequentiallyConsistent)
            if sleepers.load(ordering: .sequentiallyConsistent) > 0 { condition.wakeAll() }
            return
        }
        for _ in 0..<Self.looks where round.load(ordering: .acquiring) != current { return }
        sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
        condition.sleep { round.load(ordering: .sequentiallyConsistent) == current }
        sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }
}
