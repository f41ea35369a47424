import Foundation
import TestSupport
import Testing

/// `senc train words`.
@Suite struct TrainWordsTests {
    private let files = TemporaryDirectory()

    init() {
        let texts = (0..<200).flatMap { index in
            [
                "The \(["king", "queen", "monarch"][index % 3]) rules from a golden throne.",
                "The \(["farmer", "shepherd", "peasant"][index % 3]) sows in a muddy field.",
            ]
        }
        files.write(texts.joined(separator: "\n") + "\n", to: "t.txt")
        files.write(
            "id,body\n" + texts.enumerated().map { "\($0),\($1)\n" }.joined(), to: "t.csv")
    }

    private func train(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "words", "--dimension", "16", "--subsampling", "0"] + arguments,
            in: files.path)
    }

    @Test func theFileIsAModel() async throws {
        let outcome = try await train("t.txt", "--output", "w.vec", "--epochs", "20")
        #expect(outcome.messages.hasPrefix("senc: 16 words of 2800 seen, "))
        #expect(outcome.messages.hasSuffix(" s (w.vec)\n") && outcome.status == 0)
        let scores = try await Program.run(
            ["similarity", "--first", "king", "queen", "peasant", "--model", "w.vec", "--json"],
            in: files.path)
        #expect(scores.status == 0, "\(scores.messages)")
        let analogy = try await Program.run(
            ["analogy", "king", "queen", "farmer", "--model", "w.vec", "--top", "3"],
            in: files.path)
        #expect(analogy.status == 0 && analogy.text.split(separator: "\n").count == 3)
    }

    @Test func threadsAndTablesChangeNoByte() async throws {
        #expect(try await train("t.txt", "--output", "1.vec", "--threads", "1").status == 0)
        let one = files.read("1.vec")
        #expect(try await train("t.txt", "--output", "3.vec", "--threads", "3").status == 0)
        #expect(files.read("3.vec") == one)
        let table = try await train("t.csv", "--output", "t.vec")
        #expect(files.read("t.vec") == one)
        // Of several passes one alone tells it.
        #expect(table.messages.split(separator: "\n").count == 2)
        #expect(
            table.messages.hasPrefix("senc: the texts are taken from the column 'body'"))
        #expect(try await train("t.txt", "--output", "s.vec", "--seed", "2").status == 0)
        #expect(files.read("s.vec") != one)
    }

    @Test(arguments: [
        ["--output", "w.bin"], ["--output", "w.bin", "--ngrams", "3-4", "--buckets", "500"],
        ["--output", "w.dat", "--format", "word2vec", "--objective", "cbow"],
        ["--output", "w.txt", "--hierarchical-softmax"],
    ])
    func formsAreReadAsModels(options: [String]) async throws {
        let outcome = try await Program.run(
            ["train", "words", "t.txt", "--dimension", "8", "--epochs", "1"] + options,
            in: files.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let vector = try await Program.run(
            ["encode", "king", "--model", options[1], "--format", "csv"], in: files.path)
        #expect(vector.status == 0 && vector.text.split(separator: ",").count == 8)
    }

    @Test(
        arguments: [
            ("t.txt --output w.npy", 64, "does not tell the form of the file"),
            ("none.txt --output w.vec", 66, "none.txt"),
            ("- --output w.vec", 64, "write standard input to a file first"),
            ("t.txt --output t.txt --format word2vec", 64, "t.txt"),
            ("t.txt --output w.vec --min-count 1000", 65, "no word is seen 1000 times or more"),
            ("empty.txt --output w.vec", 65, "the texts have no word"),
            ("t.txt --output w.vec --dimension 0", 64, "dimension is 0, and must be 1 to 65536"),
            ("t.txt --output w.vec --ngrams 6-3", 64, "--ngrams"),
            ("t.txt --output w.vec --buckets 5", 64, "--buckets is for --ngrams"),
            (
                "t.txt --output w.vec --hierarchical-softmax --negatives 3", 64,
                "--hierarchical-softmax draws no words"
            ),
            (
                "t.txt --output w.bin --ngrams 3-4 --buckets 1000000000 --dimension 60000", 64,
                "are too many: give a higher --min-count"
            ),
            ("t.txt --output w.vec --subsampling 1e-300", 65, "no text has two words"),
            ("t.txt --output nowhere/w.vec", 74, "nowhere/w.vec"),
        ] as [(String, Int32, String)])
    func mistakesAreToldAndNothingIsWritten(
        _ line: String, _ status: Int32, _ message: String
    ) async throws {
        files.write("…\n", to: "empty.txt")
        let before = files.read("t.txt")
        let outcome = try await Program.run(
            ["train", "words"] + line.split(separator: " ").map(String.init), input: [],
            in: files.path)
        #expect(outcome.status == status && outcome.messages.contains(message), "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1)
        #expect(
            ["w.vec", "w.vec.senc-partial"].allSatisfy {
                !FileManager.default.fileExists(atPath: files.file($0))
            })
        #expect(files.read("t.txt") == before)
    }

    @Test func progressIsInTheLanguage() async throws {
        let terminal = try PseudoTerminal()
        let outcome = try await Program.run(
            ["train", "words", "t.txt", "--output", "w.vec", "--epochs", "400"],
            environment: ["TERM": "xterm", "LANG": "es"], in: files.path,
            redirection: "2>'\(terminal.name)'")
        #expect(outcome.status == 0)
        let written = try terminal.written()
        #expect(written.contains("pasada ") && written.contains("palabras de 2800 vistas"))
    }
}
