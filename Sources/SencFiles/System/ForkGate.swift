internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Keeps forks of the process apart from the moments in which threads of the library may hold locks,
/// those of Swift's runtime among them: the child has a lock as it was, and nobody who gives it back.
///
/// A thread is inside from `enter` to `leave`. Once `watchForks` has been called, a fork waits until
/// all that are inside have come to `pass` or have left, and none goes on before it is done. In a
/// program that never calls it, all this is a few additions.
package enum ForkGate {
    private static let inside = Atomic(0)
    /// Forks that are being made.
    private static let forks = Atomic(0)
    /// Whether one of them is made although threads are still inside.
    private static let isForced = Atomic(false)
    private static let children = Atomic(0)
    private static let wasForced = Atomic(false)

    /// The thread that forked this process; 0 if none did.
    private static let survivor = Atomic<UInt>(0)

    /// Seconds that a fork waits for threads at most: many times a batch of a large model.
    private static let patience = 10

    /// Has forks wait from now on. To be called once, before `enter`.
    package static func watchForks() {
        pthread_atfork(
            { ForkGate.prepare() }, { ForkGate.resume() }, { ForkGate.beginChild() })
    }

    /// How many forks lie between this process and the one that called `watchForks`.
    package static var generation: Int { children.load(ordering: .relaxed) }

    /// Whether this process was forked while another thread was inside for so long that the fork did
    /// not wait for it: nothing that takes locks is safe here.
    package static var isUnsafe: Bool { wasForced.load(ordering: .relaxed) }

    /// Whether this is the one thread of the parent's that a child has. Swift's locks know threads by
    /// numbers of the system's that each keeps (Linux), which are the parent's here: it may take none
    /// that other threads want, those of Swift's runtime among them.
    package static var isSurvivor: Bool {
        survivor.load(ordering: .relaxed) == SystemThread.current
    }

    /// What comes now may hold locks. Waits for a fork that is being made.
    package static func enter() {
        while true {
            inside.wrappingAdd(1, ordering: .sequentiallyConsistent)
            if forks.load(ordering: .sequentiallyConsistent) == 0 { return }
            leave()
            while forks.load(ordering: .sequentiallyConsistent) > 0 { wait() }
        }
    }

    /// No lock is held from now on.
    package static func leave() {
        inside.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    }

    /// Here no lock is held: lets a fork be made that waits.
    package static func pass() {
        guard forks.load(ordering: .relaxed) > 0 else { return }
        leave()
        enter()
    }

    // MARK: - By the thread that forks

    private static func prepare() {
        forks.wrappingAdd(1, ordering: .sequentiallyConsistent)
        let end = seconds + patience
        while inside.load(ordering: .sequentiallyConsistent) > 0 {
            if seconds > end {
                isForced.store(true, ordering: .sequentiallyConsistent)
                return
            }
            wait()
        }
    }

    private static func resume() {
        let (_, left) = forks.wrappingSubtract(1, ordering: .sequentiallyConsistent)
        if left == 0 { isForced.store(false, ordering: .sequentiallyConsistent) }
    }

    /// The child has this thread alone.
    private static func beginChild() {
        if isForced.load(ordering: .relaxed) { wasForced.store(true, ordering: .relaxed) }
        inside.store(0, ordering: .relaxed)
        forks.store(0, ordering: .relaxed)
        isForced.store(false, ordering: .relaxed)
        children.wrappingAdd(1, ordering: .relaxed)
        survivor.store(SystemThread.current, ordering: .relaxed)
    }

    private static var seconds: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec
    }

    private static func wait() {
        var time = timespec(tv_sec: 0, tv_nsec: 100_000)
        nanosleep(&time, nil)
    }
}
