import Foundation
import SencFiles
import TestSupport
import Testing

/// Tables as people have them: read without being told how, told with their lines and other columns,
/// and written back.
@Suite struct TableTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func run(_ arguments: String..., input: [UInt8] = []) async throws -> Program.Outcome {
        try await Program.run(
            arguments + ["--model", model.path], input: input, in: files.path)
    }

    private func contents(_ name: String) -> String {
        String(decoding: files.read(name), as: UTF8.self)
    }

    private let catalog = """
        id;titular;precio
        a1;the king;10
        a2;"rain
        and sea";20

        a3;the queen;30

        """

    // MARK: - Reading

    @Test func theTextIsFoundAndTold() async throws {
        files.write(catalog, to: "catalogo.csv")
        let found = try await run("encode", "--input", "catalogo.csv")
        let named = try await run("encode", "--input", "catalogo.csv", "--field", "titular")
        #expect(found.output == named.output && found.status == 0 && named.messages == "")
        let told =
            "senc: the texts are taken from the column 'titular'; --field names another "
            + "(catalogo.csv)\n"
        #expect(found.messages == told)
        #expect(try await run("dedupe", "catalogo.csv").messages.hasPrefix(told))
        let piped = try await run(
            "encode", "--input-format", "csv", "--input", "-", input: Array(catalog.utf8))
        #expect(piped.output == found.output)
        #expect(piped.messages.contains("(standard input)"))
        files.write(#"{"id":1,"frase":"the king"}"# + "\n", to: "a.jsonl")
        #expect(
            try await run("encode", "--input", "a.jsonl").messages
                == "senc: the texts are taken from the field 'frase'; --field names another "
                + "(a.jsonl)\n")
    }

    @Test func aTableWithoutAHeaderIsRecognized() async throws {
        files.write("a1;the king;10\na2;the queen;20\na3;rain and sea;30\n", to: "c.csv")
        let expected = try await run("encode", "the king", "the queen", "rain and sea")
        let found = try await run("encode", "--input", "c.csv")
        #expect(found.output == expected.output && found.status == 0)
        #expect(
            found.messages
                == "senc: the first row is not a header: the texts are taken from column 2; --field "
                + "takes another by its number (c.csv)\n")
        let named = try await run(
            "search", "the king", "--input", "c.csv", "--no-header", "--field", "2", "--id-field",
            "1", "--json")
        #expect(named.messages == "" && named.text.contains(#""ids":["a2","a1","a3"]"#), "\(named)")
        #expect(
            try await run("encode", "--input", "c.csv", "--no-header", "--field", "titular")
                .messages
                .contains("no column 'titular'"))
        #expect(
            try await run("encode", "--input", "c.jsonl", "--no-header").messages
                .contains("--no-header"))

        let back = try await run("cluster", "c.csv", "--clusters", "1", "--column", "group")
        #expect(back.text == "a1;the king;10;1\na2;the queen;20;1\na3;rain and sea;30;1\n")
        files.write("a,the king\nb,the queen\na,a king\nb,a queen\n", to: "train.csv")
        let trained = try await run(
            "classify", "train", "--input", "train.csv", "--label", "1", "--folds", "0",
            "--output", "c.json")
        #expect(trained.status == 0, "\(trained.messages)")
    }

    @Test func aTableOfAnyNameIsReadByItsFields() async throws {
        let expected = try await run("encode", "the king", "rain\nand sea", "the queen")
        files.write(catalog, to: "c.txt")
        #expect(try await run("encode", "--input", "c.txt", "--field", "titular") == expected)
        #expect(
            try await run(
                "encode", "--input", "-", "--field", "titular", input: Array(catalog.utf8))
                == expected)
        files.write("{\"t\":\"the king\"}\n", to: "j.dat")
        #expect(
            try await run("encode", "--input", "j.dat", "--field", "t") == run("encode", "the king")
        )
    }

    @Test func encodingsAreRecognizedAndToldOnce() async throws {
        let latin1 = Array("caf".utf8) + [0xE9, 0x0A]
        let expected = try await run("encode", "café")
        func told(_ path: String) -> String {
            "senc: read as windows-1252, since it is not UTF-8; --encoding says otherwise (\(path))\n"
        }
        files.write(latin1, to: "a.txt")
        files.write(latin1, to: "d/a.txt")
        let found = try await run("encode", "--input", "a.txt")
        #expect(found.output == expected.output && found.messages == told("a.txt"))
        let piped = try await run("encode", "--input", "-", input: latin1)
        #expect(piped.output == expected.output && piped.messages == told("standard input"))
        let directory = try await run("search", "café", "--input", "d")
        #expect(directory.text.hasSuffix("\td/a.txt:1\tcafé\n"))
        #expect(directory.messages == told("d/a.txt"))
        let utf16: [UInt8] = "rain\nsea\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        files.write(utf16, to: "u.txt")
        let wide = try await run("encode", "--input", "u.txt")
        #expect(try await wide.output == run("encode", "rain", "sea").output)
        #expect(
            wide.messages
                == "senc: read as utf-16le, since it is not UTF-8; --encoding says otherwise (u.txt)\n"
        )
        let pairs: [UInt8] =
            Array("sentence1,sentence2,score\ncaf".utf8) + [0xE9]
            + Array(",tea,1\na,b,0\nc,d,2\n".utf8)
        files.write(pairs, to: "p.csv")
        #expect(try await run("evaluate", "--input", "p.csv").messages == told("p.csv"))
    }

    @Test func aResumedJobDecidesTheSame() async throws {
        let text = [UInt8](repeating: 0x61, count: 3000) + [0x0A]
        let bytes: [UInt8] = (0..<400).flatMap { _ in text } + [0xE9, 0x0A]
        files.write(bytes, to: "a.txt")
        let whole = try await run("encode", "--input", "a.txt", "--output", "w.npy")
        #expect(whole.status == 0 && whole.messages.contains("replaced"))
        for part in 1...2 {
            let outcome = try await run(
                "encode", "--input", "a.txt", "--output", "p\(part).jsonl", "--shard", "\(part)/2")
            #expect(outcome.status == 0)
        }
        _ = try await run("encode", "--input", "a.txt", "--output", "w.jsonl")
        #expect(files.read("p1.jsonl") + files.read("p2.jsonl") == files.read("w.jsonl"))
    }

    // MARK: - Places and other columns

    @Test func answersTellLinesOfTheFile() async throws {
        files.write(catalog, to: "c.csv")
        let found = try await run(
            "search", "the queen", "c.csv", "--field", "titular", "--top", "1")
        #expect(found.text.hasSuffix("\tc.csv:6\tthe queen\n"))
        files.write("the cat\n", to: "d.txt")
        let json = try await run(
            "search", "rain\nand sea", "--input", "c.csv", "--input", "d.txt", "--top", "1",
            "--json")
        #expect(json.text.contains("\"indices\":[1]"))
        #expect(json.text.hasSuffix("\"files\":[\"c.csv\"],\"lines\":[[3,4]]}\n"))
    }

    @Test func idsAndColumnsAreToldByEveryCommand() async throws {
        files.write(catalog, to: "c.csv")
        let asked = ["--id-field", "id", "--show", "precio", "--field", "titular"]
        func ask(_ arguments: String...) async throws -> String {
            try await Program.run(
                arguments + asked + ["--model", model.path], in: files.path
            ).text
        }
        #expect(
            try await ask("search", "the queen", "c.csv", "--top", "1")
                .hasSuffix("\tc.csv:6\tthe queen\ta3\t30\n"))
        #expect(try await ask("dedupe", "c.csv").hasPrefix("the king\ta1\t10\n"))
        #expect(
            try await ask("pairs", "c.csv", "--top", "1", "--json").contains(
                "\"fields\":[{\"precio\":"))
        let cluster = try await ask("cluster", "c.csv", "--clusters", "1", "--json")
        #expect(cluster.contains("\"ids\":[\"a") && cluster.contains("\"lines\":[["))
        let outliers = try await ask(
            "outliers", "c.csv", "--neighbors", "1", "--top", "3", "--json")
        #expect(
            outliers.contains(
                "\"index\":1,\"id\":\"a2\",\"text\":\"rain\\nand sea\","
                    + "\"fields\":{\"precio\":\"20\"},\"lines\":[3,4]}"))
        #expect(
            try await ask("classify", "c.csv", "--labels", "the king,the queen").hasPrefix(
                "1.0\tthe king\tthe king\ta1\t10\n"))
        let wrong = try await run("pairs", "c.csv", "--field", "titular", "--show", "preci")
        #expect(wrong.messages.contains("no column 'preci', but 'precio', 'id', 'titular' (c.csv"))
        let text = try await run("dedupe", "--input-format", "lines", "c.csv", "--show", "x")
        #expect(text.messages.contains("lines of text have no field 'x'") && text.status == 64)
    }

    // MARK: - Writing back

    @Test func vectorsGoBehindTheirRecords() async throws {
        files.write(catalog, to: "c.csv")
        let vectors = try await run("encode", "--input", "c.csv", "--field", "titular").lines
        let arguments = ["encode", "--input", "c.csv", "--field", "titular", "--column", "vector"]
        let expected =
            "{\"id\":\"a1\",\"titular\":\"the king\",\"precio\":\"10\",\"vector\":\(vectors[0])}\n"
            + "{\"id\":\"a2\",\"titular\":\"rain\\nand sea\",\"precio\":\"20\",\"vector\":\(vectors[1])}\n"
            + "{\"id\":\"a3\",\"titular\":\"the queen\",\"precio\":\"30\",\"vector\":\(vectors[2])}\n"
        func encode(_ more: String...) async throws -> Program.Outcome {
            try await Program.run(arguments + more + ["--model", model.path], in: files.path)
        }
        #expect(try await encode() == .printed(expected))
        #expect(try await encode("--output", "o.jsonl").status == 0)
        #expect(contents("o.jsonl") == expected)
        for part in 1...2 {
            _ = try await encode("--output", "p\(part).jsonl", "--shard", "\(part)/2")
        }
        #expect(contents("p1.jsonl") + contents("p2.jsonl") == expected)
        #expect(
            try await encode("--output", "o.npy").messages.contains(
                "--column writes JSON Lines: end --output in .jsonl, or say --format jsonl"))
        files.write("{ \"t\" : \"the king\", \"n\":1.50 }\n", to: "a.jsonl")
        #expect(
            try await run("encode", "--input", "a.jsonl", "--field", "t", "--column", "v").text
                == "{ \"t\" : \"the king\", \"n\":1.50 ,\"v\":\(vectors[0])}\n")
        let taken = try await run("encode", "--input", "a.jsonl", "--field", "t", "--column", "n")
        #expect(
            taken
                == .failed(
                    65,
                    "there is a column 'n' already; give --column another name (a.jsonl, line 1)"))
        #expect(
            try await run("encode", "the king", "--column", "v").text
                == "{\"text\":\"the king\",\"v\":\(vectors[0])}\n")
    }

    @Test func aJobOfRecordsGoesOnWhereItWasStopped() async throws {
        let rows = (0..<3000).map { "\($0),the king \($0)\n" }.joined()
        files.write("id,text\n" + rows, to: "t.csv")
        let job = [
            "encode", "--input", "t.csv", "--field", "text", "--column", "v", "--model", model.path,
        ]
        let whole = try await Program.run(job + ["--output", "w.jsonl"], in: files.path)
        #expect(whole.status == 0)
        let resumed = try await Program.run(
            job + ["--output", "w.jsonl", "--resume"], in: files.path)
        #expect(resumed.status == 0)
        let lines = contents("w.jsonl").split(separator: "\n")
        #expect(lines.count == 3000)
        #expect(lines.enumerated().allSatisfy { $1.hasPrefix("{\"id\":\"\($0)\",\"text\":") })
    }

    @Test func labelsGoBackIntoTheTable() async throws {
        files.write(
            "id;texto;nota\r\n1;the king;\"a;b\"\r\n2;  ;c\r\n3;rain;\"d\"\"e\"\r\n", to: "t.csv")
        let arguments = [
            "classify", "--labels", "the king,rain", "--input", "t.csv", "--field", "texto",
            "--column", "tema", "--model", model.path,
        ]
        func classify(_ more: String...) async throws -> Program.Outcome {
            try await Program.run(arguments + more, in: files.path)
        }
        let csv =
            "id;texto;nota;tema\n1;the king;\"a;b\";the king\n2;  ;c;\n3;rain;\"d\"\"e\";rain\n"
        #expect(try await classify() == .printed(csv))
        #expect(try await classify("--output", "o.csv").status == 0)
        #expect(contents("o.csv") == csv)
        #expect(try await classify("--output", "o.jsonl").status == 0)
        #expect(
            contents("o.jsonl")
                == "{\"id\":\"1\",\"texto\":\"the king\",\"nota\":\"a;b\",\"tema\":\"the king\"}\n"
                + "{\"id\":\"2\",\"texto\":\"  \",\"nota\":\"c\",\"tema\":null}\n"
                + "{\"id\":\"3\",\"texto\":\"rain\",\"nota\":\"d\\\"e\",\"tema\":\"rain\"}\n")
        #expect(
            try await classify("--format", "tsv").text
                == "id\ttexto\tnota\ttema\n1\tthe king\ta;b\tthe king\n2\t  \tc\t\n3\train\td\"e\train\n"
        )
        let same = try await classify("--output", "t.csv")
        #expect(same.status == 64 && same.messages.contains("--output is also an input (t.csv)"))
        let taken = try await run(
            "classify", "--labels", "a,b", "--input", "t.csv", "--field", "texto", "--column",
            "nota")
        #expect(taken.messages.contains("there is a column 'nota' already"))
    }

    @Test func groupsGoBackIntoTheTable() async throws {
        let rows = [
            ("a", "the king"), ("b", "rain"), ("c", "the king"), ("d", ""), ("e", "the king"),
        ]
        files.write("k\ttexto\n" + rows.map { "\($0)\t\($1)\n" }.joined(), to: "t.tsv")
        let group = ["--threshold", "0.999", "--minimum-size", "2", "--column", "grupo"]
        func cluster(_ input: String, _ more: String...) async throws -> String {
            try await Program.run(
                ["cluster", input] + group + more + ["--model", model.path], in: files.path
            ).text
        }
        #expect(
            try await cluster("t.tsv")
                == "k\ttexto\tgrupo\na\tthe king\t1\nb\train\t\nc\tthe king\t1\nd\t\t\ne\tthe king\t1\n"
        )
        files.write(rows.map { $0.1 + "\n" }.joined(), to: "t.txt")
        #expect(
            try await cluster("t.txt", "--format", "csv")
                == "text,grupo\nthe king,1\nrain,\nthe king,1\n,\nthe king,1\n")
        #expect(
            try await cluster("t.txt", "--format", "jsonl")
                == "{\"text\":\"the king\",\"grupo\":1}\n{\"text\":\"rain\",\"grupo\":null}\n"
                + "{\"text\":\"the king\",\"grupo\":1}\n{\"text\":\"\",\"grupo\":null}\n"
                + "{\"text\":\"the king\",\"grupo\":1}\n")
        files.write(
            "{\"t\":\"the king\",\"n\":{\"a\":1}}\n{\"m\":null,\"t\":\"the king\"}\n", to: "t.jsonl"
        )
        #expect(
            try await cluster("t.jsonl", "--field", "t", "--format", "csv")
                == "t,n,m,grupo\nthe king,\"{\"\"a\"\":1}\",,1\nthe king,,,1\n")
    }
}
