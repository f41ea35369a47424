import Foundation
import TestSupport
import Testing

/// What `senc index` refuses, and searching an index.
@Suite struct IndexErrorTests: IndexFixture {
    let model = TinyModel.copy()
    let files = Self.texts()

    @Test func anIndexOfAnotherModelIsRefused() async throws {
        _ = try await run("index", "build", "i", "--in", "t/a.md")
        let message = "made with the model '\(URL(fileURLWithPath: model.path).lastPathComponent)'"
        for arguments in [
            ["search", "rain", "--in", "i"], ["index", "build", "i"],
            ["index", "add", "i", "--in", "t/b"],
        ] {
            let outcome = try await Program.run(arguments, in: files.path)
            #expect(outcome.status == 65)
            #expect(
                outcome.messages
                    == "senc: error: \(message), which 'all-MiniLM-L6-v2' does not match: their "
                    + "weights differ; give that one with --model, or make it anew with this one (i)\n"
            )
        }
        #expect(try await run("search", "rain", "--in", "i").status == 0)
        let other = try await run("index", "build", "i", "--truncate-dimension", "8")
        #expect(other.messages.hasSuffix("their vectors have dimension 32 and 8 (i)\n"))
        #expect(other.status == 65)
    }

    @Test func whatCannotBeIndexed() async throws {
        _ = try await run("index", "build", "i", "--in", "t/a.md")
        let lock = open(files.file("i"), O_RDONLY)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX) == 0)
        #expect(
            try await run("index", "build", "i")
                == .failed(74, "another process is writing the index (i)"))
        #expect(
            try await run("index", "remove", "i", "--in", "t")
                == .failed(74, "another process is writing the index (i)"))
        #expect(try await run("search", "rain", "--in", "i").lines.count == 2)
        let notAnIndex = "not an index; senc index build makes one (t)"
        #expect(try await run("index", "build", "t", "--in", "t") == .failed(65, notAnIndex))
        #expect(try await run("index", "info", "t") == .failed(65, notAnIndex))
        #expect(try await run("index", "info", "x") == .failed(66, "no such file (x)"))
        #expect(
            try await run("index", "build", "j", "--in", "x") == .failed(66, "no such file (x)"))
        for arguments in [
            ["build", "j"], ["build", "j", "--in", "t", "--output-type", "binary"],
            ["build", "i", "--output-type", "int8"], ["add", "i"],
        ] {
            #expect(try await Program.run(["index"] + arguments, in: files.path).status == 64)
        }
        for arguments in [
            ["--passages", "lines"], ["--max-tokens", "9"], ["--passage-prompt", "x"],
        ] {
            let outcome = try await Program.run(
                ["search", "x", "--in", "i"] + arguments, in: files.path)
            #expect(outcome.status == 64)
        }
        try FileManager.default.removeItem(atPath: files.file("i/vectors-1.npy"))
        let lost = try await run("search", "x", "--in", "i")
        #expect(lost.status == 65)
        #expect(
            lost.messages.hasPrefix(
                "senc: error: the index has lost its vectors, but none of the files it is of: "
                    + "no such file (i/vectors-1.npy) (i); build it anew: rm -r -- i && "))
    }

    /// The stamp and the settings are words to the database.
    @Test(arguments: ["{\"passages\"", "{\"model\""])
    func howAnIndexWasMadeMakesNoSense(_ start: String) async throws {
        _ = try await run("index", "build", "i", "--in", "t/a.md")
        var bytes = files.read("i/senc-index.sqlite")
        let place = try #require(bytes.firstRange(of: Array(start.utf8)))
        bytes[place.lowerBound] = UInt8(ascii: "[")
        files.write(bytes, to: "i/senc-index.sqlite")
        for arguments in [["search", "rain", "--in", "i"], ["index", "build", "i"]] {
            #expect(
                try await Program.run(arguments + ["--model", model.path], in: files.path)
                    == .failed(65, "the index is damaged: its settings cannot be read (i)"))
        }
    }
}
