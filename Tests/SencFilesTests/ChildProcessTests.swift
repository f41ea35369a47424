import Foundation
import SencFiles
import TestSupport
import Testing

/// Programs that are run for what they write.
@Suite struct ChildProcessTests {
    private let files = TemporaryDirectory()

    /// Runs a shell's script, which finds a file of some text at the path that it is given.
    private func run(
        _ script: String, bytes: Int = 1 << 20, time: Duration = .seconds(60),
        isStopped: () -> Bool = { false }
    ) throws -> (output: [UInt8], status: Int) {
        let file = try RegularFile.open(files.write("rain", to: "-q"))
        defer { file.close() }
        return try ChildProcess.run(
            "/bin/sh", ["-c", script, "sh", ChildProcess.givenFile], file: file,
            limits: .init(bytes: bytes, time: time), isStopped: isStopped)
    }

    private func fault(_ body: () throws -> Void) -> ChildProcess.Fault? {
        #expect(throws: ChildProcess.Fault.self) { try body() }
    }

    @Test func outputAndStatusAreGiven() throws {
        let (output, status) = try run("cat \"$1\"; cat; echo >&2 error; exit 3")
        #expect(output == Array("rain".utf8))
        #expect(status == 3)
        #expect(try run("kill -KILL $$").status == 128 + 9)
        #expect(try run("head -c 300000 /dev/zero").output.count == 300_000)
    }

    @Test func onlySomeVariablesAreHandedOn() throws {
        Environment.set("SENC_TEST_SECRET", to: "x", replacing: true)
        #expect(try run("printf %s \"$SENC_TEST_SECRET\"").output == [])
    }

    @Test func tooMuchOutputAndTooMuchTimeEndIt() throws {
        #expect(fault { _ = try run("cat /dev/zero", bytes: 100_000) } == .tooMuch)
        #expect(fault { _ = try run("sleep 1000", time: .milliseconds(50)) } == .tooSlow)
        // It has closed its output, and does not end.
        #expect(
            fault { _ = try run("exec >&-; sleep 1000", time: .milliseconds(50)) } == .tooSlow)
        #expect(fault { _ = try run("sleep 1000", isStopped: { true }) } == .stopped)
    }

    @Test func whatItHasStartedEndsWithIt() throws {
        let pipe = files.file("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        let end = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(end) }
        let script = "(sleep 5; echo late) >'\(pipe)' & wait"
        #expect(fault { _ = try run(script, time: .milliseconds(200)) } == .tooSlow)
        // Waits for what holds the pipe's other end.
        _ = fcntl(end, F_SETFL, 0)
        var bytes = [UInt8](repeating: 0, count: 16)
        #expect(read(end, &bytes, bytes.count) == 0)
    }

    #if os(Linux)
    @Test func nothingElseIsOpenInIt() throws {
        let file = open("/dev/null", O_RDONLY)
        let other = fcntl(file, F_DUPFD, 50)
        defer { for descriptor in [file, other] { close(descriptor) } }
        try #require(other >= 50)
        #expect(try run("[ -e /proc/self/fd/3 ] && [ ! -e /proc/self/fd/\(other) ]").status == 0)
    }
    #endif

    @Test func aProgramThatIsNotThereIsAFault() throws {
        let file = try RegularFile.open(files.write("", to: "a"))
        defer { file.close() }
        let limits = ChildProcess.Limits(bytes: 1, time: .seconds(1))
        let fault = fault {
            _ = try ChildProcess.run(files.file("none"), [], file: file, limits: limits)
        }
        guard case .notStarted(let error) = fault else {
            Issue.record("\(String(describing: fault))")
            return
        }
        #expect(error.isNotFound)
        #expect(ChildProcess.find("sh")?.hasSuffix("/sh") == true)
        #expect(ChildProcess.find("no-such-program") == nil)
    }
}
