import Foundation
import SencFiles
import TestSupport
import Testing

/// Files that change, or are not what their names promise, while the program runs.
@Suite struct FileFaultTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(_ arguments: [String], _ input: String = "") async throws -> Program.Outcome {
        try await Program.run(arguments, input: Array(input.utf8), in: files.path)
    }

    private func encode(_ output: String) async throws -> Program.Outcome {
        files.write("rain\nsea\n", to: "in.txt")
        return try await run(
            ["encode", "--model", model.path, "--input", "in.txt", "--output", output])
    }

    // MARK: - Outputs

    @Test func anOutputDoesNotOverwriteWhatALinkBesideItPointsTo() async throws {
        for suffix in [".senc-partial", ".job.senc-partial", ".ids.senc-partial"] {
            files.write("precious", to: "victim")
            files.link("victim", as: "out.npy" + suffix)
            _ = try await encode("out.npy")
            #expect(files.read("victim") == Array("precious".utf8))
            files.remove("out.npy" + suffix)
        }
        files.remove("out.npy")
        files.link("victim", as: "out.npy.senc-partial")
        #expect(
            try await encode("out.npy")
                == .failed(
                    74,
                    "cannot write: it is a link, so that another file would be changed; remove it "
                        + "(out.npy.senc-partial)"))
    }

    @Test func aModelDirectoryCannotHaveAnotherFileOverwritten() async throws {
        files.write("precious", to: "victim")
        model.link(files.file("victim"), as: "reference_vectors.json")
        let outcome = try await run(["verify", model.path, "--write"])
        #expect(outcome.status == 74 && outcome.messages.contains("it is a link"))
        #expect(files.read("victim") == Array("precious".utf8))
    }

    @Test(
        arguments: [
            ("encode --input a.jsonl --output ./a.jsonl", "--output is also an input (./a.jsonl)"),
            ("encode --input a.jsonl --output link", "--output is also an input (link)"),
            (
                "encode --input v.npy.ids --input-format jsonl --field text --id-field label "
                    + "--output v.npy",
                "a file that is written with --output is also an input (v.npy.ids)"
            ),
            (
                "encode --input v.npy.ranges.npy --input-format lines --output-type int8 "
                    + "--output v.npy",
                "a file that is written with --output is also an input (v.npy.ranges.npy)"
            ),
            (
                "encode --input a.jsonl --output-type int8 --calibration r.npy --output r.npy",
                "--output is also an input (r.npy)"
            ),
            (
                "classify train --input a.jsonl --field text --label label --output a.jsonl",
                "--output is also an input (a.jsonl)"
            ),
            (
                "similarity --input a.jsonl --field text --output a.jsonl",
                "--output is also an input (a.jsonl)"
            ),
            ("map a.jsonl --output a.jsonl", "--output is also an input (a.jsonl)"),
            (
                "map m.metadata.tsv --output m.tsv",
                "a file that is written with --output is also an input (m.metadata.tsv)"
            ),
        ])
    func aFileThatIsReadIsNotWritten(command: String, message: String) async throws {
        let names = ["a.jsonl", "v.npy.ids", "v.npy.ranges.npy", "r.npy", "m.metadata.tsv"]
        let content = "{\"text\": \"rain\", \"label\": \"a\"}\n"
        for name in names { files.write(content, to: name) }
        files.link("a.jsonl", as: "link")
        let words = command.split(separator: " ").map(String.init)
        #expect(try await run(words + ["--model", model.path]) == .failed(64, message))
        for name in names { #expect(files.read(name) == Array(content.utf8)) }
    }

    @Test func aPrivateOutputStaysPrivate() async throws {
        files.write("old", to: "out.npy")
        try #require(chmod(files.file("out.npy"), 0o600) == 0)
        #expect(try await encode("out.npy").status == 0)
        var status = stat()
        try #require(stat(files.file("out.npy"), &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(files.read("out.npy").count == 128 + 2 * 32 * 4)
    }

    @Test func anOutputThatIsADanglingLinkIsMadeWhereItLeads() async throws {
        files.write("", to: "there/other")
        files.link("there/v.npy", as: "out.npy")
        #expect(try await encode("out.npy").status == 0)
        #expect(files.read("there/v.npy").count == 128 + 2 * 32 * 4)
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: files.file("out.npy"))
                == "there/v.npy")
    }

    // MARK: - Mapped files that shrink

    #if os(Linux)
    /// Starts the program, waits until it has mapped a file, and empties that.
    private func shrink(
        _ name: String, in directory: TemporaryDirectory, under arguments: [String],
        then: (FileHandle) throws -> Void
    ) async throws -> (status: Int32, messages: String) {
        let process = Process()
        let input = Pipe()
        // Writing to a program that has ended already would end the tests.
        let reader = dup(input.fileHandleForReading.fileDescriptor)
        defer { close(reader) }
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: files.path)
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle(forWritingAtPath: files.write("", to: "messages"))
        try process.run()
        let maps = "/proc/\(process.processIdentifier)/maps"
        for _ in 0..<20_000 {
            let text = (try? String(contentsOfFile: maps, encoding: .utf8)) ?? ""
            if text.contains("/" + name) { break }
            try #require(process.isRunning, "the program ended before it mapped \(name)")
            Program.pause(.milliseconds(1))
        }
        try #require(truncate(directory.file(name), 0) == 0)
        try then(input.fileHandleForWriting)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        return (
            process.terminationStatus, String(decoding: files.read("messages"), as: UTF8.self)
        )
    }

    @Test func aModelThatShrinksIsToldInOneLine() async throws {
        let name = "model.safetensors"
        model.write(
            [UInt8](try Data(contentsOf: URL(fileURLWithPath: Goldens.path("tiny-bert/" + name)))),
            to: name)
        let outcome = try await shrink(
            name, in: model, under: ["encode", "--model", model.path, "--input", "-"]
        ) { input in
            try input.write(contentsOf: Data("rain\n".utf8))
            try input.close()
        }
        #expect(outcome.status == 74)
        #expect(
            outcome.messages
                == "senc: error: a file changed while it was read (\(model.file(name)))\n")
    }

    @Test func vectorsThatShrinkAreToldInOneLine() async throws {
        let (rows, columns) = (60_000, 64)
        var random = SplitMix(seed: 1)
        var bytes = [UInt8]()
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        bytes += [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
        bytes += [UInt8](repeating: 32, count: 127 - bytes.count) + [10]
        for _ in 0..<rows * columns {
            withUnsafeBytes(of: Float.random(in: -1...1, using: &random)) { bytes += $0 }
        }
        files.write(bytes, to: "v.npy")
        let outcome = try await shrink(
            "v.npy", in: files,
            under: ["cluster", "--input", "v.npy", "--clusters", "200", "--restarts", "10000"]
        ) { try $0.close() }
        #expect(outcome.status == 74)
        #expect(outcome.messages == "senc: error: a file changed while it was read (v.npy)\n")
    }
    #endif

    // MARK: - Indexes

    private func index(_ arguments: String...) async throws -> Program.Outcome {
        try await run(["index"] + arguments + ["--model", model.path])
    }

    private func search(_ arguments: String...) async throws -> Program.Outcome {
        try await run(["search", "rain", "--model", model.path] + arguments)
    }

    @Test(.hangGuard)
    func linesAreNotReadFromWhatIsNoFileAnyMore() async throws {
        files.write("rain\n", to: "t/a.md")
        _ = try await index("build", "i", "--in", "t")
        let before = try await search("--in", "i", "--context", "1")
        #expect(before.lines.count == 2)
        files.remove("t/a.md")
        files.makePipe("t/a.md")
        let outcome = try await search("--in", "i", "--context", "1")
        #expect(outcome.status == 0 && outcome.lines == Array(before.lines.prefix(1)))
        files.remove("t/a.md")
        files.link("/dev/zero", as: "t/a.md")
        #expect(try await search("--in", "i", "--context", "1").lines == outcome.lines)
    }

    @Test func anIndexWithoutTextSaysSo() async throws {
        files.write("", to: "t/a.md")
        #expect(try await index("build", "i", "--in", "t").status == 0)
        #expect(try await search("--in", "i") == .failed(65, "there is no text (i)"))
        #expect(try await search("--in", "t").status == 65)
    }

    @Test func anIndexThatLostItsVectorsSaysHowToMakeItAnew() async throws {
        files.write("rain\n\nsea\n", to: "t x/a.md")
        _ = try await index(
            "build", "i", "--in", "t x", "--include", "*.md", "--output-type", "float16",
            "--passages", "lines", "--approximate", "--lists", "1")
        let found = try await search("--in", "i")
        try #require(truncate(files.file("i/vectors-1.npy"), 150) == 0)
        let lost = try await index("build", "i")
        #expect(lost.status == 65 && lost.output == [])
        let root = try #require(Path.resolved(files.file("t x")))
        let command =
            "rm -r -- i && senc index build i '\(root)' --passages lines --include '*.md' "
            + "--approximate --lists 1 --output-type float16"
        #expect(
            lost.messages.hasPrefix(
                "senc: error: the index has lost its vectors, but none of the files it is of: "))
        #expect(lost.messages.hasSuffix("build it anew: \(command)\n"))
        #expect(try await search("--in", "i").messages == lost.messages)
        // The command does it.
        let script =
            command.replacingOccurrences(of: "senc index", with: "'\(Program.path)' index")
            + " --model '\(model.path)'"
        #expect(
            try await Program.run(["-c", script], in: files.path, program: "/bin/sh").status == 0)
        #expect(try await search("--in", "i") == found)
    }

    @Test func aFileIsNoIndex() async throws {
        files.write("rain\n", to: "a.txt")
        let outcome = try await index("build", "a.txt", "--in", "a.txt")
        #expect(outcome.status == 65)
        #expect(
            outcome.messages.hasPrefix("senc: error: this is a file, and an index is a directory"))
        #expect(try await index("build", "a.txt") == outcome)
        #expect(files.read("a.txt") == Array("rain\n".utf8))
    }

    /// As a user whom permissions bind.
    @Test(.enabled(if: Unprivileged.isPossible, "no other user can be taken on here"))
    func whatCannotBeReadStaysInTheIndex() async throws {
        files.write("rain\n", to: "t/sub/a.md")
        files.write("sea\n", to: "t/b.md")
        files.write("wind\n", to: "t/c.md")
        try Unprivileged.giveAway(files.path)
        func build(_ more: String...) async throws -> Program.Outcome {
            try await Program.run(
                Unprivileged.prefix.dropFirst() + [Program.path, "index", "build", "i"] + more
                    + ["--model", model.path],
                in: files.path, program: Unprivileged.prefix[0])
        }
        #expect(try await build("--in", "t").status == 0)
        let found = try await search("--in", "i")
        try #require(chmod(files.file("t/sub"), 0) == 0 && chmod(files.file("t/c.md"), 0) == 0)
        defer { chmod(files.file("t/sub"), 0o755) }
        files.write("the sea\n", to: "t/b.md")
        var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
        try #require(utimes(files.file("t/c.md"), &times) == 0)
        let outcome = try await build()
        #expect(outcome.status == 0)
        for name in ["t/sub", "t/c.md"] {
            let warning = "/\(name)); skipped; what the index has of it stays\n"
            #expect(outcome.messages.contains(warning), "\(outcome)")
        }
        #expect(outcome.messages.contains("gone: 0"))
        let places = try await search("--in", "i").lines.map { $0.split(separator: "\t")[1] }
        #expect(Set(places) == Set(found.lines.map { $0.split(separator: "\t")[1] }))
    }
}

/// Running the program as a user who is not root.
private enum Unprivileged {
    private static let user = 65534

    /// What goes before a command; empty for a user whom permissions bind already.
    static let prefix: [String] =
        geteuid() == 0
        ? ["/usr/bin/setpriv", "--reuid=\(user)", "--regid=\(user)", "--clear-groups"]
        : ["/usr/bin/env"]

    static let isPossible =
        FileManager.default.isExecutableFile(atPath: prefix[0])
        && FileManager.default.isReadableFile(atPath: Program.path)

    /// Has all below a directory belong to that user.
    static func giveAway(_ path: String) throws {
        guard geteuid() == 0 else { return }
        let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []
        for name in [path] + names.map({ path + "/" + $0 }) {
            try #require(chown(name, uid_t(user), gid_t(user)) == 0)
        }
    }
}
