import Foundation
import SencMath
import SencVectors
import TestSupport
import Testing

/// FAISS indexes of vectors: `senc index build FILE.faiss`, and searches in them.
@Suite struct VectorIndexTests {
    private let files = TemporaryDirectory()

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(arguments, in: files.path)
    }

    private func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: files.file(name))
    }

    /// Vectors around some centers, of lengths that are not 1.
    private func writeVectors(_ rows: Int, to name: String, seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let centers = (0..<12).map { _ in random.floats(16, in: -1...1) }
        let elements = (0..<rows).flatMap { row in
            let noise = random.floats(16, in: -0.3...0.3)
            let length = Float.random(in: 0.5...2, using: &random)
            return zip(centers[row % 12], noise).map { ($0 + $1) * length }
        }
        let writer = try NPYWriter(path: files.file(name), columns: 16, encoding: .float32)
        try writer.append(Matrix(rows: rows, columns: 16, elements: elements))
        try writer.finish()
    }

    /// The rows found for each query.
    private func indices(_ outcome: Program.Outcome) throws -> [[Int]] {
        #expect(outcome.status == 0, "\(outcome.messages)")
        return try outcome.lines.map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            return try #require((object as? [String: Any])?["indices"] as? [Int])
        }
    }

    private func search(_ place: String, _ options: String...) async throws -> [[Int]] {
        try indices(
            await Program.run(
                ["search", "--query-vectors", "q.npy", "-i", place, "--json"] + options,
                in: files.path))
    }

    @Test(arguments: ["cosine", "dot", "euclidean"])
    func searchesFindWhatAnExactOneDoes(metric: String) async throws {
        try writeVectors(400, to: "v.npy", seed: 1)
        try writeVectors(5, to: "q.npy", seed: 2)
        let exact = try await search("v.npy", "--metric", metric)
        #expect(exact.count == 5 && exact.allSatisfy { $0.count == 10 })
        let flat = try await run("index", "build", "flat.faiss", "v.npy", "--metric", metric)
        #expect(flat.status == 0 && flat.messages == "senc: vectors: 400, dimension: 16\n")
        #expect(try await search("flat.faiss", "--metric", metric) == exact)

        let built = try await run(
            "index", "build", "v.faiss", "v.npy", "--approximate", "--metric", metric, "--lists",
            "8", "--probes", "2", "--output-type", "float32")
        #expect(built.status == 0)
        #expect(
            built.messages == "senc: vectors: 400, dimension: 16, lists: 8, searched: 2\n")
        let options = metric == "euclidean" ? [] : ["--metric", metric]
        for (probes, isExact) in [("8", true), ("1", false)] {
            let found = try indices(
                await Program.run(
                    ["search", "--query-vectors", "q.npy", "-i", "v.faiss", "--json", "--probes"]
                        + [probes] + options, in: files.path))
            #expect((found == exact) == isExact)
        }
    }

    @Test func listsInEightBitsAreScoredAgain() async throws {
        try writeVectors(400, to: "v.npy", seed: 3)
        try writeVectors(4, to: "q.npy", seed: 4)
        let built = try await run("index", "build", "v.faiss", "v.npy", "--approximate")
        #expect(built.status == 0 && built.output.isEmpty)
        let exact = try await search("v.npy")
        #expect(try await search("v.faiss", "--probes", "100", "--rescore", "v.npy") == exact)
        let info = try await run("index", "info", "v.faiss", "--json")
        let facts =
            try JSONSerialization.jsonObject(with: Data(info.output)) as? [String: String]
        #expect(facts?["vectors"] == "400" && facts?["dimension"] == "16")
        #expect(facts?["element type"] == "int8" && facts?["metric"] == "inner product")
    }

    @Test func whatIsKnownOfVectorsGoesWithThem() async throws {
        let model = TinyModel.copy()
        model.write(
            #"{"prompts": {"query": "the query: ", "passage": "rain "}}"#,
            to: "config_sentence_transformers.json")
        files.write("the king\n\nla reina\nrain\n", to: "v.txt")
        let encoded = try await run(
            "encode", "--input", "v.txt", "--output", "v.npy", "--model", model.path)
        #expect(encoded.status == 0, "\(encoded.messages)")
        files.write("a\nb\nc\nd\n", to: "v.npy.ids")
        /// The places, texts and ids found, without their scores; blank texts are no answers.
        func answers(_ place: String) async throws -> [String] {
            let found = try await run(
                "search", "rain", "-i", place, "--top", "3", "--model", model.path)
            #expect(found.status == 0, "\(found.messages)")
            return found.lines.map { String($0.drop { $0 != "\t" }) }
        }
        let expected = try await answers("v.npy")
        #expect(expected.count == 3 && expected.contains("\tv.txt:4\train\td"))
        for options in [[], ["--approximate", "--lists", "1"]] {
            let built = try await Program.run(
                ["index", "build", "v.faiss", "v.npy"] + options, in: files.path)
            #expect(built.status == 0, "\(built.messages)")
            #expect(try await answers("v.faiss") == expected)
            #expect(has("v.faiss.model.json"))
            files.remove("v.faiss")
        }
    }

    /// A file of ids that stays from before is not taken in silence; it is the user's to remove.
    @Test func earlierIDsAreWarnedOf() async throws {
        try writeVectors(2, to: "v.npy", seed: 7)
        files.write("a\nb\n", to: "v.faiss.ids")
        let built = try await run("index", "build", "v.faiss", "v.npy")
        #expect(built.status == 0 && built.messages.contains("warning: the ids in v.faiss.ids"))
        files.write("the king\nrain\n", to: "texts.txt")
        files.write("a\nb\n", to: "t.npy.ids")
        let encoded = try await run(
            "encode", "--input", "texts.txt", "--output", "t.npy", "--model",
            Goldens.path("tiny-bert"))
        #expect(encoded.status == 0)
        #expect(encoded.messages.contains("warning: the ids in t.npy.ids"))
        #expect(has("v.faiss.ids") && has("t.npy.ids"))
    }

    @Test(arguments: [
        (["v.faiss"], "a FAISS index is made of vectors"),
        (["v.faiss", "notes"], "a FAISS index is made of vectors"),
        (["v.faiss", "v.npy", "--output-type", "float16"], "a FAISS index has float32 vectors"),
        (["v.faiss", "v.npy", "--output-type", "int8"], "a FAISS index has float32 vectors"),
        (["v.faiss", "v.npy", "--lists", "4"], "--lists and --probes need --approximate"),
        (["v.faiss", "v.npy", "--approximate", "--lists", "0"], "--lists must be at least 1"),
        (["v.faiss", "v.npy", "--metric", "manhattan"], "--metric of a FAISS index is"),
        (["v.faiss", "v.npy", "--passages", "lines"], "which are not cut or encoded again"),
        (["notes.index", "notes", "--metric", "dot"], "--metric is for an index of vectors"),
        (["notes.index", "notes", "--probes", "2"], "--lists and --probes need --approximate"),
    ])
    func whatCannotBeBuiltIsAUsageError(arguments: [String], message: String) async throws {
        let outcome = try await Program.run(["index", "build"] + arguments, in: files.path)
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
        #expect(!has("v.faiss"))
    }

    @Test func whatCannotBeSearchedIsAnError() async throws {
        try writeVectors(20, to: "v.npy", seed: 5)
        try writeVectors(1, to: "q.npy", seed: 6)
        let probes = try await run(
            "search", "--query-vectors", "q.npy", "-i", "v.npy", "--probes", "2")
        #expect(
            probes.status == 64 && probes.messages.contains("--probes is for an index of lists"))
        _ = try await run("index", "build", "flat.faiss", "v.npy")
        let flat = try await run(
            "search", "--query-vectors", "q.npy", "-i", "flat.faiss", "--probes", "2")
        #expect(flat.status == 64 && flat.messages.contains("--probes is for an index of lists"))
        let two = try await run(
            "search", "--query-vectors", "q.npy", "-i", "flat.faiss", "-i", "v.npy")
        #expect(two.status == 64 && two.messages.contains("an index is searched by itself"))
        let many = try await run(
            "index", "build", "v.faiss", "v.npy", "--approximate", "--lists", "21")
        #expect(many.status == 64 && many.messages.contains("must be 1 to 20"))
        #expect(!has("v.faiss"))
        files.write("the king\n", to: "damaged.faiss")
        let damaged = try await run("search", "--query-vectors", "q.npy", "-i", "damaged.faiss")
        #expect(damaged.status == 65 && damaged.messages.contains("not a usable FAISS index"))
    }
}
