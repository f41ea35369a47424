import Foundation
import TestSupport
import Testing

/// `senc train sentences`.
@Suite struct TrainSentencesTests {
    private let files = TemporaryDirectory()
    private static let model = Goldens.path("tiny-bert")

    init() {
        let topics = ["rain falls", "sun shines", "bread bakes", "dogs bark", "trains leave"]
        func rows(_ range: Range<Int>) -> [(String, String, String)] {
            range.map { row in
                let topic = topics[row % topics.count]
                return (
                    "\(topic) on day \(row)", "today \(row) it is so: \(topic)",
                    topics[(row + 2) % topics.count] + " \(row)"
                )
            }
        }
        func write(_ range: Range<Int>, _ name: String) {
            files.write(
                "anchor,positive,negative\n"
                    + rows(range).map { "\($0.0),\($0.1),\($0.2)\n" }.joined(), to: name)
        }
        write(0..<60, "t.csv")
        write(60..<90, "held.csv")
        files.write(
            "first\tsecond\tscore\n"
                + rows(0..<60).enumerated().map {
                    "\($1.0)\t\($0 % 3 == 0 ? $1.1 : $1.2)\t\($0 % 3 == 0 ? 4.5 : 0.5)\n"
                }.joined(), to: "scores.tsv")
        files.write(
            rows(0..<60).enumerated().map {
                #"{"text":"\#($1.0)","label":"t\#($0 % 5)"}"# + "\n"
            }.joined(), to: "labels.jsonl")
    }

    private func train(_ arguments: String...) async throws -> Program.Outcome {
        let rate = arguments.contains("--learning-rate") ? [] : ["--learning-rate", "0.001"]
        return try await Program.run(
            ["train", "sentences"] + arguments + ["--model", Self.model, "--batch", "8"] + rate,
            in: files.path)
    }

    private func weights(_ directory: String) throws -> Data {
        try Data(
            contentsOf: URL(fileURLWithPath: files.file(directory + "/model.safetensors")))
    }

    @Test func tripletsAreLearnedTheSameWithAnyNumberOfThreads() async throws {
        for threads in 1...3 {
            let outcome = try await train(
                "t.csv", "--output", "m\(threads)", "--epochs", "3", "--threads", "\(threads)")
            #expect(outcome.status == 0, "\(outcome.messages)")
            #expect(
                outcome.messages.contains(
                    "60 examples, columns anchor, positive, negative, loss mnrl,"))
        }
        let one = try weights("m1")
        #expect(try one == weights("m2"))
        #expect(try one == weights("m3"))
        let before = try await Program.run(
            ["encode", "rain falls", "--model", Self.model, "--format", "csv"], in: files.path)
        let after = try await Program.run(
            ["encode", "rain falls", "--model", "./m1", "--format", "csv"], in: files.path)
        #expect(after.status == 0 && after.text != before.text)
        #expect(files.read("m1/curve.svg").starts(with: "<svg".utf8))
        let card = String(decoding: files.read("m1/README.md"), as: UTF8.self)
        #expect(card.contains("| loss | mnrl |"))
    }

    @Test func whatDoesBestOnTheValidationIsKept() async throws {
        let outcome = try await train(
            "t.csv", "-o", "m", "--validation", "held.csv", "--epochs", "3", "--json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
        #expect(object["measure"] as? String == "mrr@10")
        let before = try #require(object["before"] as? Double)
        let best = try #require(object["best"] as? Double)
        #expect(best >= before)
        let stopped = try await train(
            "t.csv", "-o", "s", "--validation", "0.2", "--epochs", "3", "--patience", "1",
            "--learning-rate", "0")
        #expect(stopped.status == 0, "\(stopped.messages)")
        #expect(stopped.messages.contains("after step 0\n"), "\(stopped.messages)")
    }

    @Test func scoresAndLabelsAreLearned() async throws {
        let scores = try await train("scores.tsv", "-o", "s", "--validation", "0.2")
        #expect(scores.status == 0, "\(scores.messages)")
        #expect(scores.messages.contains("loss cosent"))
        #expect(scores.messages.contains("spearman_cosine: "))
        let labels = try await train("labels.jsonl", "-o", "l")
        #expect(labels.status == 0, "\(labels.messages)")
        #expect(labels.messages.contains("columns text, loss batch-all-triplet"))
        let less = try await train("t.csv", "-o", "p", "--memory", "1K", "--no-dropout")
        let more = try await train("t.csv", "-o", "q", "--no-dropout")
        #expect(less.status == 0 && more.status == 0, "\(less.messages)")
        #expect(try weights("p") == weights("q"))
    }

    @Test func whatCannotBeLearnedIsToldInOneLine() async throws {
        files.write("a,b\n,\n,x\n", to: "empty.csv")
        files.write("text,label\nx,1\ny,1\n", to: "one.csv")
        files.write("a,b,score\nx,y,2\nx,z,many\n", to: "words.csv")
        files.write("a,b\nx,y\n", to: "single.csv")
        files.write("2 2\na 1 2\nb 3 4\n", to: "w.vec")
        let cases: [([String], Int32, String)] = [
            (
                ["empty.csv"], 65,
                "none of the 2 rows has a text in every column: name the columns with --column"
            ),
            (
                ["one.csv"], 65,
                "every row has the label '1' in the column 'label': nothing can be learned"
            ),
            (
                ["words.csv", "--loss", "cosent"], 65,
                "the score 'many' in the column 'score' is not a number"
            ),
            (
                ["t.csv", "--loss", "cosent"], 64,
                "the loss cosent takes 2 texts for each example, not 3"
            ),
            (
                ["single.csv", "--loss", "cosent"], 64,
                "the loss cosent needs a score for each example"
            ),
            (
                ["single.csv", "--validation", "0.1"], 65,
                "1 example is too few to keep some for the validation"
            ),
            (["t.csv", "--epochs", "0"], 64, "epochs is 0, and must be 1 to 100000"),
            (
                ["t.csv", "--column", "anchr"], 64,
                "no column 'anchr'; did you mean 'anchor'?"
            ),
            (
                ["t.csv", "--precision", "int8"], 64,
                "a model is taught with --precision float32 or bfloat16"
            ),
        ]
        for (arguments, status, message) in cases {
            let outcome = try await Program.run(
                ["train", "sentences"] + arguments + ["-o", "e", "--model", Self.model],
                in: files.path)
            #expect(outcome == .failed(status, message), "\(arguments)")
            #expect(!FileManager.default.fileExists(atPath: files.file("e")))
        }
        let words = try await Program.run(
            ["train", "sentences", "t.csv", "-o", "e", "--model", "w.vec"], in: files.path)
        #expect(words == .failed(65, "a file of word vectors cannot be taught (w.vec)"))
        let whole = try await train("single.csv", "-o", "one")
        #expect(whole.status == 0, "\(whole.messages)")
    }

    @Test func anAdapterIsWrittenAsPEFTDoesAndMerged() async throws {
        let adapter = try await train("t.csv", "-o", "a", "--lora", "4", "--no-dropout")
        #expect(adapter.status == 0, "\(adapter.messages)")
        let merged = try await train(
            "t.csv", "-o", "m", "--lora", "4", "--no-dropout", "--merge")
        #expect(merged.status == 0, "\(merged.messages)")
        var vectors: [[Double]] = []
        for model in ["./a", "./m", Self.model] {
            let outcome = try await Program.run(
                ["encode", "rain falls", "--model", model, "--format", "csv"], in: files.path)
            #expect(outcome.status == 0, "\(outcome.messages)")
            vectors.append(outcome.text.split(separator: ",").compactMap { Double($0) })
        }
        #expect(zip(vectors[0], vectors[1]).allSatisfy { abs($0 - $1) < 1e-5 })
        #expect(vectors[0] != vectors[2])
        let names = try FileManager.default.contentsOfDirectory(atPath: files.file("a")).sorted()
        #expect(
            names == [
                "README.md", "adapter_config.json", "adapter_model.safetensors", "curve.svg",
            ])
        let some = try await train(
            "t.csv", "-o", "s", "--lora", "2", "--lora-module", "query", "--lora-module", "value")
        #expect(some.status == 0, "\(some.messages)")
        let cut = try await train("t.csv", "-o", "c", "--matryoshka", "16,8")
        #expect(cut.status == 0, "\(cut.messages)")
        let wide = try await train("t.csv", "-o", "w", "--matryoshka", "4096")
        #expect(wide.status == 64 && wide.messages.contains("a dimension is 4096, and must be"))
        let frozen = try await train("t.csv", "-o", "f", "--freeze", "1")
        #expect(frozen.status == 0, "\(frozen.messages)")
        let more = try await train("t.csv", "-o", "g", "--freeze", "99")
        #expect(more.status == 64 && more.messages.contains("99 layers cannot be frozen"))
    }

    @Test func aLossWithoutBoundEndsTheLearning() async throws {
        let outcome = try await train(
            "t.csv", "-o", "m", "--epochs", "40", "--learning-rate", "1", "--max-norm", "1e12",
            "--schedule", "constant", "--loss", "triplet", "--warm-up", "0")
        if outcome.status != 0 {
            #expect(outcome.messages.hasPrefix("senc: "), "\(outcome.messages)")
            #expect(outcome.messages.contains("the loss is not finite in step "))
            #expect(!FileManager.default.fileExists(atPath: files.file("m")))
        }
    }

    @Test func staticModelsAreTaughtToo() async throws {
        let outcome = try await Program.run(
            [
                "train", "sentences", "t.csv", "-o", "m", "--model",
                Goldens.path("static/model2vec"), "--batch", "8", "--learning-rate", "0.05",
            ], in: files.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let vector = try await Program.run(
            ["encode", "rain falls", "--model", "./m", "--format", "csv"], in: files.path)
        #expect(vector.status == 0, "\(vector.messages)")
    }
}
