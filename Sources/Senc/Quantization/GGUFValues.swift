internal import SencFiles
internal import SencTokenizers
internal import SencWeights

/// The values beside the tensors of a GGUF file to be written.
///
/// Source: llama.cpp's `convert_hf_to_gguf.py` and its classes for these families.
struct GGUFValues {
    private static let quantizationVersion: UInt32 = 2
    /// The longest text that readers of ours take.
    private static let maximumTextBytes = 1 << 20

    private(set) var values: [(key: String, value: GGUFWriter.Value)] = []

    /// - Parameters:
    ///   - name: what the model is called.
    ///   - tokenizer: the values of its tokenizer.
    init(
        _ family: GGUFFamily, of settings: ModelSettings, name: String, type: QuantizationType,
        tokenizer: [(key: String, value: GGUFWriter.Value)]
    ) throws {
        append("general.architecture", .text(family.name))
        append("general.type", .text("model"))
        appendDescription(of: settings, name: name)
        appendSizes(family, settings)
        append("general.file_type", .uint32(type.fileType))
        append("general.quantization_version", .uint32(Self.quantizationVersion))
        values += tokenizer
        try appendSentenceSettings(settings)
    }

    private mutating func append(_ key: String, _ value: GGUFWriter.Value) {
        values.append((key, value))
    }

    private mutating func appendDescription(of settings: ModelSettings, name: String) {
        append("general.name", settings.gguf?.metadata.copy(of: "general.name") ?? .text(name))
        let directories = [
            settings.gguf.map { Path.parent(of: $0.path) ?? "." } ?? settings.directory,
            settings.moduleDirectory,
        ]
        let license = settings.gguf?.metadata.copy(of: "general.license")
        if let license {
            append("general.license", license)
        } else if let license = directories.lazy.compactMap({ ModelCard(directory: $0).license })
            .first
        {
            append("general.license", .text(license))
        }
        let languages = settings.statedLanguages.languages
        if !languages.isEmpty {
            append(GGUFModel.languagesKey, .texts(languages.map { Array($0.utf8) }))
        }
    }

    private mutating func appendSizes(_ family: GGUFFamily, _ settings: ModelSettings) {
        let encoder = family.encoder
        func key(_ name: String) -> String { "\(family.name).\(name)" }
        func count(_ name: String, _ value: Int) {
            append(key(name), .uint32(UInt32(clamping: value)))
        }
        // With a position table, llama.cpp wants this to be the number of its rows.
        count("context_length", encoder.maximumPositions)
        count("embedding_length", encoder.hiddenSize)
        count("feed_forward_length", encoder.intermediateSize)
        count("block_count", encoder.layerCount)
        count("attention.head_count", encoder.headCount)
        append(key("attention.layer_norm_epsilon"), .float32(encoder.normEpsilon))
        append(key("attention.causal"), .bool(false))
        if let pooling = GGUFFamily.poolingType(of: settings.pooling.modes[0]) {
            append(key("pooling_type"), .uint32(pooling))
        }
        count("vocab_size", encoder.vocabularySize)
        if case .rotary(let rotary, _) = encoder.positions {
            append(key("rope.freq_base"), .float32(Float(rotary.theta)))
            // Keys of senc's own: those of GGUF are for scaling whatever the length of a text.
            if case .dynamic(let factor, let trained) = rotary.scaling {
                append(key("rope.scaling.dynamic_factor"), .float32(Float(factor)))
                count("rope.scaling.trained_length", trained)
            }
        }
        if settings.maximumTokens < encoder.maximumPositions {
            append(GGUFModel.lengthKey, .uint32(UInt32(clamping: settings.maximumTokens)))
        }
    }

    private mutating func appendSentenceSettings(_ settings: ModelSettings) throws {
        if !settings.modules.contains(.normalize) {
            append(GGUFModel.normalizationKey, .bool(false))
        }
        if let own = settings.gguf?.metadata.copy(of: GGUFModel.sentencesKey) {
            append(GGUFModel.sentencesKey, own)
            return
        }
        let directory =
            settings.gguf.map { Path.parent(of: $0.path) ?? "." } ?? settings.moduleDirectory
        let path = Path.join(directory, SentenceTransformersConfiguration.fileName)
        // Also where there is nothing to say: so the file tells all by itself.
        let bytes =
            Path.exists(path)
            ? try FileContents.bytes(parsing: path, limit: JSON.maximumConfigurationBytes)
            : Array("{}".utf8)
        guard bytes.count <= Self.maximumTextBytes else {
            throw QuantizationError.promptsTooLong(
                bytes: bytes.count, limit: Self.maximumTextBytes, path: path)
        }
        append(GGUFModel.sentencesKey, .text(bytes))
    }
}
