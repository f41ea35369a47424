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
                    "{\"score\":1.0,\"indices\":[0,2],\"texts\":[\"the king\",\"the king\"]}\n"))
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
                == "{\"indices\":[0,2],\"texts\":[\"the king\",\"the king\"],\"scores\":[1.0]}\n")
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
        #expect(texts.messages == "senc: 1 groups of 2 of 3\n")
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
        #expect(try await Program.run("dedupe", "--input", "/nowhere.npy").status == 66)
    }
}
