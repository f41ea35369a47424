import Foundation
import Senc
import TestSupport
import Testing

/// `senc quantize`
@Suite struct QuantizeTests {
    private let directory = TemporaryDirectory()
    private let model = Goldens.path("tiny-bert")

    private func size(_ path: String) throws -> Int {
        try #require(
            FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    @Test func theSizesBeforeAndAfterArePrinted() async throws {
        let path = directory.file("m.gguf")
        let outcome = try await Program.run("quantize", model, "--output", path)
        let after = String(format: "%.1f", Double(try size(path)) / 1000)
        #expect(outcome == .printed("wrote \(path): \(after) kB, 107 kB before\n"))
        let written = try await Program.run("encode", "--model", path, "the sea")
        let expected = try SentenceEncoder(model: path).encode("the sea").vector
        #expect(written.vectors == [expected])
        let inspected = try await Program.run("inspect", path)
        #expect(inspected.text.contains("blk.0.ffn_up.weight             Q8_0  [64, 32]"))
    }

    @Test func theTypeIsChosen() async throws {
        let path = directory.file("m.gguf")
        let outcome = try await Program.run("quantize", model, "--type", "q4_0", "-o", path)
        #expect(outcome.status == 0 && outcome.messages == "")
        let inspected = try await Program.run("inspect", path)
        #expect(inspected.text.contains("blk.0.ffn_up.weight             Q4_0  [64, 32]"))
        #expect(!inspected.text.contains("Q8_0"))
    }

    @Test func wrongUsageIsTold() async throws {
        let name = try await Program.run("quantize", model, "--output", "m.bin")
        #expect(
            name
                == .failed(
                    64,
                    "--output must end in .gguf, by which models are found (m.bin) "
                        + "(see 'senc quantize --help')"))
        let none = try await Program.run("quantize", model)
        #expect(none.status == 64 && none.messages.contains("--output"))
        let path = directory.file("m.gguf")
        let type = try await Program.run("quantize", model, "--type", "q5_0", "--output", path)
        #expect(type.status == 64 && type.messages.contains("q5_0"))
        let nowhere = try await Program.run(
            "quantize", model, "--output", directory.file("none/m.gguf"))
        #expect(nowhere.status == 74)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func whatCannotBeStoredIsOneLine() async throws {
        let table = Goldens.path("static/model2vec")
        let outcome = try await Program.run(
            "quantize", table, "--output", directory.file("m.gguf"))
        #expect(
            outcome
                == .failed(
                    65,
                    "the model is a table of token vectors, which cannot be stored as GGUF: BERT, "
                        + "RoBERTa, XLM-R, CamemBERT, DistilBERT and Nomic models can, with mean, "
                        + "CLS or last-token pooling and nothing but Normalize after it (\(table))"
                ))
        let own = Goldens.path("weights/model-q8_0.gguf")
        let again = try await Program.run("quantize", own, "--output", directory.file("m.gguf"))
        #expect(again.status == 65 && again.messages.contains("quantized already"))
    }

    @Test(arguments: ["INT", "TERM"])
    func anInterruptLeavesNothing(signal: String) async throws {
        let model = Goldens.repository + "/Weights/all-MiniLM-L6-v2"
        let script = """
            '\(Program.path)' quantize '\(model)' --output m.gguf & senc=$!
            while [ ! -e m.gguf.senc-partial ] && [ ! -e m.gguf ]; do sleep 0.01; done
            kill -\(signal) $senc; wait $senc
            """
        let outcome = try await Program.run(
            ["-c", script], in: directory.path, program: "/bin/sh")
        #expect(outcome == .failed(130, "interrupted; nothing was written (m.gguf)"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == [])
    }
}
