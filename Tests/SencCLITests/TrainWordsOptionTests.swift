import Foundation
import TestSupport
import Testing

/// `senc train words` with co-occurrences, phrases, tokens of a model, static models, and its reports.
@Suite struct TrainWordsOptionTests {
    private let files = TemporaryDirectory()

    init() {
        let texts = (0..<300).flatMap { index in
            [
                "The \(["king", "queen", "monarch"][index % 3]) rules from a golden throne.",
                "The \(["farmer", "shepherd", "peasant"][index % 3]) sows in a muddy field.",
                "\(index) is \(["odd", "even"][index % 2]).",
            ]
        }
        files.write(texts.joined(separator: "\n") + "\n", to: "t.txt")
    }

    private func train(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "words", "t.txt", "--dimension", "16"] + arguments, in: files.path)
    }

    private func names(_ directory: String = "") throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: files.file(directory)))
    }

    @Test func vectorsComeOfCooccurrences() async throws {
        let arguments = ["--objective", "glove", "--epochs", "40", "--x-max", "20"]
        for (name, more) in [
            ("1.vec", ["--threads", "1"]), ("2.vec", ["--threads", "2", "--memory", "1"]),
            ("3.vec", ["--threads", "3"]),
        ] {
            let outcome = try await Program.run(
                ["train", "words", "t.txt", "--dimension", "16", "--output", name] + arguments
                    + more, in: files.path)
            #expect(outcome.status == 0, "\(outcome.messages)")
            #expect(files.read(name) == files.read("1.vec"))
        }
        #expect(try names() == ["t.txt", "1.vec", "2.vec", "3.vec"])
        let scores = try await Program.run(
            ["similarity", "--first", "king", "monarch", "peasant", "-m", "1.vec", "--json"],
            in: files.path)
        let values = scores.vectors.first ?? []
        #expect(values.count == 2 && values[0] > values[1], "\(scores)")
    }

    @Test(arguments: ["model", "model/", "m.d"])
    func aDirectoryIsAStaticModel(name: String) async throws {
        let format = name == "m.d" ? ["--format", "static"] : []
        let outcome = try await Program.run(
            ["train", "words", "t.txt", "--dimension", "16", "-o", name] + format, in: files.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(
            try names(name) == [
                "0_StaticEmbedding", "README.md", "config_sentence_transformers.json",
                "modules.json",
            ])
        let vector = try await Program.run(
            ["encode", "The king rules.", "--model", "./\(name)", "--format", "csv"],
            in: files.path)
        #expect(vector.status == 0 && vector.text.split(separator: ",").count == 16)
        let again = try await Program.run(
            ["train", "words", "t.txt", "-o", name] + format, in: files.path)
        #expect(again.status == 74 && again.messages.contains("the directory is not empty"))
    }

    @Test func phrasesAreWords() async throws {
        for threads in ["1", "2", "3"] {
            let outcome = try await train(
                "--output", "\(threads).vec", "--phrases", "2", "--phrase-threshold", "0.1",
                "--threads", threads, "--json")
            #expect(outcome.status == 0, "\(outcome.messages)")
            #expect(files.read("\(threads).vec") == files.read("1.vec"))
            let report = try JSONSerialization.jsonObject(with: Data(outcome.text.utf8))
            let members = try #require(report as? [String: Any])
            #expect(try #require(members["phrases"] as? Int) > 0)
        }
        let words = String(decoding: files.read("1.vec"), as: UTF8.self)
        #expect(words.contains("\na_golden_throne ") || words.contains("_golden_throne "))
    }

    @Test func tokensMayBeAModels() async throws {
        let model = Goldens.path("tiny-bert")
        for output in ["tokens.vec", "tokens"] {
            let outcome = try await train("--output", output, "--tokenizer", model)
            #expect(outcome.status == 0, "\(outcome.messages)")
        }
        let words = String(decoding: files.read("tokens.vec"), as: UTF8.self)
        #expect(!words.contains("[UNK]") && !words.contains("[CLS]"))
        for model in [model, "tokens"] {
            let tokens = try await Program.run(
                ["tokenize", "The king rules.", "--model", model], in: files.path)
            #expect(tokens.status == 0 && tokens.text.contains("\"tokens\":"), "\(tokens)")
        }
        let vector = try await Program.run(
            ["encode", "The king rules.", "--model", "tokens", "--format", "csv"], in: files.path)
        #expect(vector.text.split(separator: ",").count == 16, "\(vector)")
    }

    @Test func theLossIsDrawnAndTold() async throws {
        let outcome = try await Program.run(
            [
                "train", "words", "t.txt", "--objective", "glove", "--epochs", "10", "-o", "w.vec",
                "--plot", "loss.svg", "--json",
            ], environment: ["LANG": "es"], in: files.path)
        #expect(outcome.status == 0)
        let drawing = String(decoding: files.read("loss.svg"), as: UTF8.self)
        #expect(drawing.hasPrefix("<svg ") && drawing.hasSuffix("</svg>\n"))
        #expect(drawing.contains(">pasadas</text>") && drawing.contains("<polyline "))
        struct Report: Decodable {
            struct Point: Decodable {
                let pass: Double
                let loss: Double
            }
            let words: Int
            let seen: Int
            let objective: String
            let output: String
            let loss: [Point]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.text.utf8))
        #expect(report.words == 19 && report.objective == "glove" && report.output == "w.vec")
        let (first, last) = (try #require(report.loss.first), try #require(report.loss.last))
        #expect(last.pass == 10 && last.loss < first.loss && report.loss.count > 10)
    }

    @Test func compressedTextsGiveTheSame() async throws {
        #expect(try await train("--output", "w.vec", "--min-count", "2").status == 0)
        files.writeGzip(files.read("t.txt"), to: "t.txt.gz")
        let outcome = try await Program.run(
            [
                "train", "words", "t.txt.gz", "--dimension", "16", "--min-count", "2", "-o",
                "z.vec",
            ], in: files.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(files.read("z.vec") == files.read("w.vec"))
    }

    @Test(
        arguments: [
            ("--objective glove --negatives 3", 64, "--objective glove has no --negatives"),
            ("--objective glove --ngrams 3-6", 64, "--objective glove has no --ngrams"),
            ("--objective glove --format fasttext", 64, "--format fasttext holds what"),
            ("--objective glove --x-max -1", 64, "x-max is -1.0, and must be"),
            ("--objective glove --x-max nan", 64, "x-max is nan, and must be"),
            ("--objective glove --memory -5", 64, "memory is"),
            ("--objective glove --memory 99999999999999999", 64, "memory is"),
            ("--objective glove --window 0", 64, "window is 0, and must be 1 to 1000"),
            ("--objective glove --learning-rate -1", 64, "learning rate is -1.0"),
            ("--objective glove --epochs 0", 64, "passes is 0"),
            ("--objective glove --min-count 2000", 65, "no word is seen 2000 times or more"),
            ("--x-max 5", 64, "--x-max is for --objective glove"),
            ("--memory 5", 64, "--memory is for --objective glove and for --phrases"),
            ("--phrases 0", 64, "phrases is 0, and must be 1 to 10"),
            ("--phrases 1 --phrase-threshold nan", 64, "phrase threshold is nan"),
            ("--phrase-min-count 3", 64, "--phrase-min-count is for --phrases"),
            ("--phrases 1 --tokenizer x", 64, "--phrases joins words"),
            ("--tokenizer nowhere/none", 66, "nowhere/none"),
            ("--tokenizer x --case-sensitive", 64, "--tokenizer cuts texts as the model does"),
            ("--format static --ngrams 3-6", 64, "--format static has no vectors of n-grams"),
            ("--plot t.txt", 64, "is also an input"),
            ("--plot nowhere/p.svg", 74, "nowhere/p.svg"),
        ] as [(String, Int32, String)])
    func mistakesAreToldAndNothingIsWritten(
        _ line: String, _ status: Int32, _ message: String
    ) async throws {
        let outcome = try await Program.run(
            ["train", "words", "t.txt", "-o", "w.vec"]
                + line.split(separator: " ").map(String.init), in: files.path)
        #expect(outcome.status == status && outcome.messages.contains(message), "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1)
        #expect(try names() == ["t.txt"])
    }

    @Test func wordsWithoutNeighborsAreAnError() async throws {
        files.write("a\nb\na\nb\n", to: "t.txt")
        let outcome = try await train(
            "-o", "w", "--objective", "glove", "--min-count", "1")
        #expect(outcome.status == 65 && outcome.messages.contains("no text has two words"))
        #expect(try names() == ["t.txt"])
    }

    /// Temporary files are made beside the output.
    @Test func aFullDiskIsAnErrorOfOneLine() async throws {
        var random = SplitMix(seed: 1)
        let texts = (0..<4000).map { _ in
            (0..<30).map { _ in "w\(Int.random(in: 0..<4000, using: &random))" }
                .joined(separator: " ")
        }
        files.write(texts.joined(separator: "\n"), to: "t.txt")
        let limited =
            "ulimit -f 400; exec '\(Program.path)' train words t.txt -o w.vec --objective glove "
            + "--memory 1 --dimension 2 --epochs 1"
        let outcome = try await Program.run(["-c", limited], in: files.path, program: "/bin/sh")
        #expect(outcome == .failed(74, "cannot write: File too large (.)"))
        #expect(try names() == ["t.txt"])
    }
}
