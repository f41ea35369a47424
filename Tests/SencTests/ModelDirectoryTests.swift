import Senc
import SencMath
import TestSupport
import Testing

/// What a model's directory may leave out, or have in another form.
@Suite struct ModelDirectoryTests {
    @Test func modelsWithoutOptionalFilesTakeTheDefaults() throws {
        let model = TinyModel.copy()
        for name in [
            "modules.json", "1_Pooling/config.json", "sentence_bert_config.json",
            "config_sentence_transformers.json",
        ] {
            model.remove(name)
        }
        let encoder = try SentenceEncoder(model: model.path)
        let reference = try SentenceEncoder(model: Goldens.path("tiny-bert"))
        let unit = try reference.encode("the king", options: EncodingOptions(normalizes: false))
        #expect(try encoder.encode("the king").vector == unit.vector)
        #expect(encoder.maximumTokens <= 64)
    }

    @Test func aModelMadeToWriteOnHasItsLastTokenPooled() throws {
        let model = TinyModel.copy()
        model.remove("modules.json")
        func pooling() throws -> String? {
            try ModelDescription(model: model.path).settings.first { $0.name == "pooling" }?.value
        }
        #expect(try pooling() == "mean")
        model.edit("config.json", replacing: "BertModel", with: "BertForCausalLM")
        #expect(try pooling() == "lasttoken")
        model.edit(
            "config.json", replacing: #""model_type""#, with: #""is_causal": false, "model_type""#)
        #expect(try pooling() == "mean")
    }

    @Test func aWeightFileStandsForItsDirectory() throws {
        let path = Goldens.path("tiny-bert")
        let encoder = try SentenceEncoder(model: path + "/model.safetensors")
        #expect(try encoder.encode("king") == SentenceEncoder(model: path).encode("king"))
    }

    @Test func shardedWeightsAreReadAsOne() throws {
        let model = TinyModel.copy()
        model.remove("model.safetensors")
        for name in [
            "model.safetensors.index.json", "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors", "model-00003-of-00003.safetensors",
        ] {
            model.link(Goldens.path("tiny-bert-sharded/" + name), as: name)
        }
        let whole = try SentenceEncoder(model: Goldens.path("tiny-bert"))
        #expect(try SentenceEncoder(model: model.path).encode("king") == whole.encode("king"))
    }
}
