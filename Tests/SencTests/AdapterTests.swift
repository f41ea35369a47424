import Foundation
import Senc
import SencFiles
import SencMath
import SencWeights
import TestSupport
import Testing

/// LoRA adapters over their base models, against PEFT and sentence-transformers.
@Suite struct AdapterTests {
    static let adapters = [
        "bert-biases", "bert-patterns", "bert-layers", "bert-lora-bias", "roberta-tables",
        "modernbert-magnitudes", "nomic-linear", "saved-by-sentence-transformers",
    ]
    private static let texts = [
        "", "a", "q w [PAD] e r t y [PAD] [PAD] u",
        (0..<45).map { index in
            String(Array("abcdefghijklmnopqrstuvwxyz")[index * index * 7 % 26])
        }.joined(separator: " "),
    ]

    private func expected(_ name: String) throws -> [Float] {
        try WeightFile(path: AdapterFiles.golden("vectors.safetensors")).tensor(named: name)
            .floats()
    }

    private func vectors(
        _ model: String, _ precision: Precision = .float32, _ packing: WeightPacking = .ahead
    ) throws -> [Float] {
        try SentenceEncoder(model: model, precision: precision, packing: packing)
            .encode(Self.texts).matrix.elements
    }

    @Test(arguments: adapters)
    func vectorsEqualTheReference(name: String) throws {
        let expected = try expected(name)
        for packing in [WeightPacking.ahead, .eachUse] {
            let found = try vectors(AdapterFiles.golden(name), .float32, packing)
            #expect(Tolerance.largestDifference(found, expected) <= 2e-6)
        }
        let rough = try vectors(AdapterFiles.golden(name), .int8)
        #expect(Tolerance.largestDifference(rough, expected) <= 0.1)
    }

    @Test func theAdapterChangesTheVectors() throws {
        let base = try vectors(Goldens.path("families/bert"))
        for name in Self.adapters where name.hasPrefix("bert") {
            #expect(try Tolerance.largestDifference(expected(name), base) > 0.05)
        }
    }

    @Test func patternsOfNamesFitTheEndsOfModules() throws {
        let directory = AdapterFiles.place("bert-biases")
        let original = try vectors(directory.file("adapter"))
        func edited(_ old: String, _ new: String) throws -> [Float] {
            directory.edit("adapter/adapter_config.json", replacing: old, with: new)
            return try vectors(directory.file("adapter"))
        }
        // No module's name ends so, from a dot on.
        #expect(
            try edited(#""alpha_pattern": {}"#, #""alpha_pattern": {"uery": 9, "x.query": 9}"#)
                == original)
        let changed = try edited(#""uery": 9, "x.query": 9"#, #""self.query": 9"#)
        #expect(changed != original)
        #expect(try edited(#""self.query": 9"#, #""(self|x)\\.query": 9"#) == changed)
        #expect(try edited(#""(self|x)\\.query": 9"#, #""self-query": 9"#) == original)
    }

    // MARK: - The base model

    @Test func theBaseIsFoundByPathNameOrBesideTheAdapter() throws {
        let directory = AdapterFiles.place()
        let expected = try expected("bert-biases")
        func check() throws {
            let found = try vectors(directory.file("adapter"))
            #expect(Tolerance.largestDifference(found, expected) <= 2e-6)
        }
        try check()
        directory.edit(
            "adapter/adapter_config.json", replacing: "../base", with: directory.file("base"))
        try check()
        // Full weights beside it are its base, whatever it names.
        directory.edit(
            "adapter/adapter_config.json", replacing: directory.file("base"), with: "nobody/none")
        for name in ["config.json", "model.safetensors"] {
            directory.link(Goldens.path("families/bert/" + name), as: "adapter/" + name)
        }
        directory.link(Goldens.path("families/tokenizer.json"), as: "adapter/tokenizer.json")
        directory.link(Goldens.path("families/bert/modules.json"), as: "adapter/modules.json")
        directory.link(
            Goldens.path("families/bert/1_Pooling/config.json"), as: "adapter/1_Pooling/config.json"
        )
        try check()
        let file = try vectors(directory.file("adapter/model.safetensors"))
        #expect(Tolerance.largestDifference(file, expected) <= 2e-6)
        let named = try vectors(directory.file("adapter/adapter_model.safetensors"))
        #expect(named == file)
    }

    // MARK: - What is reported

    @Test func descriptionTellsOfTheAdapterAndItsBase() throws {
        let directory = AdapterFiles.place("modernbert-magnitudes")
        directory.edit(
            "adapter/adapter_config.json", replacing: "../../families/modernbert",
            with: Goldens.path("families/modernbert"))
        let decisions = try ModelDescription(model: directory.file("adapter")).settings
        let adapter = try #require(decisions.first { $0.name == "adapter" })
        #expect(adapter.value == "DoRA, rank 3, 16 modules")
        #expect(adapter.source == directory.file("adapter/adapter_model.safetensors"))
        let base = try #require(decisions.first { $0.name == "adapter's base" })
        #expect(base.value == Goldens.path("families/modernbert"))
        #expect(base.source == "adapter_config.json base_model_name_or_path")
        #expect(!decisions.contains { $0.name == "contradiction" })
    }

    @Test func theStampAndTheFingerprintCoverTheAdapter() throws {
        let directory = AdapterFiles.place()
        let adapter = directory.file("adapter")
        let first = try SentenceEncoder(model: adapter)
        let original = try first.stamp()
        let base = try SentenceEncoder(model: directory.file("base"))
        #expect(try base.stamp().difference(from: original) == "their weights differ")
        #expect(first.identity != base.identity)
        var bytes = directory.read("adapter/adapter_model.safetensors")
        bytes[bytes.count - 1] ^= 1
        directory.write(bytes, to: "adapter/adapter_model.safetensors")
        let second = try SentenceEncoder(model: adapter)
        #expect(try second.stamp().difference(from: original) == "their weights differ")
        #expect(first.identity != second.identity)
        directory.link(
            AdapterFiles.golden("bert-biases/adapter_model.safetensors"),
            as: "adapter/adapter_model.safetensors")
        #expect(try SentenceEncoder(model: adapter).stamp().difference(from: original) == nil)
        directory.edit(
            "adapter/adapter_config.json", replacing: #""lora_alpha": 6"#,
            with: #""lora_alpha": 7"#)
        #expect(
            try SentenceEncoder(model: adapter).stamp().difference(from: original)
                == "their configurations differ")
    }
}
