import SencWeights

extension FuzzTarget {
    static let weights = [
        weight("safetensors", "model.safetensors"), weight("pytorch", "pytorch_model.bin"),
        weight("gguf", "model.gguf"), weight("onnx", "model.onnx"),
        FuzzTarget(
            "shard-index", file: "model.safetensors.index.json",
            beside: "Tests/Goldens/tiny-bert-sharded"
        ) { _, directory in try readWeights(directory) },
        words("words-text", "words.vec"), words("words-binary", "words.bin"),
    ]

    private static func weight(_ name: String, _ file: String) -> FuzzTarget {
        FuzzTarget(name, file: file) { path, _ in try readWeights(path) }
    }

    /// Loads weights and reads each tensor that an honest file of a few bytes could have.
    private static func readWeights(_ path: String) throws {
        for tensor in try WeightFile(path: path).tensors where tensor.elementCount < 1 << 18 {
            _ = try tensor.floats()
        }
    }

    private static func words(_ name: String, _ file: String) -> FuzzTarget {
        FuzzTarget(name, file: file) { path, _ in
            let file = try WordVectorFile(path: path)
            for index in 0..<file.count { _ = (file.word(index), file.vector(index)) }
        }
    }
}
