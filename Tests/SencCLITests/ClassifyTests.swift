import Senc
import SencAnalysis
import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc classify`
@Suite struct ClassifyTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let examples = [
        ("the king", "people"), ("the queen", "people"), ("la reina", "people"),
        ("rain", "weather"), ("rain and rain", "weather"), ("the rain", "weather"),
    ]

    private func classify(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["classify"] + arguments + ["--model", model.path])
    }

    private func write(_ examples: [(String, String)]) -> String {
        let lines = examples.map { "{\"text\":\"\($0)\",\"topic\":\"\($1)\"}\n" }
        return files.write(lines.joined(), to: "examples.jsonl")
    }

    /// Trains on the examples, without a test unless told otherwise.
    private func train(_ arguments: [String] = ["--folds", "0"]) async throws -> Program.Outcome {
        try await Program.run(
            [
                "classify", "train", "--input", write(examples), "--field", "text", "--label",
                "topic", "--output", files.file("topics.json"), "--model", model.path,
            ] + arguments)
    }

    // MARK: Without examples

    @Test func textsGetTheClosestLabel() async throws {
        let encoder = try SentenceEncoder(model: model.path)
        let text = try encoder.encode("the king")
        let scores = try ["king", "rain"].map {
            text.cosineSimilarity(to: try encoder.encode("a \($0)!"))
        }
        #expect(scores[0] > scores[1])
        let arguments = ["--labels", " king ,rain", "--template", "a {}!"]
        #expect(
            try await Program.run(
                ["classify", "the king", "--model", model.path] + arguments)
                == .printed("\(scores[0])\tking\tthe king\n"))
        #expect(
            try await Program.run(
                ["classify", "zero-shot", "the king", "--model", model.path, "--json"] + arguments)
                == .printed(
                    "{\"index\":0,\"text\":\"the king\",\"labels\":[\"king\",\"rain\"],"
                        + "\"scores\":[\(scores[0]),\(scores[1])]}\n"))
    }

    @Test func labelsOfAFileForVectors() async throws {
        let labels = files.write("king\nrain\n", to: "labels.txt")
        let vectors = files.file("v.npy")
        _ = try await Program.run(
            "encode", "rain", "king", "--model", model.path, "--output", vectors)
        let outcome = try await classify(
            "--input", vectors, "--labels-file", labels, "--top", "2")
        #expect(
            outcome.lines.map { $0.split(separator: "\t")[1] } == ["rain", "king", "king", "rain"])
        #expect(outcome.lines.map { $0.split(separator: "\t")[2] } == ["1", "1", "2", "2"])
        let other = Goldens.path("corpus/vectors.npy")
        #expect(
            try await classify("--input", other, "--labels-file", labels)
                == .failed(65, "the queries have dimension 32 and the vectors 24 (\(other))"))
    }

    @Test(arguments: [
        (
            ["x"],
            "give the labels: --labels \"sports, politics\", or --labels-file FILE "
                + "(see 'senc classify --help')"
        ),
        (
            ["x", "--labels", "a,b", "--labels-file", "f"],
            "give --labels or --labels-file, not both (see 'senc classify --help')"
        ),
        (["x", "--labels", "a"], "give at least two labels"),
        (["x", "--labels", "a,,b"], "a label is empty"),
        (["x", "--labels", "a,b, a"], "the label 'a' is given twice"),
        (
            ["x", "--labels", "a,b", "--top", "0"],
            "--top must be at least 1 (see 'senc classify --help')"
        ),
        (
            ["x", "--labels", "a,b", "--template", "about"],
            "--template needs {} for the label (see 'senc classify --help')"
        ),
        (
            ["--labels", "a,b"],
            "give files, by position or with --input (- for standard input) (see 'senc classify --help')"
        ),
    ])
    func labelsThatMakeNoSenseAreRefused(_ arguments: [String], _ message: String) async throws {
        #expect(try await Program.run(["classify"] + arguments) == .failed(64, message))
    }

    // MARK: With examples

    @Test func aTrainedClassifierIsApplied() async throws {
        let trained = try await train()
        #expect(trained.status == 0 && trained.text.isEmpty)
        let path = files.file("topics.json")
        #expect(trained.messages == "senc: 2 labels from 6 texts (\(path))\n")
        let encoder = try SentenceEncoder(model: model.path)
        let expected = try await LogisticRegression(
            StoredVectors(encoder.encode(examples.map(\.0)).matrix), labels: examples.map(\.1))
        let texts = ["king", "rain, rain"]
        let probabilities = try await expected.probabilities(
            of: StoredVectors(encoder.encode(texts).matrix))
        let lines = zip(texts, probabilities).map { text, row in
            "\(Float(max(row[0], row[1])))\t\(row[0] >= row[1] ? "people" : "weather")\t\(text)\n"
        }
        #expect(
            try await classify("apply", path, texts[0], texts[1]) == .printed(lines.joined()))
        let json = try await classify("apply", path, texts[0], "--json")
        let order = probabilities[0][0] >= probabilities[0][1] ? [0, 1] : [1, 0]
        #expect(
            json.text
                == "{\"index\":0,\"text\":\"king\","
                + "\"labels\":[\"\(expected.classes[order[0]])\",\"\(expected.classes[order[1]])\"],"
                + "\"probabilities\":[\(Float(probabilities[0][order[0]])),"
                + "\(Float(probabilities[0][order[1]]))]}\n")
    }

    @Test func theAccuracyOnExamplesNotSeenIsPrinted() async throws {
        let encoder = try SentenceEncoder(model: model.path)
        let test = try await CrossValidation(
            StoredVectors(encoder.encode(examples.map(\.0)).matrix), labels: examples.map(\.1),
            options: LogisticRegression.Options(regularization: 2, isBalanced: true), folds: 3)
        let arguments = ["--folds", "3", "--regularization", "2", "--class-weight", "balanced"]
        let table = try await train(arguments)
        #expect(
            table.lines.first
                == "accuracy\t\(Float(test.accuracy))\t± \(Float(test.deviation))")
        #expect(table.lines.count == 3 && table.lines[1].hasPrefix("people\t"))
        let json = try JSON(
            parsing: Array(
                try await train(["--folds", "2", "--json"]).output))
        #expect(json["folds"]?.elements?.count == 2)
        #expect(json["labels"]?.elements?.map { $0["label"]?.string } == ["people", "weather"])
        #expect(json["labels"]?.elements?.map { $0["examples"]?.int } == [3, 3])
    }

    @Test func anotherModelsVectorsAreRefused() async throws {
        _ = try await train()
        let path = files.file("topics.json")
        let words = Goldens.path("static/words.vec")
        #expect(
            try await Program.run("classify", "apply", path, "king", "--model", words)
                == .failed(
                    65,
                    "made with the model "
                        + "'\(model.path.split(separator: "/").last ?? "")', which 'words.vec' "
                        + "does not match: their weights differ; give that one with --model, or "
                        + "make it anew with this one (\(path))"))
        let prompted = try await classify("apply", path, "king", "--prompt", "query")
        #expect(prompted.status == 65 && prompted.messages.contains("their prompts are"))
        let vectors = Goldens.path("corpus/vectors.npy")
        #expect(
            try await classify("apply", path, "--input", vectors)
                == .failed(65, "the queries have dimension 24 and the vectors 32 (\(vectors))"))
    }

    @Test func examplesThatTeachNothingAreErrors() async throws {
        #expect(
            try await train(["--folds", "4"])
                == .failed(
                    65,
                    "the label 'people' has 3 of the at least 4 examples that 4 folds need; ask for "
                        + "fewer with --folds, or for no test with --folds 0"))
        #expect(Path.kind(of: files.file("topics.json")) == nil)
        #expect(
            try await train(["--folds", "1"])
                == .failed(
                    64, "--folds must be 0, or at least 2 (see 'senc classify train --help')"))
        #expect(
            try await train(["--folds", "0", "--regularization", "0"])
                == .failed(64, "the regularization must be a finite number over 0, not 0.0"))
        func learn(_ examples: [(String, String)], label: String = "topic") async throws
            -> Program.Outcome
        {
            try await classify(
                "train", "--input", write(examples), "--field", "text", "--label", label,
                "--output", files.file("topics.json"))
        }
        let path = files.file("examples.jsonl")
        #expect(
            try await learn(examples, label: "mood")
                == .failed(
                    65,
                    "no field 'mood', but 'text', 'topic'; --missing skip leaves such records out, "
                        + "--missing empty takes an empty text (\(path), line 1)"))
        #expect(
            try await learn([("a", "x"), ("b", "x")])
                == .failed(65, "at least two labels are needed to tell them apart, not only 'x'"))
        #expect(
            try await learn([("a", "x"), ("b", "")])
                == .failed(65, "record 2 has an empty label"))
        let unlabeled = files.write("{\"text\":\"a\",\"topic\":null}\n", to: "null.jsonl")
        #expect(
            try await classify(
                "train", "--input", unlabeled, "--field", "text", "--label", "topic", "--output",
                path)
                == .failed(
                    65,
                    "field 'topic' is null; --missing skip leaves such records out, --missing empty "
                        + "takes an empty text (\(unlabeled), line 1)"))
        let csv = files.write("text,topic\na,x\n", to: "examples.csv")
        #expect(
            try await classify(
                "train", "--input", csv, "--field", "text", "--label", "mood", "--output", path)
                == .failed(65, "no column 'mood', but 'text', 'topic' (\(csv), line 1)"))
        #expect(
            try await classify(
                "train", "--input", Goldens.path("corpus/vectors.npy"), "--label", "x",
                "--output", path
            ).status == 64)
        #expect(
            try await classify(
                "train", "--input", path, "--field", "text", "--label", "topic", "--output",
                "/nowhere/topics.json"
            )
                == .failed(74, "cannot write: No such file or directory (/nowhere/topics.json)"))
    }

    @Test func damagedClassifiersAreErrors() async throws {
        _ = try await train()
        let path = files.file("topics.json")
        let whole = files.read("topics.json")
        func error() async throws -> String {
            let outcome = try await classify("apply", path, "king")
            #expect(outcome.status == 65 && outcome.text.isEmpty)
            return outcome.messages
        }
        files.write(Array(whole.prefix(whole.count / 2)), to: "topics.json")
        #expect(try await error().hasSuffix("(\(path))\n"))
        files.write("[1]", to: "topics.json")
        #expect(
            try await error() == "senc: error: not a classifier of senc (\(path))\n")
        for (old, new, key) in [
            ("\"version\":1", "\"version\":2", "version"),
            ("\"tokenizer\":", "\"other\":", "model"),
            ("[\"people\",\"weather\"]", "[\"people\"]", "weights"),
            ("[\"people\",\"weather\"]", "[\"people\",1]", "labels"),
            ("\"dimension\":32", "\"dimension\":31", "weights"),
            ("\"weights\":[[", "\"weights\":[[\"1\",", "weights"),
            // As many numbers as there should be, in rows that are not as long.
            ("\"weights\":[[", "\"weights\":[[],[", "weights"),
            ("\"intercepts\":[", "\"intercepts\":[1,", "weights"),
            ("\"intercepts\":[", "\"intercepts\":[1e999,", "weights"),
        ] {
            files.write(whole, to: "topics.json")
            files.edit("topics.json", replacing: old, with: new)
            #expect(
                try await error()
                    == "senc: error: the classifier is damaged, or of another version of senc: "
                    + "'\(key)' is not what it should be (\(path))\n")
        }
        #expect(
            try await classify("apply", files.file("none.json"), "king")
                == .failed(66, "no such file (\(files.file("none.json")))"))
    }
}
