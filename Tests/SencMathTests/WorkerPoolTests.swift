import SencFiles
import SencMath
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

private struct Refusal: Error, Equatable {
    var item = 0
}

@Suite struct WorkerPoolTests {
    @Test(arguments: [1, 2, 7])
    func everyItemIsDoneOnce(threads: Int) throws {
        let counts = Mutex([Int](repeating: 0, count: 1000))
        try WorkerPool(threads: threads).forEach(items: 1000) { item, worker in
            #expect(worker < threads)
            counts.withLock { $0[item] += 1 }
        }
        #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 1000))
    }

    @Test(arguments: [1, 3], [1, 7, 64])
    func resultsComeInOrder(threads: Int, grain: Int) throws {
        let results = try WorkerPool(threads: threads).map(items: 100, grain: grain) { $0 * $0 }
        #expect(results == (0..<100).map { $0 * $0 })
    }

    @Test func noItemsGiveNoResults() throws {
        #expect(try WorkerPool(threads: 2).map(items: 0, grain: 64) { $0 }.isEmpty)
    }

    @Test(arguments: [1, 2])
    func anErrorEndsTheWorkAndIsThrown(threads: Int) {
        let done = Atomic(0)
        #expect(throws: Refusal.self) {
            try WorkerPool(threads: threads).forEach(items: 1_000_000) { item, _ in
                if item == 10 { throw Refusal() }
                done.wrappingAdd(1, ordering: .relaxed)
            }
        }
        #expect(done.load(ordering: .relaxed) < 1_000_000)
    }

    @Test(arguments: [1, 2, 4])
    func ofSeveralErrorsTheLowestItemsIsThrown(threads: Int) {
        for _ in 0..<20 {
            #expect(throws: Refusal(item: 0)) {
                try WorkerPool(threads: threads).forEach(items: 8) { item, _ in
                    // The lowest item is the last to fail.
                    if item == 0 { usleep(2000) }
                    throw Refusal(item: item)
                }
            }
        }
    }

    @Test(arguments: [1, 3])
    func whoWatchesSeesItGrowAndMayEndIt(threads: Int) throws {
        let seen = Mutex<[Int]>([])
        let caller = SystemThread.current
        let watched = WorkerPool(threads: threads) { begun, items in
            #expect(SystemThread.current == caller && begun <= items)
            seen.withLock { $0.append(begun) }
        }
        let isBegun = Atomic(false)
        try watched.forEach(items: 1000) { _, worker in
            // The thread that calls is to have a share.
            if worker == 0 { isBegun.store(true, ordering: .relaxed) }
            while !isBegun.load(ordering: .relaxed) { usleep(100) }
        }
        let calls = seen.withLock { $0 }
        #expect(!calls.isEmpty && calls == calls.sorted() && calls.allSatisfy { $0 > 0 })
        if threads == 1 { #expect(calls == Array(1...1000)) }

        let done = Atomic(0)
        let ended = WorkerPool(threads: threads) { _, _ in throw Refusal() }
        #expect(throws: Refusal.self) {
            try ended.forEach(items: 1_000_000) { _, worker in
                if worker > 0 { usleep(100) }
                done.wrappingAdd(1, ordering: .relaxed)
            }
        }
        #expect(done.load(ordering: .relaxed) < 1_000_000)
    }

    @Test func bothResultsAreReturned() throws {
        let (a, b) = try WorkerPool(threads: 2).both({ 1 }, { "two" })
        #expect(a == 1)
        #expect(b == "two")
    }
}
