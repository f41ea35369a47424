import TestSupport
import Testing

/// `senc search` over files that are cut into passages.
@Suite struct PassageSearchTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    init() {
        files.write("the king\nand the queen\n\nrain\n", to: "t/a.md")
        files.write("la reina\n\nthe sea\n", to: "t/b/b.txt")
        files.write([0x89, 0x50, 0], to: "t/c.png")
        files.write("rain", to: "t/.hidden/d.md")
    }

    private func search(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["search", "--model", model.path] + arguments, in: files.path)
    }

    /// The answers without their scores.
    private func places(_ outcome: Program.Outcome) -> Set<String> {
        Set(outcome.lines.map { String($0.drop { $0 != "\t" }.dropFirst()) })
    }

    @Test func textFilesOfADirectoryAreParagraphs() async throws {
        let all = try await search("rain", "--in", "t")
        #expect(
            places(all) == [
                "t/a.md:1\tthe king and the queen", "t/a.md:4\train", "t/b/b.txt:1\tla reina",
                "t/b/b.txt:3\tthe sea",
            ])
        #expect(all.messages == "senc: 1 file is not text; skipped\n")
        let some = try await search("rain", "--in", "t", "--include", "*.md", "--passages", "lines")
        #expect(
            places(some) == ["t/a.md:1\tthe king", "t/a.md:2\tand the queen", "t/a.md:4\train"])
    }

    @Test func linesAroundAPassage() async throws {
        let outcome = try await search(
            "the king and the queen", "--in", "t", "--exclude", "b", "--exclude", "*.png",
            "--top", "1", "--context", "1")
        #expect(
            outcome.lines.dropFirst() == [
                "t/a.md:1:the king", "t/a.md:2:and the queen", "t/a.md-3-",
            ])
        let lines = try await search(
            "rain", "--in", "t/b/b.txt", "--top", "1", "--context", "0")
        #expect(lines.lines.count == 2)
        #expect(lines.lines[1].hasPrefix("t/b/b.txt:"))
    }

    @Test func filesAndLinesInJSON() async throws {
        let outcome = try await search(
            "rain", "--in", "t/a.md", "--passages", "windows", "--json")
        #expect(
            outcome.text.hasSuffix(
                "\"texts\":[\"the king\\nand the queen\\n\\nrain\"],\"files\":[\"t/a.md\"],"
                    + "\"lines\":[[1,4]]}\n"))
    }

    @Test func aTextThatIsTooLongIsCut() async throws {
        files.write(String(repeating: "the king and the queen ", count: 30), to: "long.txt")
        let outcome = try await search(
            "rain", "--in", "long.txt", "--passages", "paragraphs", "--top", "100")
        #expect(outcome.lines.count > 2)
        #expect(outcome.messages == "")
    }

    @Test func whatCannotBeRead() async throws {
        #expect(
            try await search("rain", "--in", "t", "--include", "*.png")
                == Program.Outcome(
                    output: [],
                    messages: "senc: 1 file is not text; skipped\n"
                        + "senc: error: there is no text (t)\n", status: 65))
        files.write([0x1F, 0x8B, 8], to: "t/e.gz")
        let outcome = try await search("rain", "--in", "t", "--top", "1")
        #expect(outcome.status == 0)
        #expect(
            outcome.messages.hasPrefix(
                "senc: warning: the gzip file ends too early (t/e.gz); skipped\n"))
        for name in ["f", "g", "h", "i"] { files.write([0x1F, 0x8B, 8], to: "t/\(name).gz") }
        let more = try await search("rain", "--in", "t", "--top", "1")
        #expect(more.messages.contains("\nsenc: warning: 2 more could not be read\n"))
        #expect(
            try await search("rain", "--in", "t", "--overlap", "50", "--window", "8")
                == .failed(64, "an overlap of 50 tokens is outside 0 to 4, half a window"))
        for arguments in [
            ["--in", "v.npy", "--window", "8"], ["--in", "t", "--context", "-1"],
            ["--in", "t", "--window", "0"],
            ["--in", "t/a.md", "--passages", "lines", "--field", "text"],
        ] {
            #expect(try await Program.run(["search", "x"] + arguments).status == 64)
        }
    }

    @Test func patternsAreGits() async throws {
        files.write("rain", to: "p/r.md")
        files.write("rain", to: "p/e/s.md")
        files.write("rain", to: "p/node_modules/n.js")
        let all = try await search("rain", "--in", "p", "--include", "**/*.md")
        #expect(places(all) == ["p/r.md:1\train", "p/e/s.md:1\train"])
        for pattern in ["node_modules/", "**/node_modules/**", "./node_modules"] {
            #expect(try await search("rain", "--in", "p", "--exclude", pattern) == all)
        }
        let unused = try await search("rain", "--in", "p", "--exclude", "*.js", "--exclude", "*.JS")
        #expect(
            unused.messages == "senc: warning: --exclude '*.JS' matches no file or directory\n")
    }

    @Test func ignoreFilesAreHeeded() async throws {
        files.write("node_modules/\n", to: "p/.gitignore")
        files.write("rain", to: "p/r.md")
        files.write("rain", to: "p/node_modules/n.js")
        files.write("rain", to: "p/.github/w.yml")
        #expect(places(try await search("rain", "--in", "p")) == ["p/r.md:1\train"])
        #expect(
            places(try await search("rain", "--in", "p", "--no-ignore"))
                == ["p/r.md:1\train", "p/node_modules/n.js:1\train"])
        #expect(
            places(try await search("rain", "--in", "p", "--hidden")) == [
                "p/r.md:1\train", "p/.github/w.yml:1\train", "p/.gitignore:1\tnode_modules/",
            ])
    }

    @Test func everyNameIsReadAndWholeInJSON() async throws {
        files.write("the king", to: "n/\u{E9}.txt")
        files.write("the sea", to: "n/e\u{301}.txt")
        files.write("la reina", to: "n/a\u{1B}[2J\n.txt")
        #if os(Linux)
        #expect(files.write("rain", toBytes: Array("n/caf".utf8) + [0xE9]))
        #else
        files.write("rain", to: "n/caf")
        #endif
        let found = try await search("rain", "--in", "n")
        #expect(found.lines.count == 4 && found.messages == "")
        #expect(!found.text.contains("\u{1B}"))
        #expect(places(found).contains("n/a\\u{1b}[2J\\u{a}.txt:1\tla reina"))
        let json = try await search("rain", "--in", "n", "--json")
        #expect(json.text.contains("\"n/a\\u001b[2J\\n.txt\""))
        #if os(Linux)
        #expect(places(found).contains("n/caf\\xe9:1\train"))
        #expect(json.text.contains("{\"bytes\":\"bi9jYWbp\"}"))
        // The shell gives the program the name's bytes.
        let named = try await Program.run(
            [
                "-c",
                "cd \"$2\" && \"$0\" search rain --model \"$1\" --top 1 --in n/caf*",
                Program.path, model.path, files.path,
            ], program: "/bin/sh")
        #expect(named.text.hasSuffix("\tn/caf\\xe9:1\train\n"))
        #endif
        let built = try await Program.run(
            ["index", "build", "i", "--in", "n", "--model", model.path], in: files.path)
        #expect(built.messages.contains("files: 4, read: 4, gone: 0; passages encoded: 4\n"))
        let again = try await Program.run(
            ["index", "build", "i", "--model", model.path], in: files.path)
        #expect(again.messages.contains("files: 4, read: 0, gone: 0; passages encoded: 0\n"))
        #expect(places(try await search("rain", "--in", "i")) == places(found))
        let removed = try await Program.run(
            ["index", "remove", "i", "--in", "n"], in: files.path)
        #expect(removed.messages == "senc: files removed: 4\n")
    }
}
