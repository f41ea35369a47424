import Dispatch
import Foundation
import TestSupport
import Testing

/// The built program, run as a user runs it.
enum Program {
    /// A run that takes longer is ended and fails its test.
    private static let timeLimit = DispatchTimeInterval.seconds(120)

    static let path: String = {
        guard let path = BuiltProgram.path("senc") else {
            preconditionFailure("the program is not built")
        }
        return path
    }()

    /// The model of programs under test, unless a test says otherwise: of the embedded ones the
    /// sooner loaded.
    static let model = "all-MiniLM-L6-v2"

    /// What has the program compute on the same kernels as the tests, whose results it is compared
    /// with to the last digit.
    static let kernelEnvironment = ProcessInfo.processInfo.environment.filter {
        $0.key == "SENC_KERNELS" || $0.key.hasPrefix("OPENBLAS_")
    }

    /// A copy of the program in `bin` of a directory, with nothing else around it.
    ///
    /// Another process copies it: a file that this one has written may still be open in a process
    /// that another test starts, and does not run until that is over.
    static func install(in place: TemporaryDirectory) async throws -> String {
        place.write("", to: "bin/senc")
        place.remove("bin/senc")
        let copied = try await run([path, place.file("bin/senc")], program: "/bin/cp")
        try #require(copied == .printed(""))
        return place.file("bin/senc")
    }

    /// What a run left behind.
    struct Outcome: Equatable, CustomStringConvertible {
        var output: [UInt8]
        var messages: String
        /// The exit status; 128 more than the signal for a run that a signal ended.
        var status: Int32

        var text: String { String(decoding: output, as: UTF8.self) }

        var lines: [String] {
            text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
                String.init)
        }

        /// The numbers of each line, written between commas, with or without brackets.
        var vectors: [[Float]] {
            lines.map { line in
                line.split { "[],".contains($0) }.map { Float($0) ?? .nan }
            }
        }

        var description: String { "status \(status)\n\(text)\n\(messages)" }

        init(output: [UInt8], messages: String = "", status: Int32 = 0) {
            self.output = output
            self.messages = messages
            self.status = status
        }

        /// A run that printed a text and no messages.
        static func printed(_ text: String) -> Outcome { Outcome(output: Array(text.utf8)) }

        /// A run that printed one error and nothing else.
        static func failed(_ status: Int32, _ message: String) -> Outcome {
            Outcome(output: [], messages: "senc: error: " + message + "\n", status: status)
        }
    }

    /// Runs the program with no environment but what is given, and the embedded models; and the
    /// kernels of the tests.
    /// - Parameters:
    ///   - input: what standard input holds.
    ///   - redirection: a shell's redirections, such as `>&-`.
    ///   - program: another program file, or a name that the environment's `PATH` leads to.
    static func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String]? = nil,
        in directory: String? = nil, redirection: String? = nil, program: String = path
    ) async throws -> Outcome {
        let files = TemporaryDirectory()
        let process = Process()
        if let redirection {
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "exec \"$0\" \"$@\" " + redirection, program] + arguments
        } else {
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
        }
        let places = ["HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights"]
        process.environment =
            kernelEnvironment.merging(["SENC_MODEL": model]) { $1 }
            .merging(environment ?? places) { $1 }
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let handles = [
            FileHandle(forReadingAtPath: files.write(input, to: "input")),
            FileHandle(forWritingAtPath: files.write("", to: "output")),
            FileHandle(forWritingAtPath: files.write("", to: "messages")),
        ]
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            // The timer below keeps the process, and it these; Foundation reads the list of all
            // open files past its end where it is long.
            defer { for handle in handles { try? handle?.close() } }
            do {
                try process.run()
                let identifier = process.processIdentifier
                DispatchQueue.global().asyncAfter(deadline: .now() + timeLimit) {
                    if process.isRunning { Foundation.kill(identifier, SIGKILL) }
                }
            } catch {
                process.terminationHandler = nil
                done.resume(throwing: error)
            }
        }
        let signal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
        return Outcome(
            output: files.read("output"),
            messages: String(decoding: files.read("messages"), as: UTF8.self),
            status: signal + process.terminationStatus)
    }

    static func run(_ arguments: String..., input: String = "") async throws -> Outcome {
        try await run(arguments, input: Array(input.utf8))
    }
}
