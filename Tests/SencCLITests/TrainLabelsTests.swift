import Foundation
import TestSupport
import Testing

/// `senc train labels`, and `senc classify apply` of what it writes.
@Suite struct TrainLabelsTests {
    private let files = TemporaryDirectory()
    private static let model = Goldens.path("tiny-bert")

    init() {
        let words = [
            ["rain", "sun", "wind"], ["bread", "soup", "fruit"], ["train", "road", "ship"],
        ]
        func write(_ range: Range<Int>, _ name: String) {
            let rows = range.map { row in
                let own = words[row % 3]
                return "the \(own[row / 3 % 3]) and the \(own[row / 9 % 3]) \(row),\(row % 3 + 1)\n"
            }
            files.write("text,stars\n" + rows.joined(), to: name)
        }
        write(0..<24, "t.csv")
        write(24..<42, "held.csv")
    }

    private func train(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "labels"] + arguments
                + ["--model", Self.model, "--learning-rate", "0.001"], in: files.path)
    }

    private func bytes(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: files.file(name)))
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func aModelAndItsClassifierAreTheSameWithAnyNumberOfThreads() async throws {
        for threads in 1...3 {
            try FileManager.default.createDirectory(
                atPath: files.file("d\(threads)"), withIntermediateDirectories: true)
            let whole = try await train(
                "t.csv", "--output", "d\(threads)/model", "--pairs", "6", "--threads", "\(threads)")
            #expect(whole.status == 0, "\(whole.messages)")
            #expect(
                whole.messages.contains("24 texts, 3 labels, 288 pairs, 18 steps"),
                "\(whole.messages)")
            #expect(whole.messages.contains("give --validation or --folds"))
        }
        for name in ["model.safetensors", "classifier.json", "README.md", "curve.svg"] {
            let one = try bytes("d1/model/" + name)
            #expect(try one == bytes("d2/model/" + name), "\(name)")
            #expect(try one == bytes("d3/model/" + name), "\(name)")
        }
        let card = String(decoding: files.read("d1/model/README.md"), as: UTF8.self)
        #expect(card.contains("| pairs of a kind for a text, at most | 6 |"))
    }

    @Test func theClassifierFindsItsModelBesideIt() async throws {
        let outcome = try await train("t.csv", "-o", "m", "--epochs", "2")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let apply = ["classify", "apply"]
        let whole = try await Program.run(
            apply + ["m", "--input", "held.csv", "--field", "text"], in: files.path)
        #expect(whole.status == 0, "\(whole.messages)")
        #expect(whole.lines.count == 18)
        let row = try await Program.run(
            apply + ["m", "the rain", "--format", "csv"], in: files.path)
        #expect(row.lines.first == "label,probability,index,text")
        try FileManager.default.moveItem(atPath: files.file("m"), toPath: files.file("n"))
        let moved = try await Program.run(
            apply + ["n/classifier.json", "--input", "held.csv", "--field", "text"],
            in: files.path)
        #expect(moved == whole)
        let other = try await Program.run(
            apply + ["n", "the rain", "--model", Self.model], in: files.path)
        #expect(other.status == 65 && other.messages.contains("their weights differ"))
        let none = try await Program.run(apply + [".", "the rain"], in: files.path)
        #expect(none.status != 0 && none.messages.contains("classifier.json"))
        // For sentence-transformers the file beside the model is nothing.
        let vector = try await Program.run(
            ["encode", "the rain", "--model", "./n", "--format", "csv"], in: files.path)
        #expect(vector.status == 0, "\(vector.messages)")
    }

    @Test func theAccuracyIsToldBeforeAndAfter() async throws {
        let file = try await train("t.csv", "-o", "a", "--validation", "held.csv", "--json")
        #expect(file.status == 0, "\(file.messages)")
        let report = try object(file.text)
        for key in ["accuracy_before", "accuracy_after"] {
            let value = try #require(report[key] as? Double)
            #expect(0...1 ~= value)
        }
        #expect(report["labels"] as? [String] == ["1", "2", "3"])
        let share = try await train("t.csv", "-o", "b", "--validation", "0.25")
        #expect(share.messages.contains("18 texts, 3 labels,"), "\(share.messages)")
        #expect(share.messages.contains(" before, ") && share.messages.contains(" after\n"))
        let folds = try await train("t.csv", "-o", "c", "--folds", "4", "--pairs", "2", "--json")
        #expect(folds.status == 0, "\(folds.messages)")
        #expect(try object(folds.text)["folds_after"] as? [Double] != nil)
        #expect(folds.messages.contains("fold 4 of 4 is tested"))
    }

    @Test func adaptersAndStaticModelsAreTaughtToo() async throws {
        let adapter = try await train("t.csv", "-o", "a", "--lora", "4", "--pairs", "4")
        #expect(adapter.status == 0, "\(adapter.messages)")
        let fixed = try await Program.run(
            [
                "train", "labels", "t.csv", "-o", "s", "--model",
                Goldens.path("static/model2vec"), "--pairs", "4",
            ], in: files.path)
        #expect(fixed.status == 0, "\(fixed.messages)")
        for directory in ["a", "s"] {
            let applied = try await Program.run(
                ["classify", "apply", directory, "the rain"], in: files.path)
            #expect(applied.status == 0, "\(applied.messages)")
        }
    }

    @Test func whatCannotBeLearnedIsToldInOneLine() async throws {
        files.write("text,label\n,\n,x\n", to: "empty.csv")
        files.write("text,label\nx,1\ny,1\n", to: "one.csv")
        files.write("text,label\nx,1\n", to: "example.csv")
        files.write("text,label\nx,1\ny,1\nz,2\n", to: "lonely.csv")
        files.write("text,note\nx,a\ny,b\n", to: "bare.csv")
        files.write("text,note,label\nx,a,1\ny,b,2\n", to: "wide.csv")
        files.write("text,stars\nx,9\n", to: "strange.csv")
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
                ["example.csv"], 65,
                """
                every row has the label '1' in the column 'label': nothing can be learned: name \
                another column with --label
                """
            ),
            (
                ["lonely.csv"], 65,
                "the label '2' has 1 example: give at least 2 of each, or leave it out"
            ),
            (["bare.csv"], 65, "the table has no column of labels: name it with --label"),
            (
                ["wide.csv"], 65,
                """
                the table has more than one column of texts ('text', 'note'): name the one to learn \
                from with --column
                """
            ),
            (
                ["t.csv", "--validation", "strange.csv", "--label", "stars"], 65,
                """
                no example has the label '9' that the validation has in the column 'stars': name \
                another column with --label
                """
            ),
            (
                ["t.csv", "--validation", "0.01"], 65,
                """
                24 examples are too few to keep such a share of them for the validation: give \
                more, another share with --validation, or a file
                """
            ),
            (["t.csv", "--pairs", "0"], 64, "pairs is 0, and must be 1 to 65536"),
            (
                ["t.csv", "--epochs", "100000", "--pairs", "65536"], 64,
                """
                384 pairs of texts in each of 100000 passes are too many: give fewer with --pairs, \
                or fewer --epochs
                """
            ),
            (
                ["t.csv", "--folds", "9"], 65,
                """
                the label '1' has 8 of the at least 9 examples that 9 folds need; ask for fewer with \
                --folds, or for no test with --folds 0
                """
            ),
            (
                ["t.csv", "--folds", "2", "--validation", "0.5"], 64,
                "give --validation or --folds, not both (see 'senc train labels --help')"
            ),
        ]
        for (arguments, status, message) in cases {
            let outcome = try await Program.run(
                ["train", "labels"] + arguments + ["-o", "e", "--model", Self.model],
                in: files.path)
            #expect(outcome == .failed(status, message), "\(arguments)")
            #expect(!FileManager.default.fileExists(atPath: files.file("e")))
        }
    }
}
