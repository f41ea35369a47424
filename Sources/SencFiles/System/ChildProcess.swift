#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Another program, run for what it writes to its standard output.
///
/// It is started without a shell, has an empty standard input and a few variables of the environment,
/// and what it says on standard error is dropped. It is killed when it takes too long or writes too
/// much, with what it has started itself.
package enum ChildProcess {
    package struct Limits: Sendable {
        package var bytes: Int
        package var time: Duration

        package init(bytes: Int, time: Duration) {
            (self.bytes, self.time) = (bytes, time)
        }
    }

    package enum Fault: Error, Equatable {
        case notStarted(SystemError)
        /// More bytes than the limit.
        case tooMuch
        case tooSlow
        case stopped
    }

    /// By this path the program finds the file that it was given, whatever its name and whatever has
    /// that name by now; no program takes it for an option.
    package static let givenFile = "/dev/fd/3"
    private static let givenNumber: Int32 = 3

    /// Variables that programs need to find themselves and what they load.
    private static let variables = [
        "PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH",
    ]
    #if canImport(Glibc)
    /// Has a program begin without the descriptors from a number on; declared for GNU's C alone.
    private static let closeFrom:
        (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32)? = {
            dlsym(nil, "posix_spawn_file_actions_addclosefrom_np").map {
                unsafeBitCast(
                    $0,
                    to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32)
                        -> Int32).self)
            }
        }()
    #endif
    /// Milliseconds between two questions whether to stop.
    private static let longestWait = 100
    private static let chunkSize = 1 << 16

    /// Where a program is: in the first directory of `PATH` that has it. What `PATH` leaves to the
    /// working directory is not looked at.
    package static func find(_ name: String) -> String? {
        (Environment.value("PATH") ?? "").parts(between: ":").lazy
            .filter { $0.hasPrefix("/") }.map { $0 + "/" + name }
            .first { FileStatus(Array($0.utf8CString))?.kind == .regular && access($0, X_OK) == 0 }
    }

    /// Runs a program to its end.
    /// - Parameters:
    ///   - file: what the program finds at `givenFile`.
    ///   - isStopped: is asked now and then.
    /// - Returns: what it wrote, and its exit status; 128 more than the signal that ended it.
    package static func run(
        _ program: String, _ arguments: [String], file: Descriptor, limits: Limits,
        isStopped: () -> Bool = { false }
    ) throws(Fault) -> (output: [UInt8], status: Int) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .notStarted(.last) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let output = Descriptor(number: ends[0])
        defer { output.close() }
        let start = Result { () throws(Fault) in
            try spawn(program, arguments, output: ends[1], file: file.number)
        }
        Descriptor(number: ends[1]).close()
        let process = try start.get()

        let deadline = ContinuousClock.now + limits.time
        do throws(Fault) {
            let bytes = try read(output, limits.bytes, until: deadline, isStopped)
            return (bytes, try wait(for: process, until: deadline, isStopped))
        } catch {
            kill(-process, SIGKILL)
            _ = ended(process, waiting: true)
            throw error
        }
    }

    private static func read(
        _ output: Descriptor, _ limit: Int, until deadline: ContinuousClock.Instant,
        _ isStopped: () -> Bool
    ) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkSize, alignment: 1)
        defer { chunk.deallocate() }
        while true {
            if isStopped() { throw .stopped }
            guard ContinuousClock.now < deadline else { throw .tooSlow }
            guard output.awaitInput(milliseconds: longestWait) else { continue }
            guard let count = output.read(into: chunk), count > 0 else { return bytes }
            guard bytes.count + count <= limit else { throw .tooMuch }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    /// - Returns: the exit status of a process that has closed its output and may still run.
    private static func wait(
        for process: pid_t, until deadline: ContinuousClock.Instant, _ isStopped: () -> Bool
    ) throws(Fault) -> Int {
        while true {
            if let status = ended(process, waiting: false) { return status }
            if isStopped() { throw .stopped }
            guard ContinuousClock.now < deadline else { throw .tooSlow }
            SystemTime.wait(.milliseconds(1))
        }
    }

    /// - Returns: the exit status; `nil` if the process still runs.
    private static func ended(_ process: pid_t, waiting: Bool) -> Int? {
        var status: Int32 = 0
        while true {
            let found = waitpid(process, &status, waiting ? 0 : WNOHANG)
            if found == 0 { return nil }
            if found < 0, errno == EINTR { continue }
            let signal = Int(status & 0x7F)
            return signal == 0 ? Int(status >> 8 & 0xFF) : 128 + signal
        }
    }

    /// - Parameters:
    ///   - output: becomes the program's standard output.
    ///   - file: becomes its first descriptor behind the standard ones.
    private static func spawn(
        _ program: String, _ arguments: [String], output: Int32, file: Int32
    ) throws(Fault) -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, file, givenNumber)
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        // What else is open here, another thread's files among it, the program has nothing to do with.
        #if canImport(Glibc)
        _ = closeFrom?(&actions, givenNumber + 1)
        #elseif canImport(Darwin)
        // The system closes it (POSIX_SPAWN_CLOEXEC_DEFAULT), and the file as well if it has this
        // number here already: dup2 then leaves its flag to be closed.
        posix_spawn_file_actions_addinherit_np(&actions, givenNumber)
        #endif
        // A group of its own is killed as a whole.
        posix_spawnattr_setpgroup(&attributes, 0)
        // What this program does with signals is none of the other's business.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGPIPE, SIGXFSZ] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        var flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #endif
        posix_spawnattr_setflags(&attributes, Int16(flags))

        let environment = variables.compactMap { name in
            Environment.value(name).map { "\(name)=\($0)" }
        }
        var process: pid_t = 0
        let code = withStrings([program] + arguments) { arguments in
            withStrings(environment) { environment in
                posix_spawn(&process, program, &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else {
            errno = code
            throw .notStarted(.last)
        }
        return process
    }

    /// Gives a call an array of C's strings that ends in a null pointer.
    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
