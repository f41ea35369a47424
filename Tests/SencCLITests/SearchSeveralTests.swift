import SencMath
import SencVectors
import TestSupport
import Testing

/// Several files that are searched as one, ids, and other fields of records.
@Suite struct SearchSeveralTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    init() throws {
        try write([[1, 0], [0, 1]], to: "a.npy")
        try write([[0.6, 0.8]], to: "b.npy")
        try write([[0, 1]], to: "q.npy")
    }

    private func write(
        _ rows: [[Float]], as type: NPYElementType = .float32, to name: String
    ) throws {
        try Matrix(rows: rows.count, columns: rows[0].count, elements: rows.flatMap { $0 })
            .writeNPY(path: files.file(name), elementType: type)
    }

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(arguments, in: files.path)
    }

    @Test func filesOfVectorsAreOneMatrix() async throws {
        let found = try await run(
            "search", "--query-vectors", "q.npy", "--in", "a.npy", "--in", "b.npy", "--top", "2")
        #expect(found == .printed("1.0\ta.npy:2\n0.8\tb.npy:1\n"))
        let json = try await run(
            "search", "--query-vectors", "q.npy", "--in", "a.npy", "--in", "b.npy", "--top", "2",
            "--json")
        #expect(
            json.text.hasSuffix("\"files\":[\"a.npy\",\"b.npy\"],\"lines\":[[2,2],[1,1]]}\n"))
        #expect(json.text.hasPrefix("{\"indices\":[1,2],"))
        let pairs = try await run("pairs", "--input", "a.npy", "--input", "b.npy", "--top", "1")
        #expect(pairs == .printed("0.8\t2\t3\n"))
        let clusters = try await run(
            "cluster", "--input", "a.npy", "--input", "b.npy", "--clusters", "3", "--json")
        #expect(clusters.lines.count == 3)
        for (type, order) in [(NPYElementType.float64, false), (.float16, true)] {
            let matrix = Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1])
            for name in ["c.npy", "d.npy"] {
                try matrix.writeNPY(
                    path: files.file(name), elementType: type, isFortranOrder: order)
            }
            let same = try await run(
                "pairs", "--input", "c.npy", "--input", "d.npy", "--threshold", "0.5", "--json")
            #expect(
                same.text
                    == "{\"score\":1.0,\"indices\":[0,2]}\n{\"score\":1.0,\"indices\":[1,3]}\n")
        }
    }

    @Test func filesThatDoNotGoTogether() async throws {
        try write([[1, 2, 3]], to: "wide.npy")
        try write([[1, 2]], as: .float16, to: "half.npy")
        #expect(
            try await run("pairs", "--input", "a.npy", "--input", "wide.npy")
                == .failed(
                    65, "the rows have dimension 3, and those of the first file 2 (wide.npy)"))
        #expect(
            try await run("pairs", "--input", "a.npy", "--input", "half.npy")
                == .failed(
                    65, "the elements are float16, and those of the first file float32 (half.npy)"))
        files.write("rain\n", to: "t.txt")
        #expect(
            try await run("pairs", "--input", "a.npy", "--input", "t.txt")
                == .failed(64, "give files of texts or of vectors, not both"))
        #expect(
            try await run("search", "x", "--in", "a.npy", "--in", "t.txt")
                == .failed(64, "search files of vectors or of texts, not both"))
        // The first is not there.
        #expect(try await run("search", "x", "--in", "none.txt", "--in", "t.txt").status == 66)
        for command in ["encode", "tokenize", "similarity"] {
            #expect(
                try await run(command, "--input", "a.npy")
                    == .failed(
                        64,
                        "these are vectors, where texts are needed; search, pairs, dedupe, "
                            + "cluster, outliers and map take vectors (a.npy)"))
        }
    }

    @Test func textsAndDirectoriesAreSearchedTogether() async throws {
        files.write("the king\nrain\n", to: "t.txt")
        files.write("the sea\n", to: "u.txt")
        let lines = try await run(
            "search", "the sea", "--in", "t.txt", "--in", "u.txt", "--top", "1", "--model",
            model.path)
        #expect(lines.text.hasSuffix("\tu.txt:1\tthe sea\n"))
        files.write("rain\n", to: "d/a.md")
        let passages = try await run(
            "search", "rain", "--in", "d", "--in", "u.txt", "--model", model.path)
        #expect(passages.lines.count == 2)
    }

    @Test func aVectorOfOneDimensionIsOneQuery() async throws {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
        let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        let start = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
        files.write(start + [0, 0, 0, 0, 0, 0, 0x80, 0x3F], to: "one.npy")
        #expect(
            try await run("search", "--query-vectors", "one.npy", "--in", "a.npy", "--top", "1")
                == .printed("1.0\ta.npy:2\n"))
        #expect(
            try await run(
                "search", "--query-vectors", "one.npy", "--query-vectors", "q.npy", "--in", "a.npy",
                "--top", "1", "--json"
            ).lines.count == 2)
    }

    @Test func idsAreInAnswers() async throws {
        files.write("x-1\nx-2\n", to: "a.npy.ids")
        #expect(
            try await run("search", "--query-vectors", "q.npy", "--in", "a.npy", "--top", "1")
                == .printed("1.0\ta.npy:2\tx-2\n"))
        files.write("the king\nrain\n", to: "a.txt")
        #expect(
            try await run("search", "--query-vectors", "q.npy", "--in", "a.npy", "--top", "1")
                == .printed("1.0\ta.txt:2\train\tx-2\n"))
        #expect(
            try await run(
                "search", "--query-vectors", "q.npy", "--in", "a.npy", "--top", "1", "--json")
                == .printed(
                    "{\"indices\":[1],\"scores\":[1.0],\"texts\":[\"rain\"],\"ids\":[\"x-2\"]}\n"))
        #expect(
            try await run("pairs", "--input", "a.npy", "--json").text.contains(
                "\"indices\":[0,1],\"ids\":[\"x-1\",\"x-2\"],\"texts\":[\"the king\",\"rain\"]"))
        #expect(
            try await run(
                "search", "--query-vectors", "q.npy", "--in", "a.npy", "--in", "b.npy"
            ).messages == "senc: error: no such file (b.txt)\n")
        files.write("x-1\n", to: "a.npy.ids")
        #expect(
            try await run("search", "--query-vectors", "q.npy", "--in", "a.npy")
                == .failed(65, "there is 1 id for 2 vectors (a.npy.ids)"))
    }

    @Test func otherFieldsAreShown() async throws {
        files.write(
            "{\"t\":\"rain\",\"n\":1,\"a\":{\"b\":\"x\\ty\"}}\n\n{\"t\":\"the king\",\"n\":null}\n",
            to: "t.jsonl")
        let arguments = [
            "search", "rain", "--in", "t.jsonl", "--field", "t", "--show", "n", "--show", "a.b",
            "--model", model.path,
        ]
        let found = try await Program.run(arguments, in: files.path)
        let lines = Set(found.lines.map { String($0.drop { $0 != "\t" }) })
        #expect(lines == ["\tt.jsonl:1\train\t1\tx\\u{9}y", "\tt.jsonl:3\tthe king\t\t"])
        let json = try await Program.run(arguments + ["--json"], in: files.path)
        #expect(json.text.contains("{\"n\":\"1\",\"a.b\":\"x\\ty\"}"))
        #expect(json.text.contains("{\"n\":\"\",\"a.b\":\"\"}"))
        files.write("id,t\n7,rain\n8,the king\n", to: "t.csv")
        let table = try await run(
            "search", "rain", "--in", "t.csv", "--field", "t", "--show", "id", "--top", "2",
            "--model", model.path)
        #expect(table.text.contains("\tt.csv:2\train\t7\n"))
        let missing = try await run(
            "search", "rain", "--in", "t.csv", "--field", "t", "--show", "price", "--model",
            model.path)
        #expect(missing.status == 65 && missing.messages.contains("'price'"))
    }
}
