import SencFiles
import TestSupport
import Testing

/// `senc search` and `senc index` over PDF documents: with a program in the place of pdftotext, and with
/// pdftotext where there is one.
@Suite struct PDFSearchTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    /// Gives what follows a file's first line, or does what that line says.
    private static let script = """
        #!/bin/sh
        [ "$1 $2 $3 $5" = "-q -enc UTF-8 -" ] || exit 99
        IFS= read -r first <"$4"
        echo "noise" >&2
        case $first in
        *damaged*) exit 1 ;;
        *forbidden*) exit 3 ;;
        *endless*) cat /dev/zero ;;
        *) tail -n +2 "$4" ;;
        esac
        """

    /// Puts the program into `bin`, as another process: see `Program.install`.
    private func install() async throws -> [String: String] {
        files.write(Self.script, to: "script")
        let copied = try await Program.run(
            ["-c", "mkdir bin && cp script bin/pdftotext && chmod +x bin/pdftotext"],
            in: files.path, program: "/bin/sh")
        try #require(copied.status == 0)
        return ["PATH": files.file("bin") + ":/usr/bin:/bin"]
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

    private func places(_ outcome: Program.Outcome) -> Set<String> {
        Set(outcome.lines.map { String($0.drop { $0 != "\t" }.dropFirst()) })
    }

    @Test func pagesAreTheLines() async throws {
        let environment = try await install()
        files.write("%PDF-1.7\nthe\nking\n\nrain\n\u{C}the sea\n", to: "t/-a.pdf")
        let answers: Set = [
            "t/-a.pdf:1\tthe king", "t/-a.pdf:1\train", "t/-a.pdf:2\tthe sea",
        ]
        #expect(
            places(try await run("search", "x", "--in", "t", environment: environment)) == answers)
        #expect(
            places(try await run("search", "x", "--in", "t/-a.pdf", environment: environment))
                == answers)
        let whole = try await run(
            "search", "x", "--in", "t", "--passages", "windows", "--json", environment: environment)
        #expect(whole.text.hasSuffix("\"files\":[\"t/-a.pdf\"],\"lines\":[[1,2]]}\n"))
        let lines = try await run(
            "search", "x", "--in", "t", "--passages", "lines", environment: environment)
        #expect(
            places(lines) == [
                "t/-a.pdf:1\tthe", "t/-a.pdf:1\tking", "t/-a.pdf:1\train", "t/-a.pdf:2\tthe sea",
            ])
        // A page has no lines that could be shown around it.
        let context = try await run(
            "search", "x", "--in", "t/-a.pdf", "--top", "1", "--context", "1",
            environment: environment)
        #expect(context.lines.count == 1)
    }

    @Test func whatCannotBeReadIsSkippedWithItsReason() async throws {
        let environment = try await install()
        files.write("rain", to: "t/a.txt")
        for name in ["damaged", "forbidden", "endless"] {
            files.write("%PDF-\(name)\n", to: "t/\(name).pdf")
        }
        let outcome = try await run("search", "x", "--in", "t", environment: environment)
        #expect(places(outcome) == ["t/a.txt:1\train"])
        #expect(
            outcome.messages == """
                senc: warning: pdftotext cannot read it: it is damaged, or a password protects it \
                (status 1) (t/damaged.pdf); skipped
                senc: warning: the PDF's text is over the limit of 67108864 bytes \
                (t/endless.pdf); skipped
                senc: warning: the PDF does not allow to copy its text (t/forbidden.pdf); skipped

                """)
    }

    @Test func withoutTheProgramDocumentsAreSkippedByName() async throws {
        files.write("the king", to: "t/a.txt")
        files.write("%PDF-1.7\nrain\n", to: "t/b.pdf")
        let one = try await run("search", "x", "--in", "t")
        #expect(places(one) == ["t/a.txt:1\tthe king"])
        #expect(
            one.messages
                == "senc: warning: 1 PDF file is skipped: pdftotext is not installed (poppler-utils)\n"
        )
        files.write("%PDF-1.7\nsea\n", to: "t/c.pdf")
        let two = try await run("index", "build", "i", "--in", "t", environment: ["PATH": "bin:"])
        #expect(
            two.messages
                == "senc: warning: 2 PDF files are skipped: pdftotext is not installed "
                + "(poppler-utils)\n" + IndexTests.summary(files: 3, read: 3, gone: 0, encoded: 1))
        // Once it is there, they are read.
        let environment = try await install()
        #expect(
            try await run("index", "build", "i", environment: environment).messages
                == IndexTests.summary(files: 3, read: 2, gone: 0, encoded: 2))
        #expect(
            places(try await run("search", "x", "--in", "i")) == [
                "t/a.txt:1\tthe king", "t/b.pdf:1\train", "t/c.pdf:1\tsea",
            ])
    }

    @Test(.enabled(if: ChildProcess.find("pdftotext") != nil))
    func realDocumentsAreRead() async throws {
        files.write(Self.document(pages: ["the king", "rain"]), to: "a.pdf")
        files.write("%PDF-1.4\nnone", to: "b.pdf")
        let outcome = try await run(
            "search", "x", "--in", "a.pdf", "--in", "b.pdf",
            environment: ["PATH": Environment.value("PATH") ?? ""])
        #expect(places(outcome) == ["a.pdf:1\tthe king", "a.pdf:2\train"])
        #expect(outcome.messages.hasSuffix("(b.pdf); skipped\n"))
    }

    /// A document of pages with a line each.
    private static func document(pages: [String]) -> [UInt8] {
        var objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
        let kids = pages.indices.map { "\(4 + 2 * $0) 0 R" }.joined(separator: " ")
        objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        for (number, text) in pages.enumerated() {
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Resources << /Font << /F 3 0 R "
                    + ">> >> /Contents \(5 + 2 * number) 0 R >>")
            let stream = "BT /F 12 Tf 20 200 Td (\(text)) Tj ET"
            objects.append("<< /Length \(stream.utf8.count) >>\nstream\n\(stream)\nendstream")
        }
        var file = "%PDF-1.4\n"
        var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for (number, object) in objects.enumerated() {
            let digits = String(file.utf8.count)
            table += String(repeating: "0", count: 10 - digits.count) + digits + " 00000 n \n"
            file += "\(number + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file +=
            table
            + "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Array(file.utf8)
    }
}
