import TestSupport
import Testing

/// Options that are given twice, or that contradict each other.
@Suite struct RepeatedOptionTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    /// Whatever takes one value is refused the second time, in every command.
    @Test(arguments: [
        ("encode x --format csv --format jsonl", "--format"),
        ("encode --input a --output v.npy --output=w.npy", "--output"),
        ("encode x --max-tokens 8 --threads 1 --max-tokens 9", "--max-tokens"),
        ("tokenize x --model a --model b", "--model"),
        ("similarity x y --output a --output b", "--output"),
        ("search x --in a --top 3 --top 4", "--top"),
        ("search x --in a --threshold=1 --threshold=2", "--threshold"),
        ("cluster --input a --clusters 2 --clusters 3", "--clusters"),
        ("classify x --labels a,b --template {} --template {}", "--template"),
        ("classify apply c.json x --top 1 --top 2", "--top"),
        ("classify train --input a --field f --label l --label m --output o", "--label"),
        ("index build i --in a --window 8 --window 9", "--window"),
        ("map a --output a.svg --title b --title c", "--title"),
        ("verify --precision int8 --precision int8", "--precision"),
        ("analogy a b c --among d --input e", "--input"),
    ])
    func anOptionOfOneValueCountsOnce(_ line: String, _ option: String) async throws {
        #expect(
            try await Program.run(line.split(separator: " ").map(String.init))
                == .failed(64, "\(option) is given twice, and counts once only"))
    }

    @Test func namesOfOneOptionAreOne() async throws {
        #expect(
            try await Program.run("similarity", "x", "y", "--metric", "dot", "--measure", "dot")
                == .failed(64, "--metric is given twice, and counts once only"))
        #expect(
            try await Program.run("map", "a", "-o", "a.svg", "--output", "b.svg")
                == .failed(64, "-o and --output are one option, and count once only"))
        // What follows -- are texts.
        #expect(
            try await Program.run(
                "tokenize", "--ids", "--model", model.path, "--", "--model", "--model"
            ).lines.count == 2)
    }

    @Test func labelsAddUp() async throws {
        let outcome = try await Program.run(
            "classify", "--labels", "rain, sea", "--labels", "king", "--model", model.path, "--top",
            "9", "rain")
        #expect(outcome.lines.count == 3)
        files.write("sea\n\nqueen\n", to: "labels.txt")
        let more = try await Program.run(
            "classify", "--labels-file", files.file("labels.txt"), "--labels-file",
            files.write("king\n", to: "more.txt"), "--model", model.path, "--top", "9", "rain")
        #expect(more.lines.count == 3)
    }

    @Test(arguments: [
        ("cluster --input a --clusters 2 --threshold 0.9", "--threshold and --minimum-size are"),
        ("cluster --input a --clusters 2 --minimum-size 3", "--threshold and --minimum-size are"),
        ("cluster --input a --restarts 2", "--restarts needs --clusters"),
        ("cluster --input a --threshold nan", "--threshold must be a number"),
        ("search x --in a --threshold nan", "--threshold must be a number"),
        ("search x --in a --threshold inf", "--threshold must be finite"),
        ("pairs --input a --threshold nan", "--threshold must be a number"),
        ("dedupe --input a --threshold inf", "--threshold must be finite"),
        ("map a --output a.svg --perplexity nan", "--perplexity must be a number"),
        ("map a --output a.svg --perplexity 0", "--perplexity must be over 0"),
        ("search x --in v.npy --oversample 4", "--oversample needs --rescore"),
        ("search x --in a --json --context 1", "give --context or --json, not both"),
        ("search x --in a --overlap=-1", "--overlap cannot be negative"),
        ("encode x --field text", "--field is for files of texts"),
        ("analogy a b c --field text", "--field is for files of texts"),
    ])
    func optionsThatContradictAreRefused(_ line: String, _ message: String) async throws {
        let outcome = try await Program.run(line.split(separator: " ").map(String.init))
        #expect(outcome.status == 64 && outcome.output == [])
        #expect(outcome.messages.hasPrefix("senc: error: " + message))
    }
}
