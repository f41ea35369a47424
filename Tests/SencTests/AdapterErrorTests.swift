import Foundation
import Senc
import SencFiles
import SencMath
import TestSupport
import Testing

/// Adapters that are not computed, or do not fit their base: each a named error in one line.
@Suite struct AdapterErrorTests {
    @Test func aBaseThatIsNotAtHandIsNamedWithTheMend() throws {
        let directory = AdapterFiles.place()
        let config = directory.file("adapter/adapter_config.json")
        directory.edit("adapter/adapter_config.json", replacing: "../base", with: "nobody/none")
        #expect(throws: AdapterError.noBase("nobody/none", path: config)) {
            try SentenceEncoder(model: directory.file("adapter"))
        }
        #expect(
            "\(AdapterError.noBase("nobody/none", path: "x"))".contains("'senc pull nobody/none'"))
        #expect(!"\(AdapterError.noBase("../x", path: "x"))".contains("pull"))
        directory.edit(
            "adapter/adapter_config.json", replacing: #""nobody/none""#, with: "null")
        #expect(throws: AdapterError.unnamedBase(path: config)) {
            try SentenceEncoder(model: directory.file("adapter"))
        }
    }

    @Test func aBaseThatIsAnAdapterItselfIsRefused() throws {
        let directory = AdapterFiles.place()
        directory.link(
            AdapterFiles.golden("bert-layers/adapter_config.json"), as: "base/adapter_config.json")
        expectRefusal(directory, telling: "'../base'", "an adapter itself")
        directory.write("[]", to: "base/modules.json")
        expectRefusal(directory, telling: "base/modules.json")
        directory.remove("base/modules.json")
        directory.remove("base/adapter_config.json")
        directory.write(#"{"model_type": "model2vec"}"#, to: "base/config.json")
        expectRefusal(directory, telling: "'../base'", "is not a transformer")
        directory.write(#"{"model_type": "hal"}"#, to: "base/config.json")
        expectRefusal(directory, telling: "'hal'", "base/config.json")
    }

    struct Edit: CustomTestStringConvertible, Sendable {
        let old: String
        let new: String
        let parts: [String]
        var testDescription: String { new }

        init(_ old: String, _ new: String, _ parts: String...) {
            (self.old, self.new, self.parts) = (old, new, parts)
        }
    }

    static let edits = [
        Edit(#""LORA""#, #""IA3""#, "'IA3'", "LORA"),
        Edit(#""LORA""#, #""PREFIX_TUNING""#, "'PREFIX_TUNING'"),
        Edit(#""LORA""#, #""VERA""#, "'VERA'"),
        Edit(#""LORA""#, "7", "'peft_type'", "string"),
        Edit(#""init_lora_weights": true"#, #""init_lora_weights": "pissa""#, "init_lora", "pissa"),
        Edit(#""use_qalora": false"#, #""use_qalora": true"#, "'use_qalora'", "'true'"),
        Edit(#""layer_replication": null"#, #""layer_replication": [[0, 1]]"#, "layer_replication"),
        Edit(
            #""trainable_token_indices": null"#, #""trainable_token_indices": [1]"#,
            "trainable_token_indices"),
        Edit(#""alora_invocation_tokens": null"#, #""new_trick": {"a": 1}"#, "'new_trick'"),
        Edit(#""bias": "all""#, #""bias": "some""#, "'bias'", "'some'"),
        Edit(#""r": 4"#, #""r": 0"#, "'r'", "integer"),
        Edit(#""r": 4"#, #""r": 5"#, "lora_B", "[18, 4]", "[18, 5]"),
        Edit(#""lora_alpha": 6"#, #""lora_alpha": "x""#, "'lora_alpha'", "number"),
        Edit(#""alpha_pattern": {}"#, #""alpha_pattern": {"(": 2}"#, "'alpha_pattern'", "pattern"),
        Edit(#""alpha_pattern": {}"#, #""alpha_pattern": {"a": "b"}"#, "'alpha_pattern'"),
        Edit(#""rank_pattern": {}"#, #""rank_pattern": {"query": 0.5}"#, "'rank_pattern'"),
        Edit(
            #""rank_pattern": {}"#, #""rank_pattern": {"query": 2}"#, "query", "[18, 4]", "[18, 2]"),
        Edit(#""use_dora": false"#, #""use_dora": true"#, "lacks", "lora_magnitude_vector"),
        Edit(
            #""layers_to_transform": null"#, #""layers_to_transform": [0]"#, "layer.1.",
            "does not target"),
        Edit(#""layers_to_transform": null"#, #""layers_to_transform": ["a"]"#, "integers"),
        Edit(#""exclude_modules": null"#, #""exclude_modules": ["query"]"#, "query", "target"),
        Edit(#""query","#, "", "self.query", "does not target"),
    ]

    @Test(arguments: edits)
    func aConfigurationThatIsNotComputedIsAnError(edit: Edit) {
        let directory = AdapterFiles.place()
        directory.edit("adapter/adapter_config.json", replacing: edit.old, with: edit.new)
        #expect {
            try SentenceEncoder(model: directory.file("adapter"))
        } throws: { error in
            let line = "\(error)"
            return error is any Diagnostic && !line.contains("\n")
                && edit.parts.allSatisfy { line.contains($0) }
        }
    }

    @Test(arguments: [
        Edit("1.output.dense.lora_A", "1.output.dense.lora_X", "lora_X", "none that a LoRA"),
        Edit("0.output.dense.lora_A", "0.output.dense.lora_B", "twice"),
        Edit("1.attention.self.query.lora_A", "9.attention.self.query.lora_A", "lacks", "lora_A"),
        Edit("1.attention.self.key.bias", "1.attention.self.kex.bias", "kex.bias", "not have"),
        Edit("1.attention.self.key.bias", "1.attention.self.key.bais", "bais", "none that a LoRA"),
        Edit(#""shape":[4,18]"#, #""shape":[18,4]"#, "[18, 4]", "[4, 18]"),
        Edit(#""shape":[18]"#, #""shape":[ 3]"#, "bytes"),
    ])
    func weightsThatDoNotFitAreAnError(edit: Edit) {
        let directory = AdapterFiles.place()
        rename(directory, edit.old, edit.new)
        #expect {
            try SentenceEncoder(model: directory.file("adapter"))
        } throws: { error in
            let line = "\(error)"
            return error is any Diagnostic && !line.contains("\n")
                && edit.parts.allSatisfy { line.contains($0) }
        }
    }

    @Test func factorsOfAModuleThatTheBaseLacksAreAnError() {
        let directory = AdapterFiles.place("roberta-tables")
        directory.edit(
            "adapter/adapter_config.json", replacing: "../../families/roberta", with: "../base")
        rename(
            directory, "layer.1.attention.self.query.lora_A", "layer.7.attention.self.query.lora_A")
        rename(
            directory, "layer.1.attention.self.query.lora_B", "layer.7.attention.self.query.lora_B")
        expectRefusal(directory, telling: "layer.7", "does not have")
    }

    @Test func weightsThatAreMissingOrEmptyAreAnError() {
        let directory = AdapterFiles.place()
        directory.remove("adapter/adapter_model.safetensors")
        expectRefusal(directory, telling: "no adapter weights", "adapter_model.bin")
        directory.write(
            [2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), to: "adapter/adapter_model.safetensors")
        expectRefusal(directory, telling: "no tensors")
        directory.write("nothing", to: "adapter/adapter_model.safetensors")
        expectRefusal(directory, telling: "adapter_model.safetensors")
    }

    /// A changed adapter gives vectors or is refused with an error of one line; nothing traps.
    @Test(arguments: ["adapter_config.json", "adapter_model.safetensors"])
    func adaptersChangedAtRandom(file: String) throws {
        let directory = AdapterFiles.place()
        let original = directory.read("adapter/" + file)
        // Numbers of the weights may be anything; what says where they lie comes first.
        let end = min(original.count, 3000)
        var random = SplitMix(seed: 5)
        var accepted = 0
        let count = ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap(Int.init) ?? 200
        for _ in 0..<count {
            var bytes = original
            for _ in 0..<Int.random(in: 1...2, using: &random) {
                let place = Int.random(in: 0..<end, using: &random)
                bytes[place] =
                    [UInt8(ascii: "9"), 0x2D, 0x22, bytes[place] ^ 1]
                    .randomElement(using: &random) ?? 0
            }
            directory.write(bytes, to: "adapter/" + file)
            do {
                _ = try SentenceEncoder(model: directory.file("adapter"), packing: .eachUse)
                accepted += 1
            } catch {
                #expect(error is any Diagnostic && !"\(error)".contains { $0.isNewline })
            }
        }
        #expect(accepted > 0 && accepted < count)
    }

    /// Expects an error of one line that tells all of `parts`.
    private func expectRefusal(
        _ directory: TemporaryDirectory, telling parts: String...,
        location: SourceLocation = #_sourceLocation
    ) {
        #expect(sourceLocation: location) {
            try SentenceEncoder(model: directory.file("adapter"))
        } throws: { error in
            let line = "\(error)"
            return error is any Diagnostic && !line.contains("\n")
                && parts.allSatisfy { line.contains($0) }
        }
    }

    /// Replaces text in the header of the adapter's weights by as much other text.
    private func rename(_ directory: TemporaryDirectory, _ old: String, _ new: String) {
        precondition(old.utf8.count == new.utf8.count)
        var bytes = directory.read("adapter/adapter_model.safetensors")
        let name = Array(old.utf8)
        let start = bytes.indices.first { bytes[$0...].starts(with: name) }
        guard let start else { preconditionFailure("\(old) must be there") }
        bytes.replaceSubrange(start..<(start + name.count), with: Array(new.utf8))
        directory.write(bytes, to: "adapter/adapter_model.safetensors")
    }
}
