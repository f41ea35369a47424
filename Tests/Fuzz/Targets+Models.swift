import Senc
import SencMath
import SencTokenizers

extension FuzzTarget {
    static let models = [
        model("config", "config.json"), model("modules", "modules.json"),
        model("pooling", "1_Pooling/config.json"),
        model("sentence-config", "sentence_bert_config.json"),
        model("prompts", "config_sentence_transformers.json"),
        model("static-modules", "modules.json", of: "static/static-embedding-layers"),
        model("dense", "2_Dense/config.json", of: "static/static-embedding-layers"),
        model("model2vec", "config.json", of: "static/model2vec-mapped"),
        model("card", "README.md"),
        FuzzTarget("scores", file: "scores.json", beside: "Tests/Goldens/tiny-bert") {
            _, directory in
            let encoder = try SentenceEncoder(model: directory, threads: 1)
            let options = EncodingOptions()
            let scale = try encoder.scoreScale(options, options, .cosine)
            for score: Float in [-.infinity, -1, 0, 0.5, 1, .infinity, .nan] {
                _ = scale?.percentile(score)
            }
            _ = scale?.score(exceededBy: 1e-6)
        },
        FuzzTarget("gguf-model", file: "model.gguf") { path, _ in
            _ = try Tokenizer(model: path).encode("The king, and the queen of the sea")
            _ = try ModelDescription(model: path)
            for precision in [Precision.float32, .int8] {
                _ = try SentenceEncoder(model: path, precision: precision, threads: 1)
                    .encode(["", "The king, and the queen of the sea"])
            }
        },
    ]

    /// A model of which one file of configuration is made up.
    private static func model(
        _ name: String, _ file: String, of model: String = "tiny-bert"
    ) -> FuzzTarget {
        FuzzTarget(name, file: file, beside: "Tests/Goldens/" + model) { _, directory in
            _ = try ModelDescription(model: directory)
            let encoder = try SentenceEncoder(model: directory, threads: 1)
            _ = try encoder.encode(["", "The king, and the queen of the sea"])
        }
    }
}
