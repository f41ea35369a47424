import Foundation
import Senc
import SencFiles
import TestSupport
import Testing

/// `senc export`
@Suite struct ExportTests {
    private let files = TemporaryDirectory()
    private let model = Goldens.path("tiny-bert")

    private func run(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(["export"] + arguments, in: files.path)
    }

    private func names(_ path: String = "") throws -> [String] {
        try Directory.names(in: FileName(path.isEmpty ? files.path : files.file(path)))
            .map(\.string)
    }

    @Test func oneLineTellsWhatWasWrittenWhere() async throws {
        let outcome = try await run(model, "--to", "out")
        #expect(outcome == .printed("wrote \(model) in float32 to out (112 kB)\n"))
        let half = try await run(model, "--output", "half", "--type", "float16")
        #expect(half == .printed("wrote \(model) in float16 to half (60.3 kB)\n"))
        #expect(try names() == ["half", "out"])
        #expect(
            try names("out") == [
                "1_Pooling", "README.md", "config.json", "config_sentence_transformers.json",
                "model.safetensors", "modules.json", "sentence_bert_config.json", "tokenizer.json",
                "tokenizer_config.json", "vocab.txt",
            ])
        let printed = try await Program.run(
            ["encode", "--model", "out", "la lluvia"], in: files.path)
        #expect(try await Program.run("encode", "--model", model, "la lluvia") == printed)
    }

    /// Without a name, the model is the one that other commands take.
    @Test func theDefaultModelIsExported() async throws {
        let outcome = try await run("--to", "out")
        #expect(outcome.text.hasPrefix("wrote \(Program.model) in float32 to out (91.6 MB)"))
        #expect(outcome.messages == "" && outcome.status == 0)
        let verified = try await Program.run(
            [
                "verify", "out", "--vectors",
                Goldens.repository + "/Weights/\(Program.model)/reference_vectors.json",
            ], in: files.path)
        #expect(verified.text.contains("least cosine 1.0, over 8 texts") && verified.status == 0)
    }

    @Test func aWorkingDirectoryIsFilled() async throws {
        let outcome = try await run(model, "--to", ".")
        #expect(outcome.status == 0)
        #expect(try names().count == 10 && names().contains("model.safetensors"))
        let again = try await run(model, "--to", ".")
        #expect(
            again
                == .failed(
                    74,
                    "the directory is not empty; name another, or one that is not there yet (.)"))
    }

    @Test func whatCannotBeDoneIsTold() async throws {
        files.write("mine", to: "file")
        #expect(
            try await run(model, "--to", "file")
                == .failed(74, "cannot write: Not a directory (file)"))
        #expect(
            try await run(model, "--to", "none/out")
                == .failed(74, "cannot write: No such file or directory (none/out)"))
        let words = Goldens.path("fasttext/gensim.bin")
        #expect(
            try await run(words, "--to", "out")
                == .failed(
                    65,
                    "sentence-transformers has no module for words' n-grams; export the .vec file "
                        + "of the same model, which has the words alone (\(words))"))
        let unknown = try await run("all-MiniLM-L6-v3", "--to", "out")
        #expect(unknown.status == 66 && unknown.messages.contains("'all-MiniLM-L6-v2'"))
        let other = try await run(model, "--to", "out", "--type", "int8")
        #expect(other.status == 64 && other.messages.contains("float32"))
        let missing = try await run(model)
        #expect(missing.status == 64 && missing.messages.contains("--output"))
        let both = try await run(model, "--to", "a", "--output", "b")
        #expect(both.status == 64 && both.messages.contains("--output is given twice"))
        #expect(try names() == ["file"])
    }

    /// A file over the limit on sizes stands for a full disk.
    @Test func aFailedWriteLeavesNothing() async throws {
        let limited = "ulimit -f 40; exec '\(Program.path)' export '\(model)' --to out"
        let outcome = try await Program.run(
            ["-c", limited], in: files.path, program: "/bin/sh")
        #expect(outcome.status == 74 && outcome.output.isEmpty)
        #expect(outcome.messages.hasPrefix("senc: error: cannot write: File too large ("))
        #expect(try names() == [])
    }

    private static let large = Goldens.repository + "/Weights/multilingual-e5-small"

    /// Where an export writes its weights.
    private static let partial = "out.senc-partial/model.safetensors.senc-partial"

    @Test(arguments: ["INT", "TERM"])
    func anInterruptLeavesNothing(signal: String) async throws {
        let script = """
            '\(Program.path)' export '\(Self.large)' --to out & senc=$!
            while [ ! -e \(Self.partial) ] && [ ! -e out ]; do sleep 0.01; done
            kill -\(signal) $senc; wait $senc
            """
        let outcome = try await Program.run(["-c", script], in: files.path, program: "/bin/sh")
        #expect(outcome == .failed(130, "interrupted; nothing was written (out)"))
        #expect(try names() == [])
    }

    @Test func whatAKilledExportLeftIsNoModelAndGivesWay() async throws {
        let weights = files.file(Self.partial)
        let time = try await Program.kill(["export", Self.large, "--to", "out"], in: files.path) {
            Path.exists(weights)
        }
        #expect(time == nil)
        #expect(try names() == ["out.senc-partial"])
        let outcome = try await run(model, "--to", "out")
        #expect(outcome.status == 0 && outcome.messages == "")
        #expect(try names() == ["out"])
    }
}
