import SencAnalysis
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc cluster`, `senc dedupe` and `senc pairs`
@Suite struct ClusterTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let vectors = Goldens.path("corpus/vectors.npy")

    private func stored() throws -> StoredVectors {
        try StoredVectors(NPYFile(path: vectors))
    }

    @Test func pairsOfTexts() async throws {
        let path = files.write("the king\nrain\nthe king\n", to: "texts.txt")
        let outcome = try await Program.run(
            "pairs", "--model", model.path, "--input", path, "--top", "1")
        #expect(outcome == .printed("1.0\tthe king\tthe king\n"))
        let json = try await Program.run(
            "pairs", "--model", model.path, "--input", path, "--threshold", "1", "--json")
        #expect(
            json
                == .printed(
                    "{\"score\":1.0,\"indices\":[0,2],\"texts\":[\"the king\",\"the king\"],"
                        + "\"lines\":[[1,1],[3,3]]}\n"))
    }

    @Test func pairsOfVectors() async throws {
        let lines = try stored().closestPairs(5).map {
            "\($0.score)\t\($0.first + 1)\t\($0.second + 1)\n"
        }
        #expect(
            try await Program.run("pairs", "--input", vectors, "--top", "5")
                == .printed(lines.joined()))
        #expect(try await Program.run("pairs", "--input", vectors, "--top", "0").status == 64)
    }

    @Test func theFirstOfNearDuplicatesIsKept() async throws {
        let path = files.write("the king\nrain\nthe king\n", to: "texts.txt")
        let arguments = [
            "dedupe", "--model", model.path, "--input", path, "--threshold", "0.99999",
        ]
        let outcome = try await Program.run(arguments)
        #expect(outcome.text == "the king\nrain\n")
        #expect(outcome.messages == "senc: 2 of 3 kept\n")
        let groups = try await Program.run(arguments + ["--groups"])
        #expect(
            groups.text
                == "{\"indices\":[0,2],\"texts\":[\"the king\",\"the king\"],"
                + "\"lines\":[[1,1],[3,3]],\"scores\":[1.0]}\n")
    }

    @Test func communitiesAndTheirMostCentralText() async throws {
        let communities = try stored().communities(threshold: 0.8, minimumSize: 8)
        let lines = communities.map {
            "{\"size\":\($0.count),\"indices\":[\($0.map(String.init).joined(separator: ","))]}\n"
        }
        let outcome = try await Program.run(
            "cluster", "--input", vectors, "--threshold", "0.8", "--minimum-size", "8", "--json")
        #expect(outcome.text == lines.joined())
        let path = files.write("the king\nrain\nthe king\n", to: "texts.txt")
        let texts = try await Program.run(
            "cluster", "--model", model.path, "--input", path, "--threshold", "0.99999",
            "--minimum-size", "2")
        #expect(texts.text == "# 2: the king\nthe king\nthe king\n")
        #expect(texts.messages == "senc: 1 group of 2 of 3\n")
    }

    @Test func clustersHoldEveryRowOnce() async throws {
        let arguments = ["cluster", "--input", vectors, "--clusters", "6", "--seed", "2"]
        let outcome = try await Program.run(arguments)
        let rows = outcome.lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.compactMap { Int($0) }
        #expect(rows.sorted() == Array(1...400))
        #expect(outcome.lines.count { $0.hasPrefix("# ") } == 6)
        #expect(try await Program.run(arguments + ["--threads", "1"]) == outcome)
    }

    @Test func errors() async throws {
        #expect(
            try await Program.run("cluster", "--input", vectors, "--clusters", "401")
                == .failed(
                    64, "401 clusters cannot be made of 400 vectors; ask for 1 to 400"))
        #expect(
            try await Program.run(
                "cluster", "--input", vectors, "--clusters", "2", "--restarts", "0"
            ).status == 64)
        #expect(
            try await Program.run("cluster", "--input", vectors, "--minimum-size", "0")
                == .failed(64, "communities have at least 1 member, not 0"))
        #expect(
            try await Program.run("cluster", "--input", vectors, "--clusters", "0")
                == .failed(64, "0 clusters cannot be made of 400 vectors; ask for 1 to 400"))
        #expect(
            try await Program.run("cluster", "--input", vectors, "--clusters", "two").status == 64)
        #expect(try await Program.run("dedupe", "--input", "/nowhere.npy").status == 66)
        for command in ["cluster", "dedupe", "pairs"] {
            #expect(
                try await Program.run(command, "--input", vectors, "--threshold", "nan")
                    == .failed(64, "--threshold must be a number (see 'senc \(command) --help')"))
        }
    }

    @Test func noTextsMakeNoGroups() async throws {
        let path = files.write("", to: "empty.txt")
        for command in ["cluster", "dedupe", "pairs"] {
            let outcome = try await Program.run(command, "--model", model.path, "--input", path)
            #expect(outcome.text.isEmpty && outcome.status == 0)
        }
        #expect(
            try await Program.run(
                "cluster", "--model", model.path, "--input", path, "--clusters", "2")
                == .failed(64, "2 clusters cannot be made of 0 vectors"))
        #expect(
            try await Program.run("outliers", "--model", model.path, "--input", path)
                == .failed(64, "outliers need at least 2 vectors, not 0"))
    }

    @Test(arguments: [
        ["cluster"], ["cluster", "--clusters", "2"], ["dedupe"], ["pairs"], ["outliers"],
        ["classify", "--labels", "a,b"],
    ])
    func aRowThatIsNotFiniteIsNamed(_ command: [String]) async throws {
        var rows = Matrix(rows: 5, columns: 32)
        for row in 0..<5 { rows[row, row] = 1 }
        rows[3, 7] = .nan
        let writer = try NPYWriter(
            path: files.file("v.npy"), columns: rows.columns, encoding: .float32)
        try writer.append(rows)
        try writer.finish()
        #expect(
            try await Program.run(
                command + ["--input", files.file("v.npy"), "--model", model.path])
                == .failed(
                    65,
                    "row 3 has components that are not finite, or too large "
                        + "(\(files.file("v.npy")))"))
    }

    @Test func textsThatAreNotOneForEachVectorAreRefused() async throws {
        files.link(vectors, as: "v.npy")
        files.write("one\n", to: "v.txt")
        #expect(
            try await Program.run("cluster", "--input", files.file("v.npy"))
                == .failed(
                    65, "there is 1 text for 400 vectors (\(files.file("v.txt")))"))
    }
}
