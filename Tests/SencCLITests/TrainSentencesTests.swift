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
        try await train(arguments)
    }

    private func train(_ arguments: [String]) async throws -> Program.Outcome {
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

    /// A file over the limit on sizes stands for a full disk: 50 kB for the checkpoint, 100 kB for the
    /// model, which is written when all is learned.
    @Test(arguments: [(100, "0"), (200, "600")])
    func aFullDiskIsAnErrorOfOneLine(blocks: Int, checkpoint: String) async throws {
        let limited =
            "ulimit -f \(blocks); exec '\(Program.path)' train sentences t.csv -o full "
            + "--model '\(Self.model)' --batch 8 --checkpoint \(checkpoint)"
        let outcome = try await Program.run(["-c", limited], in: files.path, program: "/bin/sh")
        #expect(outcome.status == 74 && outcome.output.isEmpty)
        let errors = outcome.messages.split(separator: "\n").filter {
            $0.hasPrefix("senc: error: cannot write: File too large (")
        }
        #expect(errors.count == 1, "\(outcome.messages)")
        #expect(try !FileManager.default.contentsOfDirectory(atPath: files.path).contains("full"))
    }

    @Test func setsHaveLossesOfTheirOwn() async throws {
        func json(_ outcome: Program.Outcome) throws -> [String: Any] {
            #expect(outcome.status == 0, "\(outcome.messages)")
            return try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
        }
        // Files with other columns: the usual losses of each.
        let mixed = try await train(
            "t.csv", "scores.tsv", "-o", "m", "--json", "--validation", "held.csv")
        let found = try json(mixed)
        #expect(found["examples"] as? Int == 120 && found["loss"] as? String == "mnrl, cosent")
        // 60 examples of each, 8 a step.
        #expect(found["steps"] as? Int == 16 && found["measure"] as? String == "mrr@10")
        #expect(
            mixed.messages.contains("60 examples, columns first, second, loss cosent, 16 steps"))
        let card = String(decoding: files.read("m/README.md"), as: UTF8.self)
        #expect(card.contains("60 examples, columns: first, second, loss: cosent."))
        // The same as each file's given loss, and for any number of threads.
        for threads in 1...2 {
            let named = try await train(
                "t.csv", "scores.tsv", "-o", "n\(threads)", "--loss", "mnrl", "--loss", "cosent",
                "--threads", "\(threads)", "--validation", "held.csv", "--json")
            #expect(try json(named)["loss"] as? String == "mnrl, cosent")
            #expect(try weights("n\(threads)") == weights("m"))
        }
        // Files with the same columns are one set, unless they are to be learned in other ways.
        let one = try json(try await train("t.csv", "held.csv", "-o", "o", "--json"))
        #expect(one["examples"] as? Int == 90 && one["steps"] as? Int == 12)
        let two = try json(
            try await train(
                "t.csv", "held.csv", "--loss", "mnrl", "--loss", "triplet", "-o", "p", "--json"))
        #expect(two["loss"] as? String == "mnrl, triplet")
        // A column of labels is that of the files that have it; one without rows has no say.
        files.write("uno,otro,nota\nrain,sun,1\nbread,rain,2\nsun,sun,5\n", to: "notas.csv")
        files.write("anchor,positive,negative\n", to: "none.csv")
        let labeled = try await train(
            "t.csv", "none.csv", "notas.csv", "--label", "nota", "-o", "l", "--loss", "mnrl",
            "--loss", "mnrl", "--loss", "cosent")
        #expect(labeled.status == 65, "\(labeled.messages)")
        let named = try json(
            try await train(
                "t.csv", "none.csv", "notas.csv", "--label", "nota", "-o", "l", "--json"))
        #expect(named["examples"] as? Int == 63, "\(named)")
        let missing = try await train("t.csv", "held.csv", "--label", "nota", "-o", "r")
        #expect(missing.status != 0 && missing.messages.contains("no column 'nota'"))
        let wrong = try await train(
            "t.csv", "held.csv", "scores.tsv", "--loss", "mnrl", "--loss", "triplet", "-o", "q")
        #expect(wrong.status == 64)
        #expect(wrong.messages.contains("--loss is given once, or once for each file"))
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
                """
                every row has the label '1' in the column 'label': nothing can be learned: name \
                another column with --label
                """
            ),
            (
                ["words.csv", "--loss", "cosent"], 65,
                """
                the score 'many' in the column 'score' is not a number: mend it, or name another \
                column with --label
                """
            ),
            (
                ["t.csv", "--loss", "cosent"], 64,
                """
                the loss cosent takes 2 texts for each example, not 3: name the columns with \
                --column, or give another --loss
                """
            ),
            (
                ["single.csv", "--loss", "cosent"], 64,
                """
                the loss cosent needs a score for each example: name the column with --label, or \
                give another --loss
                """
            ),
            (
                ["single.csv", "--validation", "0.1"], 65,
                """
                1 example is too few to keep some for the validation: give more, another share \
                with --validation, or a file
                """
            ),
            (
                ["single.csv"], 65,
                """
                the loss mnrl compares examples with each other, and no step has two: give more \
                examples, a larger --batch or another --loss
                """
            ),
            (
                ["scores.tsv", "--batch", "1"], 65,
                """
                the loss cosent compares examples with each other, and no step has two: give \
                more examples, a larger --batch or another --loss
                """
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
        files.write("a,b,c\nx,y,z\n", to: "triplet.csv")
        let whole = try await train("triplet.csv", "-o", "one")
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

    @Test func whatIsMergedIsWhatDidBestOnTheValidation() async throws {
        let arguments = [
            "train", "sentences", "t.csv", "--model", Self.model, "--batch", "8", "--lora", "4",
            "--validation", "held.csv", "--epochs", "4", "--learning-rate", "0.3", "--json",
        ]
        var vectors: [[Double]] = []
        for (directory, more) in [("a", []), ("m", ["--merge"])] {
            let outcome = try await Program.run(
                arguments + ["-o", directory] + more, in: files.path)
            #expect(outcome.status == 0, "\(outcome.messages)")
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
            let best = try #require(object["best_step"] as? Int)
            let steps = try #require(object["steps"] as? Int)
            #expect(0 < best && best < steps, "\(best) of \(steps)")
            let encoded = try await Program.run(
                ["encode", "rain falls", "--model", "./" + directory, "--format", "csv"],
                in: files.path)
            vectors.append(encoded.text.split(separator: ",").compactMap { Double($0) })
        }
        #expect(zip(vectors[0], vectors[1]).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    /// How a model scores unrelated texts is no longer so when it has learned.
    @Test func scoresOfTheModelAreLeftBehind() async throws {
        try FileManager.default.copyItem(atPath: Self.model, toPath: files.file("model"))
        files.write(
            #"{"format": "senc scores", "version": 1, "distributions": []}"#,
            to: "model/scores.json")
        let taught = try await Program.run(
            ["train", "sentences", "t.csv", "-o", "m", "--model", "./model"], in: files.path)
        #expect(taught.status == 0, "\(taught.messages)")
        let exported = try await Program.run(
            ["export", "./model", "--output", "e"], in: files.path)
        #expect(exported.status == 0, "\(exported.messages)")
        #expect(FileManager.default.fileExists(atPath: files.file("e/scores.json")))
        #expect(!FileManager.default.fileExists(atPath: files.file("m/scores.json")))
    }

    /// A word whose vector is not a number is met in some step.
    @Test func aLossThatIsNotFiniteEndsTheLearning() async throws {
        try FileManager.default.copyItem(atPath: Self.model, toPath: files.file("model"))
        var bytes = try weights("model")
        let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
        let header = try #require(
            try JSONSerialization.jsonObject(with: bytes[8..<8 + length]) as? [String: Any])
        let name = try #require(header.keys.first { $0.hasSuffix("word_embeddings.weight") })
        let tensor = try #require(header[name] as? [String: Any])
        let (offsets, shape) = (tensor["data_offsets"] as? [Int], tensor["shape"] as? [Int])
        let width = try #require(shape?.last)
        let words = String(decoding: files.read("model/vocab.txt"), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let place = try #require(words.firstIndex(of: "queen"))
        let start = 8 + length + (try #require(offsets?.first)) + place * width * 4
        bytes.replaceSubrange(
            start..<start + 4, with: withUnsafeBytes(of: Float.nan) { Data($0) })
        files.write(Array(bytes), to: "model/model.safetensors")
        let rows = (0..<40).map { "rain \($0),today \($0)\n" }.joined()
        files.write("a,b\n" + rows + "queen,rey\n", to: "n.csv")
        func outcome(_ more: String...) async throws -> Program.Outcome {
            try await Program.run(
                [
                    "train", "sentences", "n.csv", "-o", "m", "--model", "./model", "--batch", "4",
                    "--seed", "3",
                ] + more, in: files.path)
        }
        let stopped = try await outcome()
        #expect(stopped.status == 65)
        let line = try #require(
            stopped.messages.split(separator: "\n").last { $0.hasPrefix("senc: error: ") })
        #expect(line.hasPrefix("senc: error: the loss is not finite in step "), "\(line)")
        #expect(line.hasSuffix(": give a lower --learning-rate"), "\(line)")
        #expect(!FileManager.default.fileExists(atPath: files.file("m")))
        // What was learned before is kept, and nothing is learned from there but the same.
        #expect(FileManager.default.fileExists(atPath: files.file("m.checkpoint")))
        let again = try await outcome("--resume")
        #expect(again.messages.hasSuffix(line + "\n"))
    }

    /// A model learns from itself, with fewer layers or without.
    @Test(arguments: ["mse", "embed-distill", "gist", "margin-mse", "distill-kl"])
    func aTeacherIsLearnedFrom(loss: String) async throws {
        let data = loss == "mse" ? "labels.jsonl" : "t.csv"
        let columns = loss == "mse" ? ["--column", "text", "--loss", "mse"] : ["--loss", loss]
        let outcome = try await Program.run(
            [
                "train", "sentences", data, "-o", "m", "--model", Self.model, "--teacher",
                Self.model, "--layers", "1", "--epochs", "3", "--validation", "0.2",
                "--learning-rate", "0.002", "--json",
            ] + columns, in: files.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
        #expect(object["measure"] as? String == "negative_loss")
        let before = try #require(object["before"] as? Double)
        let best = try #require(object["best"] as? Double)
        #expect(best > before)
        let configuration = try JSONSerialization.jsonObject(
            with: Data(files.read("m/config.json")))
        #expect((configuration as? [String: Any])?["num_hidden_layers"] as? Int == 1)
        #expect(
            String(decoding: files.read("m/README.md"), as: UTF8.self)
                .contains("| teacher | tiny-bert |"))
    }

    @Test func textsAreComparedWithThemselvesUnderDropout() async throws {
        let outcome = try await train(
            "labels.jsonl", "-o", "m", "--column", "text", "--loss", "simcse")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.messages.contains("loss simcse"))
    }

    @Test func aTeacherThatDoesNotFitIsToldOfInOneLine() async throws {
        let cases: [([String], Int32, String)] = [
            (["--loss", "mse"], 64, "the loss mse needs a teacher: name one with --teacher"),
            (
                ["--loss", "mnrl", "--teacher", Self.model], 64,
                """
                the loss mnrl has no use for a teacher: leave out --teacher, or give another --loss
                """
            ),
            (["--layers", "99"], 64, "99 layers cannot be kept: the model has 2"),
            (
                ["--teacher", Self.model, "--matryoshka", "8"], 64,
                "the loss mse is for vectors of one dimension"
            ),
            (
                ["--teacher", Goldens.path("static/model2vec")], 64,
                "the teacher's vectors have "
            ),
        ]
        for (arguments, status, message) in cases {
            let outcome = try await train(["t.csv", "-o", "e"] + arguments)
            #expect(outcome.status == status && outcome.messages.contains(message), "\(outcome)")
            #expect(!FileManager.default.fileExists(atPath: files.file("e")))
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
