import Foundation
import TestSupport
import Testing

/// `senc evaluate --analogies` and `--word-pairs`, against gensim (`Goldens/make_word_tests.py`).
@Suite struct EvaluateWordTests {
    private struct Expected: Decodable {
        let restrictVocab: Int
        let caseInsensitive: Bool
        let accuracy, pearson, spearman, unknownPercent: Double
        let sections: [Section]
    }

    private struct Section: Decodable {
        let name: String
        let correct, incorrect: Int

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            name = try values.decode(String.self)
            correct = try values.decode(Int.self)
            incorrect = try values.decode(Int.self)
        }
    }

    private let files = TemporaryDirectory()
    private let vectors = Goldens.path("words/vectors.vec")

    private func measured(_ arguments: [String], _ known: Expected) async throws -> [String: Any] {
        let options =
            arguments + [
                "--model", vectors, "--restrict-vocab", "\(known.restrictVocab)", "--json",
            ]
            + (known.caseInsensitive ? [] : ["--case-sensitive"])
        let outcome = try await Program.run(["evaluate"] + options)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output))
        return try #require(object as? [String: Any])
    }

    @Test func figuresAreThoseOfGensim() async throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let cases = try decoder.decode(
            [Expected].self, from: Data(Goldens.bytes("words/expected.json")))
        #expect(cases.count == 4)
        for known in cases {
            let analogies = try await measured(
                ["--analogies", Goldens.path("words/analogies.txt")], known)
            let accuracy = try #require(analogies["accuracy"] as? Double)
            #expect(abs(accuracy - known.accuracy) < 1e-12)
            for section in known.sections.dropLast() {
                let answered = Double(section.correct + section.incorrect)
                let own = analogies["accuracy:" + section.name] as? Double
                #expect(((own ?? 0) * answered).rounded() == Double(section.correct))
                #expect((own == nil) == (answered == 0))
            }
            let pairs = try await measured(
                ["--word-pairs", Goldens.path("words/pairs.tsv")], known)
            for (name, value) in [
                ("pearson", known.pearson), ("spearman", known.spearman),
                ("unknown_ratio", known.unknownPercent / 100),
            ] {
                let own = try #require(pairs[name] as? Double)
                #expect(abs(own - value) < 1e-6, "\(name)")
            }
        }
    }

    @Test func modelsWithoutWordsAnswerFromThoseOfTheFile() async throws {
        files.write(": s\nking queen man woman\n", to: "q.txt")
        let outcome = try await Program.run(
            ["evaluate", "--analogies", "q.txt", "--model", Goldens.path("static/model2vec")],
            in: files.path)
        #expect(outcome.status == 0 && outcome.text.contains("questions\t1\nunknown\t0\n"))
    }

    @Test(
        arguments: [
            (
                "--analogies q.txt --word-pairs q.txt", 64,
                "give --analogies or --word-pairs, not both"
            ),
            ("--analogies q.txt q.txt", 64, "go without other files"),
            ("--analogies q.txt --label x", 64, "--label is not for --analogies"),
            ("--restrict-vocab 5 q.txt", 64, "--restrict-vocab and --case-sensitive are for"),
            ("--analogies q.txt --restrict-vocab 0", 64, "--restrict-vocab must be at least 1"),
            ("--analogies none.txt", 66, "none.txt"),
            ("--analogies q.txt", 65, "line 1 stands before the first section"),
            ("--word-pairs q.txt", 65, "no line is two words and a score"),
            ("--word-pairs u.txt", 65, "the model lacks words of each line"),
            ("--word-pairs one.txt", 65, "(one.txt)"),
        ] as [(String, Int32, String)])
    func mistakesAreTold(_ line: String, _ status: Int32, _ message: String) async throws {
        files.write("a b c d\n", to: "q.txt")
        files.write("a\tb\t1\n", to: "u.txt")
        files.write("rey\tgato\n", to: "one.txt")
        let outcome = try await Program.run(
            ["evaluate", "--model", vectors] + line.split(separator: " ").map(String.init),
            in: files.path)
        #expect(outcome.status == status && outcome.messages.contains(message), "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1)
    }
}
