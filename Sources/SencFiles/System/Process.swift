internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The process's environment.
package enum Environment {
    /// The value of a variable; `nil` for none and for an empty one.
    package static func value(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    package static func isSet(_ name: String) -> Bool { getenv(name) != nil }

    /// - Parameter replacing: whether a value that there is gives way.
    package static func set(_ name: String, to value: String, replacing: Bool) {
        setenv(name, value, replacing ? 1 : 0)
    }

    package static func remove(_ name: String) { unsetenv(name) }
}

/// The system's time.
package enum SystemTime {
    /// Seconds since 1970.
    package static var seconds: Int { time(nil) }

    /// Waits, or less if a signal comes.
    package static func wait(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}

/// A thread of the system's. Any thread may wait for it: the system's handle of it is a number on
/// Linux and a pointer on macOS.
package struct SystemThread: @unchecked Sendable {
    private let thread: pthread_t

    private final class Start: Sendable {
        let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    /// Starts a thread that makes a call and ends.
    /// - Returns: `nil` if the system gives no more threads.
    package init?(_ body: @escaping @Sendable () -> Void) {
        let argument = Unmanaged.passRetained(Start(body))
        let mask = Self.leavesSignals.load(ordering: .relaxed) ? Self.blockSignals() : nil
        defer { if var mask { pthread_sigmask(SIG_SETMASK, &mask, nil) } }
        #if os(Linux)
        var thread = pthread_t()
        #else
        var thread: pthread_t?
        #endif
        let code = pthread_create(
            &thread, nil,
            { pointer in
                #if os(Linux)
                guard let pointer else { return nil }
                #endif
                Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body()
                return nil
            }, argument.toOpaque())
        #if os(Linux)
        let started: pthread_t? = thread
        #else
        let started = thread
        #endif
        guard code == 0, let started else {
            argument.release()
            return nil
        }
        self.thread = started
    }

    private static let leavesSignals = Atomic(false)

    /// Has threads that are started from now on leave the process's signals to the others, whose
    /// handlers know nothing of them: all but those that a thread gets for what it did itself, and a
    /// profiler's.
    package static func leaveSignals() { leavesSignals.store(true, ordering: .relaxed) }

    /// - Returns: what was blocked before.
    private static func blockSignals() -> sigset_t {
        var (blocked, earlier) = (sigset_t(), sigset_t())
        sigfillset(&blocked)
        let own = [SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS, SIGPROF]
        for number in own { sigdelset(&blocked, number) }
        pthread_sigmask(SIG_BLOCK, &blocked, &earlier)
        return earlier
    }

    /// A number of the thread that asks, which no other has as long as it lives.
    package static var current: UInt {
        #if os(Linux)
        UInt(pthread_self())
        #else
        UInt(bitPattern: pthread_self())
        #endif
    }

    /// Lets another thread have this one's processor.
    package static func yield() { sched_yield() }

    /// Waits until the thread has ended. To be called once, if `detach` is not.
    package func join() { pthread_join(thread, nil) }

    /// Leaves the thread to itself. To be called once, if `join` is not.
    package func detach() { pthread_detach(thread) }
}

/// Where threads sleep until others have done something.
package final class SystemCondition: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        (mutex, condition) = (.allocate(capacity: 1), .allocate(capacity: 1))
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Sleeps while a test holds, which is made anew whenever `wakeAll` is called.
    package func sleep(while test: () -> Bool) {
        pthread_mutex_lock(mutex)
        while test() { pthread_cond_wait(condition, mutex) }
        pthread_mutex_unlock(mutex)
    }

    /// Has all that sleep make their tests. What these depend on must be written before.
    package func wakeAll() {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}

/// The process itself.
package enum SystemProcess {
    /// Goes on as another program, with what is open and the environment; what comes behind is not
    /// reached.
    /// - Parameter arguments: those behind the program's name.
    /// - Returns: why the program cannot be run.
    package static func become(_ program: String, _ arguments: [String]) -> SystemError {
        let words = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        _ = execv(program, words + [nil])
        return .last
    }
}
