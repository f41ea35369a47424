import Senc
import SencFiles
import SencMath
import TestSupport
import Testing

/// How a model scores unrelated texts.
@Suite struct ScoreScaleTests {
    private let model = TinyModel.copy()

    /// 0, 0.001, … 0.999
    private func even() throws -> ScoreScale {
        try #require(
            ScoreScale(scores: (0..<1000).map { Double($0) / 1000 }, identical: 2))
    }

    @Test func percentilesAreTheSharesOfLowerScores() throws {
        let scale = try even()
        let expected: [(Float, Double)] = [(0.25, 25.03), (0.5, 50.05), (0.9, 90.09)]
        for (score, percentile) in expected {
            #expect(abs(scale.percentile(score) - percentile) < 0.02)
        }
        #expect(scale.percentile(-1) == 0)
        #expect(scale.percentile(.nan).isNaN)
    }

    /// Exponential beyond the last per cent, with three digits of the rest to 100.
    @Test func theTailIsExponential() throws {
        let scale = try even()
        #expect(abs(scale.tail - 0.00549) < 1e-4)
        let last = try #require(scale.quantiles.last)
        #expect(scale.percentile(Float(last + scale.tail)) == 99.632)
        #expect(scale.percentile(Float(last + 10 * scale.tail)) == 99.9999546)
        let ascending = (0...40).map { scale.percentile(Float(last + Double($0) / 200)) }
        #expect(zip(ascending, ascending.dropFirst()).allSatisfy { $0 <= $1 })
        #expect(ascending.allSatisfy { $0 < 100 } && scale.percentile(1000) < 100)
        #expect(abs(scale.score(exceededBy: 0.001) - Float(last + scale.tail * 2.302585)) < 1e-5)
    }

    /// However rare a score is to be, it is below that of a text with itself.
    @Test func thresholdsStayBelowIdenticalTexts() throws {
        let scale = try #require(
            ScoreScale(scores: (0..<2000).map { 0.98 + Double($0) / 101_000 }, identical: 1))
        #expect(scale.score(exceededBy: 1e-300) == 1)
        let wide = try #require(
            ScoreScale(scores: (0..<2000).map { -20 + Double($0) / 200 }, identical: 0))
        #expect(abs(wide.score(exceededBy: 1e-300) + 0.505) < 0.01)
    }

    @Test func whatIsNoDistributionIsNone() {
        #expect(ScoreScale(scores: [Double](repeating: 0.5, count: 5000), identical: 1) == nil)
        #expect(ScoreScale(scores: (0..<999).map { Double($0) }, identical: 1e6) == nil)
        let good = (0..<100).map { Double($0) }
        #expect(ScoreScale(quantiles: good, tail: 1, identical: 200) != nil)
        #expect(ScoreScale(quantiles: good.reversed(), tail: 1, identical: 200) == nil)
        #expect(ScoreScale(quantiles: Array(good.dropLast()), tail: 1, identical: 200) == nil)
        #expect(ScoreScale(quantiles: good, tail: 0, identical: 200) == nil)
        #expect(ScoreScale(quantiles: good, tail: 1, identical: 99) == nil)
        #expect(ScoreScale(quantiles: good, tail: .infinity, identical: 200) == nil)
    }

    /// `Benchmarks/roles/scores.py` wrote what is kept.
    @Test(arguments: ["all-MiniLM-L6-v2", "multilingual-e5-small", "static-es-en"])
    func whatIsKeptIsWhatTheModelScores(_ name: String) throws {
        let encoder = try SentenceEncoder(model: Goldens.repository + "/Weights/" + name)
        let plain = EncodingOptions()
        for (first, second) in [
            (plain, plain), (encoder.options(for: .query), encoder.options(for: .passage)),
        ] {
            let kept = try #require(try encoder.scoreScale(first, second, .cosine))
            let measured = try #require(try encoder.measuredScale(first, second, .cosine))
            #expect(kept != measured)
            #expect(abs(kept.tail - measured.tail) < 1e-5)
            for (one, other) in zip(kept.quantiles, measured.quantiles) {
                #expect(abs(one - other) < 1e-5)
            }
        }
    }

    @Test func otherPromptsMetricsAndModelsAreMeasured() throws {
        let encoder = try SentenceEncoder(
            model: Goldens.repository + "/Weights/all-MiniLM-L6-v2")
        let plain = EncodingOptions()
        let prompted = EncodingOptions(prompt: "query: ")
        let cosines = try #require(try encoder.scoreScale(prompted, prompted, .cosine))
        #expect(cosines == (try encoder.measuredScale(prompted, prompted, .cosine)))
        let distances = try #require(try encoder.scoreScale(plain, plain, .euclidean))
        #expect(distances.quantiles.allSatisfy { $0 < 0 })
        // Of vectors of length 1: d² = 2 − 2 cos.
        let usual = try #require(try encoder.scoreScale(plain, plain, .cosine))
        let middle = distances.quantiles[50]
        #expect(abs(1 - middle * middle / 2 - usual.quantiles[50]) < 1e-3)
        let part = EncodingOptions(truncateDimension: 64)
        #expect(
            try encoder.scoreScale(part, part, .cosine)
                == encoder.measuredScale(part, part, .cosine))
    }

    private static let damages = [
        ("[]", "an object"), (#"{"format":"other"}"#, "'format' must be 'senc scores'"),
        (#"{"format":"senc scores","version":2}"#, "'version' must be an integer from 1 to 1"),
        (#"{"format":"senc scores"}"#, "'version' is missing"),
        (#"{"format":"senc scores","version":1}"#, "'distributions' must be an array"),
        (
            #"{"format":"senc scores","version":1,"distributions":[{"metric":"cosine"}]}"#,
            "'distributions[0]' must have a metric"
        ),
        (
            #"{"format":"senc scores","version":1,"distributions":[{"metric":"cosine","#
                + #""prompts":["",""],"quantiles":[1,0],"tail":1,"identical":2}]}"#,
            "'distributions[0]' must have a metric"
        ),
    ]

    @Test(arguments: damages)
    func damagedFilesAreErrors(_ content: String, _ message: String) throws {
        model.write(content, to: "scores.json")
        let encoder = try SentenceEncoder(model: model.path)
        let plain = EncodingOptions()
        let error = #expect(throws: ModelError.self) {
            try encoder.scoreScale(plain, plain, .cosine)
        }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("scores.json") == true)
    }
}
