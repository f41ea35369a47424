import Senc
import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

/// `--score percentile`, and thresholds that are the model's own.
@Suite struct ScoreTests {
    private let files = TemporaryDirectory()
    private static let many = Goldens.repository + "/Weights/multilingual-e5-small"

    private func texts(_ lines: String...) -> String {
        files.write(lines.map { $0 + "\n" }.joined(), to: "texts.txt")
    }

    @Test func percentilesMeanTheSameWithEveryModel() async throws {
        for model in [Program.model, Self.many] {
            func percentile(_ one: String, _ other: String) async throws -> Double {
                let found = try await Program.run(
                    "similarity", one, other, "--score", "percentile", "--model", model)
                #expect(found.status == 0, "\(found.messages)")
                return Double(found.text.dropLast()) ?? .nan
            }
            let close = try await percentile("It is raining hard.", "It rains heavily.")
            let far = try await percentile("It is raining hard.", "He sold his old piano.")
            #expect(close > 99.99 && close < 100, "\(model)")
            #expect(far < 99, "\(model)")
        }
    }

    @Test func everyFormPrintsThem() async throws {
        let three = ["It rains.", "It is raining.", "The piano is sold."]
        let encoder = try SentenceEncoder(model: Goldens.repository + "/Weights/" + Program.model)
        let scale = try #require(
            try encoder.scoreScale(EncodingOptions(), EncodingOptions(), .cosine))
        let vectors = try await encoder.encode(three)
        let expected = [1, 2].map {
            scale.percentile(vectors[0].cosineSimilarity(to: vectors[$0]))
        }
        let first = ["similarity", "--first", "--score", "percentile"] + three
        #expect(
            try await Program.run(first) == .printed("\(expected[0])\n\(expected[1])\n"))
        #expect(
            try await Program.run(first + ["--format", "json"])
                == .printed("[\(expected[0]),\(expected[1])]\n"))
        let path = texts(three[1], three[2])
        let search = ["search", three[0], "--in", path, "--score", "percentile"]
        #expect(
            try await Program.run(search).text.hasPrefix("\(expected[0])\t\(path):1\t"))
        #expect(
            try await Program.run(search + ["--json"]).text
                .contains("\"scores\":[\(expected[0]),\(expected[1])]"))
        // Thresholds are of similarities.
        #expect(
            try await Program.run(search + ["--threshold", "0.5"]).lines.count == 1)
        let all = texts(three[0], three[1], three[2])
        let pairs = ["pairs", "--input", all, "--top", "1", "--score", "percentile"]
        #expect(try await Program.run(pairs).text.hasPrefix("\(expected[0])\t"))
        #expect(
            try await Program.run(pairs + ["--json"]).text.hasPrefix("{\"score\":\(expected[0]),"))
    }

    /// 0.75 and 0.95 with all-MiniLM-L6-v2, as they always were.
    @Test func thresholdsAreThoseOfTheModel() async throws {
        let path = texts("It rains.", "It is raining.", "The piano is sold.", "El piano se vendió.")
        for (model, duplicates, communities) in [
            (Program.model, nil, nil), (Self.many, "0.972", "0.945"),
        ] as [(String, String?, String?)] {
            let dedupe = try await Program.run("dedupe", "--input", path, "--model", model)
            #expect(dedupe.status == 0)
            let cluster = try await Program.run(
                "cluster", "--input", path, "--minimum-size", "1", "--model", model)
            for (outcome, own, usual, arguments) in [
                (dedupe, duplicates, "0.95", ["dedupe"]),
                (cluster, communities, "0.75", ["cluster", "--minimum-size", "1"]),
            ] {
                #expect(
                    outcome.messages.contains("senc: threshold ") == (own != nil),
                    "\(outcome.messages)")
                if let own { #expect(outcome.messages.contains("threshold \(own), by")) }
                let given = try await Program.run(
                    arguments + [
                        "--input", path, "--model", model, "--threshold", own ?? usual,
                    ])
                #expect(given.text == outcome.text && !given.messages.contains("senc: threshold "))
            }
        }
    }

    @Test func vectorsWithoutAModelKeepTheUsualThresholds() async throws {
        let matrix = Matrix(rows: 3, columns: 2, elements: [1, 0, 0.96, 0.28, 0.9, 0.436])
        let path = files.file("v.npy")
        let writer = try NPYWriter(path: path, columns: 2)
        try writer.append(matrix)
        try writer.finish()
        let found = try await Program.run("dedupe", "--input", path)
        #expect(found.text == "1\n3\n" && !found.messages.contains("threshold"))
        let percentiles = try await Program.run("pairs", "--input", path, "--score", "percentile")
        #expect(percentiles.status == 64)
        #expect(percentiles.messages.contains("or --model with vectors"))
    }

    /// What encode keeps beside vectors tells the model, if that is at hand by its name.
    @Test func vectorsWhoseModelIsKnownHaveItsThresholds() async throws {
        let path = texts("It rains.", "It is raining.", "The piano is sold.")
        let vectors = files.file("texts.npy")
        let environment = [
            "HOME": files.path, "SENC_MODELS": Goldens.repository + "/Weights",
            "SENC_MODEL": "multilingual-e5-small",
        ]
        func run(_ arguments: String...) async throws -> Program.Outcome {
            try await Program.run(arguments, environment: environment)
        }
        #expect(try await run("encode", "--input", path, "--output", vectors).status == 0)
        let direct = try await run("dedupe", "--input", path)
        #expect(direct.messages.contains("threshold 0.972, by"))
        #expect(try await run("dedupe", "--input", vectors) == direct)
        let pairs = try await run("pairs", "--input", path, "--score", "percentile")
        #expect(pairs.status == 0)
        #expect(try await run("pairs", "--input", vectors, "--score", "percentile") == pairs)
    }

    @Test func aModelThatTellsNothingApartHasNoPercentiles() async throws {
        let words = Goldens.path("static/words.vec")
        let outcome = try await Program.run(
            "similarity", "king", "queen", "--model", words, "--score", "percentile")
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains("the model distinguishes too few texts"))
        let path = texts("king", "queen", "king")
        #expect(
            try await Program.run("dedupe", "--input", path, "--model", words).status == 0)
    }

    @Test(arguments: [
        (
            ["similarity", "a", "b", "--score", "percentile", "--format", "npy", "--output", "x"],
            "--score percentile is for --format text, json or csv"
        ),
        (
            ["search", "--query-vectors", "q.npy", "--in", "v.npy", "--score", "percentile"],
            "--score percentile is for queries that are texts"
        ),
        (
            ["pairs", "--input", "a", "--with", "b", "--score", "percentile"],
            "--score percentile is for --scoring cosine"
        ),
    ])
    func percentilesOfWhatHasNoneAreErrorsOfUsage(
        _ arguments: [String], _ message: String
    ) async throws {
        let outcome = try await Program.run(arguments)
        #expect(outcome.status == 64 && outcome.messages.contains(message), "\(outcome.messages)")
    }

    /// The usual threshold is a cosine.
    @Test func distancesOfAnUnknownModelNeedAThreshold() async throws {
        let vectors = Goldens.path("corpus/vectors.npy")
        for metric in ["euclidean", "manhattan"] {
            #expect(
                try await Program.run("dedupe", vectors, "--metric", metric)
                    == .failed(
                        64,
                        "--metric \(metric) needs --threshold for vectors of which no model is known"
                    ))
            #expect(
                try await Program.run(
                    "dedupe", vectors, "--metric", metric, "--threshold", "-0.01"
                ).status == 0)
        }
    }
}
