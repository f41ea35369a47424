import TestSupport
import Testing

/// What the program tells of itself.
@Suite struct HelpTests {
    @Test func helpNamesTheCommandsAndShowsAnExample() async throws {
        let outcome = try await Program.run("--help")
        #expect(outcome.lines.contains(#"  senc encode "La lluvia golpea la ventana.""#))
        for command in [
            "encode", "tokenize", "similarity", "search", "index", "pairs", "dedupe", "cluster",
            "classify", "outliers", "analogy", "neighbors", "recommend", "train", "predict",
            "evaluate", "models", "inspect", "verify", "pull", "quantize", "export", "trim",
            "benchmark", "doctor", "config", "serve", "worker",
        ] {
            #expect(outcome.text.contains("\n  \(command) "), "\(command)")
        }
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test(arguments: [
        ("encode", "senc encode --input sentences.txt --output vectors.npy"),
        ("tokenize", #"senc tokenize "La lluvia golpea la ventana.""#),
        ("similarity", #"senc similarity "El rey y la reina." "A king and a queen.""#),
        ("search", #"senc search "when does it rain?" sentences.txt --top 3"#),
        ("index", "senc index build notes.index notes"),
        ("pairs", "senc pairs --input sentences.txt --top 20 --threshold 0.8"),
        ("dedupe", "senc dedupe --input sentences.txt --threshold 0.9 > distinct.txt"),
        ("cluster", "senc cluster --input sentences.txt --clusters 20 --seed 1"),
        ("classify", "senc classify apply t.json --input sentences.txt"),
        ("outliers", "senc outliers --input sentences.txt --top 5"),
        ("analogy", "senc analogy king man woman --model glove.6B.300d.txt"),
        ("neighbors", "senc neighbors words.vec king queen --top 5"),
        ("doctor", "senc doctor --json"),
        ("worker", "senc worker --input-format jsonl --field body --column vector"),
        ("evaluate", "senc evaluate sts-dev.csv --model all-MiniLM-L6-v2"),
        ("inspect", "senc inspect all-MiniLM-L6-v2"),
        ("verify", "senc verify all-MiniLM-L6-v2"),
        ("map", "senc map reviews.csv --field text --label stars --output map.svg"),
        ("quantize", "senc quantize all-MiniLM-L6-v2 --output minilm-q8_0.gguf"),
        ("recommend", "senc recommend shop --user 17 --top 5"),
        ("pull", "senc pull BAAI/bge-small-en-v1.5@main"),
        ("export", "senc export multilingual-e5-small --output e5"),
        ("predict", "senc predict flats more.csv"),
        ("trim", "senc trim all-MiniLM-L6-v2 --texts shop.csv --field text -o shop-model"),
    ])
    func helpOfACommandShowsAnExample(_ command: String, _ example: String) async throws {
        let outcome = try await Program.run("help", command)
        #expect(outcome.lines.contains("  " + example))
        #expect(outcome.text.contains("USAGE: senc \(command) "))
        #expect(outcome.messages == "" && outcome.status == 0)
        #expect(try await Program.run(command, "--help") == outcome)
    }

    @Test func versionIsTheNameAndThreeNumbers() async throws {
        let outcome = try await Program.run("--version")
        #expect(outcome.text.wholeMatch(of: /senc \d+\.\d+\.\d+\n/) != nil)
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test(arguments: [
        ("bash", "complete -o filenames"), ("zsh", "#compdef senc"), ("fish", "complete -c 'senc'"),
    ])
    func completionsAreGenerated(_ shell: String, _ mark: String) async throws {
        let outcome = try await Program.run("--generate-completion-script", shell)
        #expect(outcome.text.contains(mark))
        #expect(outcome.text.contains("truncate-dimension"))
        #expect(outcome.messages == "" && outcome.status == 0)
    }
}
