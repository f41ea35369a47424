import TestSupport
import Testing

@testable import SencInput

/// `senc search` and `senc index` over Markdown files and pages of the web.
@Suite struct DocumentSearchTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    init() {
        files.write("---\ntitle: x\n---\n# King\n\nthe king\n", to: "t/a.md")
        files.write("the queen\n", to: "t/b.txt")
    }

    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> Program.Outcome {
        try await Program.run(
            arguments + ["--model", model.path],
            environment: environment.merging([
                "HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights",
            ]) { $1 }, in: files.path)
    }

    /// The answers without their scores.
    private func places(_ outcome: Program.Outcome) -> Set<String> {
        Set(outcome.lines.map { String($0.drop { $0 != "\t" }.dropFirst()) })
    }

    @Test func markdownIsPassagesInDirectoriesAndByName() async throws {
        let answer = "t/a.md:4\tKing the king"
        #expect(
            places(try await run("search", "rain", "--in", "t")) == [
                answer, "t/b.txt:1\tthe queen",
            ])
        #expect(places(try await run("search", "rain", "--in", "t/a.md")) == [answer])
        #expect(
            places(try await run("search", "rain", "--in", "t/a.md", "--passages", "lines"))
                == [
                    "t/a.md:1\t---", "t/a.md:2\ttitle: x", "t/a.md:3\t---", "t/a.md:4\t# King",
                    "t/a.md:6\tthe king",
                ])
        #expect(
            places(try await run("search", "rain", "--in", "t/b.txt")) == ["t/b.txt:1\tthe queen"])
    }

    @Test(.enabled(if: HTMLLibrary.system != nil))
    func pagesArePassagesInDirectoriesAndByName() async throws {
        files.write(
            "<!doctype html>\n<h1>Sea</h1>\n<p>the <b>sea</b></p>\n<script>x</script>", to: "p/c")
        files.write("<p>\nrain</p>", to: "p/d.html")
        let answers: Set = ["p/c:2\tSea the sea", "p/d.html:2\train"]
        #expect(places(try await run("search", "rain", "--in", "p")) == answers)
        #expect(
            places(try await run("search", "rain", "--in", "p/c", "--in", "p/d.html")) == answers)
        let context = try await run(
            "search", "rain", "--in", "p/d.html", "--top", "1", "--context", "1")
        #expect(context.lines.dropFirst() == ["p/d.html-1-<p>", "p/d.html:2:rain</p>"])
        let built = try await run("index", "build", "i", "--in", "p")
        #expect(built.messages == IndexTests.summary(files: 2, read: 2, gone: 0, encoded: 2))
        #expect(places(try await run("search", "rain", "--in", "i")) == answers)
        #expect(
            try await run("index", "build", "i").messages
                == IndexTests.summary(files: 2, read: 0, gone: 0, encoded: 0))
        // Lines of a page are those that are shown.
        #expect(
            places(try await run("search", "rain", "--in", "p/c", "--passages", "lines"))
                == ["p/c:2\tSea", "p/c:3\tthe sea"])
    }

    #if canImport(Glibc)
    @Test func withoutTheLibraryPagesAreSkippedByName() async throws {
        // What the loader finds first is no library.
        for name in ["libxml2.so.2", "libxml2.so.16"] { files.write("", to: "lib/\(name)") }
        let environment = ["LD_LIBRARY_PATH": files.file("lib")]
        files.write("<p>rain", to: "t/c.html")
        let one = try await run("search", "rain", "--in", "t", environment: environment)
        #expect(one.lines.count == 2)
        #expect(
            one.messages == "senc: warning: 1 HTML file is skipped: libxml2 cannot be loaded; "
                + "install it (libxml2)\n")
        files.write("<p>sea", to: "t/d.htm")
        let two = try await run("index", "build", "i", "--in", "t", environment: environment)
        #expect(
            two.messages.hasPrefix(
                "senc: warning: 2 HTML files are skipped: libxml2 cannot be loaded; install it "
                    + "(libxml2)\n"))
        let named = try await run("search", "rain", "--in", "t/c.html", environment: environment)
        #expect(named.status == 65)
        #expect(named.messages.hasSuffix("senc: error: there is no text (t/c.html)\n"))
        guard HTMLLibrary.system != nil else { return }
        // Once it is there, they are read.
        #expect(
            try await run("index", "build", "i").messages
                == IndexTests.summary(files: 4, read: 2, gone: 0, encoded: 2))
    }
    #endif

    @Test func recordsAndTextsOneALineAreNoDocuments() async throws {
        files.write("%PDF-1.4\n", to: "x.pdf")
        #expect(
            try await run("encode", "--input", "x.pdf")
                == .failed(65, "not text but a PDF document (x.pdf)"))
        files.write("<p>\nrain</p>\n", to: "d.html")
        #expect(try await run("encode", "--input", "d.html").lines.count == 2)
        files.write("text\nrain\n", to: "t.md")
        #expect(
            places(
                try await run(
                    "search", "rain", "--in", "t.md", "--input-format", "csv", "--field", "text"))
                == ["t.md:2\train"])
    }
}
