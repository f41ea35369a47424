package import SencFiles
internal import SencTokenizers
internal import SencWeights

/// The directory of a static model, which model2vec and sentence-transformers (`StaticEmbedding`) load.
extension StaticDistillation {
    /// How vectors are written.
    package enum ElementType: String, Sendable, CaseIterable {
        case float32, float16
    }

    private static let weightsName = "model.safetensors"

    /// Writes the model; the directory appears whole or not at all.
    /// - Parameter companions: files beside it.
    package func write(
        to directory: OutputDirectory, as type: ElementType = .float32,
        companions: [(name: String, bytes: [UInt8])] = []
    ) throws {
        func write(_ name: String, _ bytes: [UInt8]) throws {
            try directory.write(name) { try $0.write(bytes) }
        }
        let modules = [
            (path: "", name: "StaticEmbedding"), (path: "1_Normalize", name: "Normalize"),
        ]
        try write(
            "modules.json",
            JSONWriter.line {
                $0.array(modules.enumerated(), .lines(2)) { writer, module in
                    writer.object(.lines(4)) {
                        $0.member("idx", module.offset)
                        $0.member("name", "\(module.offset)")
                        $0.member("path", module.element.path)
                        $0.member(
                            "type", "sentence_transformers.models.\(module.element.name)")
                    }
                }
            })
        try write("config.json", configuration(type))
        try write(
            "config_sentence_transformers.json",
            JSONWriter.file {
                $0.object("prompts") { _ in }
                $0.member("default_prompt_name") { $0.null() }
                $0.member("similarity_fn_name", "cosine")
            })
        try write("tokenizer.json", tokenizer.document)
        for (name, bytes) in terms + companions { try write(name, bytes) }
        try directory.write(Self.weightsName) { file in
            var writer = try SafetensorsWriter(
                [.init(name: "embeddings", shape: [vectors.rows, vectors.columns])],
                as: type == .float32 ? .float32 : .float16, to: file, path: Self.weightsName)
            try vectors.elements.withUnsafeBufferPointer { elements throws(WeightsError) in
                try writer.append(elements)
            }
            writer.finish()
        }
        // Without it no reader takes the directory for a model.
        try directory.commit(last: Self.weightsName)
    }

    /// As model2vec has it; texts are not cut, as sentence-transformers cuts none.
    private func configuration(_ type: ElementType) -> [UInt8] {
        JSONWriter.file {
            $0.member("model_type", "model2vec")
            $0.array("architectures", ["StaticModel"]) { $0.value($1) }
            $0.member("tokenizer_name", teacher.onOneLine())
            $0.member("apply_pca", vectors.columns)
            $0.member("sif_coefficient") { writer in
                if options.weighting > 0 {
                    writer.value(options.weighting)
                } else {
                    writer.null()
                }
            }
            $0.member("hidden_dim", vectors.columns)
            $0.member("seq_length", 1_000_000)
            $0.member("normalize", true)
            $0.member("max_length") { $0.null() }
            $0.member("embedding_dtype", type.rawValue)
        }
    }
}
