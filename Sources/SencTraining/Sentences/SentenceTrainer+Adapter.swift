internal import Senc
internal import SencFiles
internal import SencMath
internal import SencWeights

extension SentenceTrainer {
    /// What PEFT puts before the names of the base model's modules.
    private static let prefix = "base_model.model."
    private static let weightsName = "adapter_model.safetensors"
    private static let configurationName = "adapter_config.json"

    /// Writes what was learned by updates of low rank as an adapter, as PEFT does, for the model that was
    /// taught.
    /// - Parameters:
    ///   - companions: files beside it.
    ///   - last: is given the directory of the files before they appear, and returns more of them.
    /// - Precondition: the options have updates of low rank.
    package func writeAdapter(
        to path: String, companions: [(name: String, bytes: [UInt8])],
        last: (String) throws -> [(name: String, bytes: [UInt8])] = { _ in [] }
    ) throws {
        let directory = try OutputDirectory(path: path)
        let updates = learned.source.updates
        try directory.write(Self.configurationName) { file in
            try file.write(configuration(modules: updates.map(\.module)))
        }
        for (name, bytes) in companions { try directory.write(name) { try $0.write(bytes) } }
        let tensors = updates.flatMap { module, update in
            [
                (Self.prefix + module + LowRankSettings.aSuffix, update.a),
                (Self.prefix + module + LowRankSettings.bSuffix, update.b),
            ]
        }
        try directory.write(Self.weightsName) { file in
            var writer = try SafetensorsWriter(
                tensors.map {
                    SafetensorsWriter.Description(name: $0, shape: [$1.rows, $1.columns])
                }, as: .float32, to: file, path: Self.weightsName)
            for (_, parameter) in tensors {
                try writer.append(
                    UnsafeBufferPointer(
                        start: learned.store.values(of: parameter), count: parameter.count))
            }
            writer.finish()
        }
        for (name, bytes) in try last(directory.partialPath) {
            try directory.write(name) { try $0.write(bytes) }
        }
        try directory.commit(last: Self.configurationName)
    }

    private func configuration(modules: [String]) throws -> [UInt8] {
        let base = Path.kind(of: model) == nil ? model : try Path.absolute(model)
        return JSONWriter.file { file in
            file.member("base_model_name_or_path", base)
            file.member("bias", "none")
            file.member("fan_in_fan_out", false)
            file.member("inference_mode", true)
            file.member("init_lora_weights", true)
            file.member("lora_alpha", options.lowRank?.alpha ?? 0)
            file.member("lora_dropout", 0.0)
            file.member("peft_type", "LORA")
            file.member("r", options.lowRank?.rank ?? 0)
            file.member("target_modules", modules)
            file.member("task_type", "FEATURE_EXTRACTION")
            file.member("use_dora", false)
            file.member("use_rslora", false)
        }
    }
}
