import Senc
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc search`
@Suite struct SearchTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let texts = ["the king", "la reina", "rain", "the king and the queen", ""]

    private func search(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["search", "--model", model.path] + arguments)
    }

    private func write(
        _ matrix: Matrix, _ encoding: VectorEncoding = .float32, to name: String
    ) throws -> String {
        let writer = try NPYWriter(
            path: files.file(name), columns: matrix.columns, encoding: encoding)
        try writer.append(matrix)
        try writer.finish()
        return files.file(name)
    }

    @Test func linesOfAFileAreFoundWithTheirPlace() async throws {
        let path = files.write(texts.joined(separator: "\n") + "\n", to: "texts.txt")
        let encoder = try SentenceEncoder(model: model.path)
        // The model has a prompt for queries.
        let query = try encoder.encode("queen", options: EncodingOptions(promptName: "query"))
        let scores = try await encoder.encode(texts).map { query.cosineSimilarity(to: $0) }
        // A blank line is no answer.
        let order = scores.indices.dropLast().sorted { (-scores[$0], $0) < (-scores[$1], $1) }
        let lines = order.prefix(3).map { "\(scores[$0])\t\(path):\($0 + 1)\t\(texts[$0])\n" }
        #expect(
            try await search("queen", "--in", path, "--top", "3") == .printed(lines.joined()))
        let best = scores[order[0]]
        let json =
            "{\"query\":\"queen\",\"indices\":[\(order[0])],\"scores\":[\(best)],"
            + "\"texts\":[\"\(texts[order[0]])\"]}\n"
        #expect(
            try await search("queen", "--in", path, "--threshold", "\(best)", "--json")
                == .printed(json))
    }

    @Test func vectorsHaveTheirTextsBesideThem() async throws {
        model.edit(
            "config_sentence_transformers.json", replacing: "\"query\":", with: "\"other\":")
        let encoder = try SentenceEncoder(model: model.path)
        let vectors = try await write(encoder.encode(texts).matrix, to: "v.npy")
        let bare = try await search("rain", "--in", vectors, "--top", "1")
        #expect(bare == .printed("1.0\t\(vectors):3\n"))
        let path = files.write(texts.joined(separator: "\n") + "\n", to: "v.txt")
        #expect(
            try await search("rain", "--in", vectors, "--top", "1")
                == .printed("1.0\t\(path):3\train\n"))
        let two = try await search("rain", "la reina", "--in", vectors, "--top", "1")
        #expect(
            two
                == .printed(
                    "# rain\n1.0\t\(path):3\train\n\n# la reina\n1.0\t\(path):2\tla reina\n"))
        files.write("one\n", to: "v.txt")
        #expect(
            try await search("rain", "--in", vectors)
                == .failed(65, "there is 1 text for 5 vectors (\(path))"))
    }

    @Test func vectorsAlone() async throws {
        var generator = SplitMix(seed: 1)
        let matrix = Matrix(rows: 300, columns: 24, elements: generator.floats(7200, in: -1...1))
        let queries = Matrix(rows: 7, columns: 24, elements: generator.floats(168, in: -1...1))
        let v = try write(matrix, to: "v.npy")
        let q = try write(queries, to: "q.npy")
        for metric in SimilarityFunction.allCases {
            let found = try StoredVectors(matrix).nearest(10, to: queries, by: metric)
            let lines = found.map { matches in
                "{\"indices\":[\(matches.map { "\($0.index)" }.joined(separator: ","))],"
                    + "\"scores\":[\(matches.map { "\($0.score)" }.joined(separator: ","))]}\n"
            }
            #expect(
                try await Program.run(
                    "search", "--query-vectors", q, "--in", v, "--top", "10", "--json",
                    "--metric", metric.rawValue) == .printed(lines.joined()))
        }
        let best = try await Program.run("search", "--query-vectors", q, "--in", v, "--top", "1")
        #expect(best.lines.count == 20)
        #expect(best.text.hasPrefix("# query 0\n"))
    }

    @Test func everyEncodingOfVectors() async throws {
        var generator = SplitMix(seed: 2)
        let matrix = Matrix(rows: 500, columns: 24, elements: generator.floats(12000, in: -1...1))
        let v = try write(matrix, to: "v.npy")
        let q = try write(
            Matrix(rows: 1, columns: 24, elements: Array(matrix[123])), to: "q.npy")
        let calibration = try Calibration(vectors: matrix)
        for encoding in [.float16, .int8(calibration), .binary] as [VectorEncoding] {
            let path = try write(matrix, encoding, to: "\(encoding.elementType).npy")
            if case .int8 = encoding { try calibration.write(path: path + ".ranges.npy") }
            let found = try await Program.run(
                "search", "--query-vectors", q, "--in", path, "--top", "1", "--json")
            #expect(found.text.hasPrefix("{\"indices\":[123],\"scores\":["))
            #expect(
                try await Program.run(
                    "search", "--query-vectors", q, "--in", path, "--rescore", v, "--top", "1",
                    "--json") == .printed("{\"indices\":[123],\"scores\":[1.0]}\n"))
        }
        let archive = try NPZWriter(path: files.file("a.npz"))
        try archive.append(matrix, named: "one")
        try archive.append(matrix, named: "two")
        try archive.finish()
        #expect(
            try await Program.run(
                "search", "--query-vectors", q, "--in", files.file("a.npz:two"), "--top", "1",
                "--json") == .printed("{\"indices\":[123],\"scores\":[1.0]}\n"))
    }

    @Test func vectorsWrittenAsText() async throws {
        let q = files.write("[0,1]\n[1,0]\n", to: "q.jsonl")
        let v = files.write("1,0\n0,2\n3,3\n", to: "v.csv")
        #expect(
            try await Program.run("search", "--query-vectors", q, "--in", v, "--top", "1", "--json")
                == .printed(
                    "{\"indices\":[1],\"scores\":[1.0]}\n{\"indices\":[0],\"scores\":[1.0]}\n"))
        let bad = files.write("1,0\n0,x\n", to: "bad.csv")
        #expect(
            try await Program.run("search", "--query-vectors", q, "--in", bad)
                == .failed(65, "'x' is not a number (\(bad), line 2)"))
    }

    @Test func whatCannotBeSearched() async throws {
        let q = try write(Matrix(rows: 1, columns: 3), to: "q.npy")
        let v = try write(Matrix(rows: 2, columns: 4), to: "v.npy")
        var bad = Matrix(rows: 2, columns: 3)
        bad[1, 1] = .nan
        let n = try write(bad, to: "n.npy")
        func failure(_ arguments: String...) async throws -> Program.Outcome {
            try await Program.run(["search"] + arguments)
        }
        #expect(
            try await failure("--query-vectors", q, "--in", v)
                == .failed(65, "the queries have dimension 3 and the vectors 4 (\(v))"))
        #expect(
            try await failure("--query-vectors", q, "--in", n)
                == .failed(
                    65,
                    "row 1 has components that are not finite, or too large (\(n))"))
        #expect(
            try await failure("--query-vectors", n, "--in", q).messages.contains("query 1 has"))
        for arguments in [
            ["--in", v], ["x", "--query-vectors", q, "--in", v], ["x", "--in", v, "--top", "0"],
            ["--query-vectors", q, "--in", "a.txt"], ["x", "--in", "a.txt", "--ranges", q],
            ["x", "--in", v, "--oversample", "0"],
        ] {
            #expect(try await Program.run(["search"] + arguments).status == 64)
        }
        #expect(try await failure("x", "--in", "/nowhere.txt").status == 66)
        #expect(
            try await failure("--query-vectors", q, "--in", "/nowhere.npz:a")
                == .failed(66, "no such file (/nowhere.npz)"))
    }
}
