import Senc
import SencFiles
import SencWeights
import TestSupport
import Testing

/// Models to be quantized, and files made of them, in a directory of one test.
struct QuantizationFiles {
    let directory = TemporaryDirectory()

    func quantize(
        _ model: String, _ type: QuantizationType = .q80, to name: String = "model.gguf"
    ) throws -> String {
        let result = try SentenceEncoder.quantize(
            model: model, to: directory.file(name), type: type)
        #expect(result.path == directory.file(name) && result.type == type)
        #expect(result.byteCount == Path.size(of: result.path) && result.sourceByteCount > 0)
        return result.path
    }

    /// The tiny BERT with a table of 800 words.
    func manyRows() throws -> TemporaryDirectory {
        let model = TinyModel.copy()
        model.edit("config.json", replacing: "169", with: "800")
        model.remove("model.safetensors")
        let source = try WeightFile(path: Goldens.path("weights/model-f32.gguf"))
        let path = try write(
            [],
            try source.tensors.map { tensor in
                let values = try tensor.floats()
                guard tensor.name == "token_embd.weight" else {
                    return (tensor.name, tensor.shape, values)
                }
                return (tensor.name, [800, 32], (0..<(800 * 32)).map { values[$0 % 5000] })
            }, to: "rows.gguf")
        model.write(try FileContents.bytes(of: path, limit: 1 << 20), to: "weights.gguf")
        return model
    }

    /// The tiny BERT as if it were XLM-R's.
    func xlmRoberta() -> TemporaryDirectory {
        let model = TinyModel.copy()
        model.edit("config.json", replacing: "\"bert\"", with: "\"xlm-roberta\"")
        return model
    }

    /// The tiny BERT's matrices as Nomic's.
    func nomicBERT() throws -> String {
        let source = try WeightFile(path: Goldens.path("tiny-bert"))
        var tensors: [(String, [Int], [Float])] = []
        func append(_ name: String, _ parts: String...) throws {
            let parts = try parts.map { try source.tensor(named: $0 + ".weight") }
            var shape = parts[0].shape
            shape[0] = parts.reduce(0) { $0 + $1.shape[0] }
            tensors.append((name + ".weight", shape, try parts.flatMap { try $0.floats() }))
        }
        func appendNorm(_ name: String, _ own: String) throws {
            try append(name, own)
            let bias = try source.tensor(named: own + ".bias")
            tensors.append((name + ".bias", bias.shape, try bias.floats()))
        }
        try append("token_embd", "embeddings.word_embeddings")
        try append("token_types", "embeddings.token_type_embeddings")
        try appendNorm("token_embd_norm", "embeddings.LayerNorm")
        for layer in 0..<2 {
            let (own, name) = ("encoder.layer.\(layer).", "blk.\(layer).")
            let inputs = ["query", "key", "value"].map { own + "attention.self." + $0 }
            try append(name + "attn_qkv", inputs[0], inputs[1], inputs[2])
            try append(name + "attn_output", own + "attention.output.dense")
            try appendNorm(name + "attn_output_norm", own + "attention.output.LayerNorm")
            try append(name + "ffn_gate", own + "intermediate.dense")
            try append(name + "ffn_up", own + "intermediate.dense")
            try append(name + "ffn_down", own + "output.dense")
            try appendNorm(name + "layer_output_norm", own + "output.LayerNorm")
        }
        let metadata = try #require(
            try WeightFile(path: Goldens.path("weights/model-f32.gguf")).ggufMetadata)
        var values: [(key: String, value: GGUFWriter.Value)] = [
            ("general.architecture", .text("nomic-bert")),
            ("nomic-bert.rope.freq_base", .float32(1000)),
        ]
        for key in metadata.values.keys.sorted() where key != "general.architecture" {
            guard let value = metadata.copy(of: key) else { continue }
            values.append((key.replacing("bert.", with: "nomic-bert."), value))
        }
        return try write(values, tensors, to: "nomic.gguf")
    }

    /// The file with its weights in float32.
    func dequantized(_ path: String) throws -> String {
        let file = try WeightFile(path: path)
        let metadata = try #require(file.ggufMetadata)
        let values = metadata.values.keys.sorted().compactMap { key in
            metadata.copy(of: key).map { (key: key, value: $0) }
        }
        return try write(
            values, try file.tensors.map { ($0.name, $0.shape, try $0.floats()) },
            to: "floats.gguf")
    }

    func write(
        _ values: [(key: String, value: GGUFWriter.Value)],
        _ tensors: [(name: String, shape: [Int], values: [Float])], to name: String
    ) throws -> String {
        let output = try OutputFile(path: directory.file(name))
        let descriptions = tensors.map {
            GGUFWriter.TensorDescription(name: $0.name, type: .float32, shape: $0.shape)
        }
        try GGUFWriter(values: values, tensors: descriptions).write(to: output) { index, sink in
            try tensors[index].values.withUnsafeBytes { try sink($0) }
        }
        try output.commit()
        return directory.file(name)
    }
}
