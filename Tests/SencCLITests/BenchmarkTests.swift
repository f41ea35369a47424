import Foundation
import TestSupport
import Testing

/// `senc benchmark`
@Suite struct BenchmarkTests {
    private func benchmark(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["benchmark", "--model", Goldens.path("tiny-bert"), "--seconds", "0.1"] + arguments)
    }

    @Test func jsonHoldsEachRateOfAPrecision() async throws {
        let outcome = try await benchmark("--json", "--precision", "float32", "--threads", "2")
        #expect(outcome.messages == "" && outcome.status == 0)
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        #expect(object["threads"] as? Int == 2)
        let precisions = try #require(object["precisions"] as? [[String: Any]])
        #expect(precisions.compactMap { $0["precision"] as? String } == ["float32"])
        let rates = [
            "peakOneThread", "peakAllThreads", "allLayersOneThread", "allLayersAllThreads",
            "tilesFromFirstLevel", "tilesFromSecondLevel", "loadTime",
        ]
        for name in rates {
            let rate = try #require(precisions.first?[name] as? Double)
            #expect(rate > 0, "\(name)")
        }
        for name in ["latencyOneThread", "latencyAllThreads"] {
            let times = try #require(precisions.first?[name] as? [String: Double])
            let (median, p99) = (times["median"] ?? 0, times["p99"] ?? 0)
            #expect(times["calls"] ?? 0 > 0 && median > 0 && p99 >= median, "\(name)")
        }
        let layers = try #require(precisions.first?["layersOneThread"] as? [[String: Any]])
        #expect(layers.compactMap { $0["outputs"] as? Int } == [96, 32, 64, 64, 32])
        for name in ["shortTexts", "longTexts"] {
            let texts = try #require(precisions.first?[name] as? [String: Double])
            #expect(texts.count == 4, "\(name)")
            #expect(texts.values.allSatisfy { $0 > 0 }, "\(name)")
        }
    }

    @Test func theTableHasAColumnForEachPrecision() async throws {
        let outcome = try await benchmark()
        #expect(outcome.messages == "" && outcome.status == 0)
        let headings = outcome.lines.map { $0.split(separator: " ") }
        #expect(headings.contains(["float32", "bfloat16", "int8"]))
    }

    @Test(arguments: [("--seconds", "0"), ("--threads", "0"), ("--precision", "float8")])
    func optionsOutOfRangeAreRefused(_ option: String, _ value: String) async throws {
        let outcome = try await Program.run(["benchmark", option, value])
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.messages.contains(option))
    }
}
