import Foundation
import Senc
import TestSupport
import Testing

/// What texts in files look like that are not UTF-8, one a line.
@Suite struct TextInputTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(_ arguments: String..., input: [UInt8] = []) async throws -> Program.Outcome {
        try await Program.run(
            arguments + ["--model", model.path], input: input, in: files.path)
    }

    private func vectors(_ texts: String...) throws -> [[Float]] {
        try SentenceEncoder(model: model.path).encode(texts).map(\.vector)
    }

    private func utf16(_ text: String) -> [UInt8] {
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    }

    // MARK: - Encodings

    @Test func byteOrderMarksAreHeededEverywhere() async throws {
        files.write(utf16("rain\nla reina\n"), to: "u.txt")
        let expected = try vectors("rain", "la reina")
        #expect(try await run("encode", "--input", "u.txt").vectors == expected)
        #expect(
            try await run("encode", "--input", "-", input: utf16("rain\nla reina\n")).vectors
                == expected)
        #expect(
            try await run("search", "rain", "--in", "u.txt", "--top", "1").text
                .hasSuffix("\tu.txt:1\train\n"))
        files.write(utf16("rain\n\nsea\n"), to: "d/u.txt")
        let found = try await run("search", "sea", "--in", "d", "--top", "1", "--context", "0")
        #expect(found.text.hasSuffix("\td/u.txt:3\tsea\nd/u.txt:3:sea\n"))
        _ = try await run("index", "build", "i", "--in", "d")
        let indexed = try await run("search", "sea", "--in", "i", "--top", "1", "--context", "0")
        #expect(indexed.lines == found.lines)
        _ = try await run("encode", "--input", "u.txt", "--output", "u.npy")
        #expect(
            try await run("search", "rain", "--in", "u.npy", "--top", "1").text
                .hasSuffix("\tu.txt:1\train\n"))
        files.write(utf16("rain\nthe king\n"), to: "labels.txt")
        #expect(
            try await run("classify", "--labels-file", "labels.txt", "rain").text
                .hasSuffix("\train\train\n"))
        files.write(utf16("id;text\n1;rain\n"), to: "u.csv")
        #expect(
            try await run("encode", "--input", "u.csv", "--field", "text").vectors
                == vectors("rain"))
    }

    @Test func otherEncodingsAreReadByTheirNames() async throws {
        let latin1 = Array("caf".utf8) + [0xE9, 0x0A]
        files.write(latin1, to: "a.txt")
        let expected = try vectors("café")
        for name in ["latin1", "windows-1252", "ISO-8859-1"] {
            let outcome = try await run("encode", "--input", "a.txt", "--encoding", name)
            #expect(outcome.vectors == expected && outcome.messages == "")
        }
        #expect(
            try await run("encode", "--input", "-", "--encoding", "latin1", input: latin1).vectors
                == expected)
        let unknown = try await run("encode", "--input", "a.txt", "--encoding", "nope")
        #expect(
            unknown.messages.hasPrefix(
                "senc: error: --encoding: no encoding 'nope' is known; such as latin1, windows-1252, "
                    + "utf-16le, shift_jis, gb18030 or koi8-r (see "))
        #expect(unknown.status == 64 && unknown.output == [])
        let found = try await run("search", "café", "--in", "a.txt", "--encoding", "latin1")
        #expect(found.text.hasSuffix("\ta.txt:1\tcafé\n"))
    }

    @Test func anIndexKeepsTheEncoding() async throws {
        files.write(Array("caf".utf8) + [0xE9, 0x0A], to: "d/a.txt")
        _ = try await run("index", "build", "i", "--in", "d", "--encoding", "latin1")
        func top() async throws -> Program.Outcome {
            try await run("search", "café", "--in", "i", "--top", "1", "--context", "0")
        }
        #expect(try await top().text.hasSuffix("\td/a.txt:1\tcafé\nd/a.txt:1:café\n"))
        files.write(Array("un caf".utf8) + [0xE9, 0x0A], to: "d/a.txt")
        #expect(try await run("index", "build", "i").messages.contains("read: 1"))
        #expect(try await top().text.contains("\tun café\n"))
        let info = try await Program.run(["index", "info", "i"], in: files.path)
        #expect(info.text.contains("encoding"))
        // Another encoding reads the files anew.
        let rebuilt = try await run("index", "build", "i", "--encoding", "cp437")
        #expect(rebuilt.messages.contains("read: 1"))
        #expect(try await top().text.contains("\tun cafΘ\n"))
        #expect(
            try await run("search", "x", "--in", "i", "--encoding", "latin1").status == 64)
    }

    @Test func filesWithIllFormedTextAreNamedAlsoWhenTheyAreNotReadAgain() async throws {
        files.write(Array("á".utf8) + [0xFF, 0x0A], to: "d/bad.txt")
        files.write("rain\n", to: "d/good.txt")
        let path = try #require(realpath(files.file("d/bad.txt"), nil))
        defer { free(path) }
        let name = String(cString: path)
        let found = try await run("search", "rain", "--in", "d")
        #expect(
            found.messages == "senc: warning: 1 ill-formed sequence was replaced (d/bad.txt)\n")
        let first = try await run("index", "build", "i", "--in", "d")
        #expect(
            first.messages.hasPrefix(
                "senc: warning: 1 ill-formed sequence was replaced (\(name))\n"))
        for _ in 0..<2 {
            let again = try await run("index", "build", "i")
            #expect(
                again.messages.hasPrefix(
                    "senc: warning: 1 ill-formed sequence was replaced when it was read (\(name))\n"
                ))
            #expect(again.messages.contains("read: 0"))
        }
        files.write("sea\n", to: "e/c.txt")
        #expect(try await run("index", "add", "i", "--in", "e").messages.contains(name))
        files.write("mended\n", to: "d/bad.txt")
        #expect(try await !run("index", "build", "i").messages.contains("warning"))
        #expect(try await !run("index", "build", "i").messages.contains("warning"))
    }

    // MARK: - Compression and kinds

    @Test func compressedFilesAreRead() async throws {
        let lines = try await run(
            "tokenize", "--ids", "--input", Goldens.path("records/lines.txt"))
        for name in ["lines.txt.bz2", "lines.txt.xz", "lines.txt.zst"] {
            let bytes = try Goldens.bytes("encodings/" + name)
            let path = files.write(bytes, to: "a.dat")
            #expect(try await run("tokenize", "--ids", "--input", path).output == lines.output)
            #expect(
                try await run("tokenize", "--ids", "--input", "-", input: bytes).output
                    == lines.output)
        }
    }

    @Test func whatIsNoTextIsNamed() async throws {
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]
        let path = files.write(png, to: "a.txt")
        let failure = Program.Outcome.failed(65, "not text but a PNG image (\(path))")
        #expect(try await run("encode", "--input", path) == failure)
        #expect(try await run("search", "rain", "--in", path) == failure)
        let passages = try await run("search", "rain", "--in", path, "--passages", "lines")
        #expect(passages.messages.hasSuffix(failure.messages) && passages.status == 65)
        #expect(try await run("map", path, "--output", files.file("m.html")) == failure)
        #expect(
            try await run("encode", "--input", "-", input: png)
                == .failed(65, "not text but a PNG image (standard input)"))
        let npy = files.write(try Goldens.bytes("vectors.npy"), to: "vectors.txt")
        #expect(
            try await run("encode", "--input", npy)
                == .failed(65, "not text but a NumPy array (.npy) (\(npy))"))
    }

    // MARK: - Tables

    @Test func separatorsAreFoundOrSaid() async throws {
        let expected = try vectors("rain, rain")
        files.write("id;text\n1;rain, rain\n", to: "es.csv")
        #expect(try await run("encode", "--input", "es.csv", "--field", "text").vectors == expected)
        files.write("sep=|\nid|text\n1|rain, rain\n", to: "sep.csv")
        #expect(
            try await run("encode", "--input", "sep.csv", "--field", "text").vectors == expected)
        files.write("id\ttext\n1\train, rain\n", to: "t.dat")
        for delimiter in ["tab", "\\t", "\t"] {
            #expect(
                try await run(
                    "encode", "--input", "t.dat", "--field", "text", "--delimiter", delimiter
                ).vectors == expected)
        }
        #expect(
            try await run("encode", "--input", "es.csv", "--field", "txt")
                == .failed(65, "no column 'txt', but 'text', 'id' (es.csv, line 1)"))
        for delimiter in ["", ";;", "é", "\""] {
            let outcome = try await run(
                "encode", "--input", "es.csv", "--field", "text", "--delimiter", delimiter)
            #expect(
                outcome.messages.hasPrefix(
                    "senc: error: --delimiter must be one ASCII character, such as ';', or tab (see "
                ))
            #expect(outcome.status == 64)
        }
    }

    @Test func quotesInTSVArePartOfTheTextUnlessAsked() async throws {
        files.write("id\ttext\n1\t\"rain\n2\tsun\"\n3\tdog\n", to: "q.tsv")
        #expect(
            try await run("encode", "--input", "q.tsv", "--field", "text")
                == run("encode", "\"rain", "sun\"", "dog"))
        files.write("id\ttext\n1\t\"rain\tsun\"\n", to: "d.tsv")
        #expect(
            try await run("encode", "--input", "d.tsv", "--field", "text", "--quoting", "double")
                == run("encode", "rain\tsun"))
        files.write("id\ttext\n1\t\"rain\"\n", to: "k.tsv")
        let kept = try await run("encode", "--input", "k.tsv", "--field", "text")
        #expect(kept.vectors == (try vectors("\"rain\"")))
        #expect(
            kept.messages
                == "senc: warning: 1 text is in quotes, which are part of it in TSV; --quoting "
                + "double takes them off, --quoting none keeps them (k.tsv)\n")
        let told = try await run(
            "encode", "--input", "k.tsv", "--field", "text", "--quoting", "none")
        #expect(told.vectors == kept.vectors && told.messages == "")
    }

    @Test func missingTextsAreAnErrorSkippedOrEmpty() async throws {
        let lines = ["\"a\"", "null", "\"b\"", "\"c\"", "null", "\"d\""].enumerated().map {
            "{\"text\":\($1),\"id\":\($0)}\n"
        }
        files.write(lines.joined(), to: "a.jsonl")
        func encode(_ arguments: String...) async throws -> Program.Outcome {
            try await Program.run(
                [
                    "encode", "--model", model.path, "--input", "a.jsonl", "--field", "text",
                    "--id-field", "id",
                ] + arguments, in: files.path)
        }
        #expect(
            try await encode("--output", "v.csv")
                == .failed(
                    65,
                    "field 'text' is null; --missing skip leaves such records out, --missing empty "
                        + "takes an empty text (a.jsonl, line 2)"))
        let skipped = try await encode("--output", "v.csv", "--missing", "skip")
        #expect(skipped.status == 0)
        #expect(
            skipped.messages.contains(
                "senc: 2 records without text or id were skipped (a.jsonl)\n"))
        #expect(String(decoding: files.read("v.csv.ids"), as: UTF8.self) == "0\n2\n3\n5\n")
        let whole = files.read("v.csv")
        var parts: [UInt8] = []
        for part in 1...3 {
            let outcome = try await encode(
                "--output", "p.csv", "--missing", "skip", "--shard", "\(part)/3")
            #expect(outcome.status == 0)
            parts += files.read("p.csv")
        }
        #expect(parts == whole)
        #expect(try await encode("--output", "e.csv", "--missing", "empty").status == 0)
        #expect(String(decoding: files.read("e.csv.ids"), as: UTF8.self) == "0\n1\n2\n3\n4\n5\n")
    }

    @Test func aTableWithoutAFieldIsAnErrorWithItsColumns() async throws {
        files.write("id,nombre\n1,rain\n", to: "catalogo.csv")
        let failure = Program.Outcome.failed(
            64,
            "reading csv needs the name of a field: --field NAME with one of 'id', 'nombre'; or "
                + "--input-format lines for lines as they are (catalogo.csv)")
        #expect(try await run("encode", "--input", "catalogo.csv") == failure)
        #expect(try await run("search", "rain", "--in", "catalogo.csv") == failure)
        #expect(try await run("map", "catalogo.csv", "--output", "m.html") == failure)
        #expect(try await run("cluster", "--input", "catalogo.csv") == failure)
        for format in ["lines", "text"] {
            #expect(
                try await run("encode", "--input", "catalogo.csv", "--input-format", format)
                    == run("encode", "id,nombre", "1,rain"))
        }
    }

    // MARK: - Files that change

    @Test func anInputThatIsCutWhileItIsReadIsAnError() async throws {
        files.write(String(repeating: "the king and the queen\n", count: 400_000), to: "a.txt")
        files.makePipe("p")
        // The pipe is read first, when both files are open: the other is cut then.
        let script = """
            (exec 3>p; sleep 0.5; truncate -s 1000 a.txt; echo rain >&3) &
            exec '\(Program.path)' encode --model '\(model.path)' --input p --input a.txt --output v.npy
            """
        let outcome = try await Program.run(
            ["-c", script], in: files.path, program: "/bin/sh")
        #expect(outcome.status == 74)
        #expect(
            outcome.messages.hasSuffix(
                "the file was changed while it was read; read it again when it is whole (a.txt)\n"))
        #expect(!FileManager.default.fileExists(atPath: files.file("v.npy")))
    }
}
