internal import SencFiles
internal import SencMath
internal import SencTokenizers
internal import SencWeights

/// A transformer as transformers' own classes load it: its `config.json` and its tensors.
struct ExportedEncoder {
    /// What poolers are called. They make no states, but transformers' classes have them and say
    /// so where a file has none.
    private static let poolers = ["pooler.dense", "pooler"]
    /// Families whose classes have a pooler unless configured otherwise.
    private static let familiesWithPoolers: Set<String> = [
        "albert", "bert", "camembert", "mpnet", "roberta", "xlm-roberta",
    ]
    private static let configurationName = "config.json"

    let configuration: [UInt8]
    let tensors: [ExportedTensor]
    /// Source code that `config.json` names, by the names of its files.
    let code: [(name: String, path: String)]
    /// Whether the model's class would make up a pooler, which is not in the weights.
    let lacksPooler: Bool
    private let weights: NamedWeights
    private let hasAllLayers: Bool

    /// - Parameters:
    ///   - learned: what stands in place of tensors of the file, by their names there.
    ///   - cut: the tokens that are kept, if not all are.
    ///   - paddingID: the id of padding, where the tokenizer has one.
    init(
        _ encoder: EncoderConfiguration, of settings: ModelSettings, _ type: ExportType,
        learned: [String: StoredMatrix], cut: VocabularyCut?, paddingID: Int32?
    ) throws {
        let isGGUF = try WeightFile(path: settings.weights).format == .gguf
        let architecture = encoder.architecture
        let (own, weights) = try settings.weights(of: encoder)
        (self.weights, hasAllLayers) = (weights, settings.layers == nil)
        // A GGUF file's tensors get the names of the family's own files.
        let names = isGGUF ? architecture.names[0] : own
        let rows = cut?.rows(of: encoder.vocabularySize)
        var tensors = zip(own.tensors(of: encoder), names.tensors(of: encoder)).map {
            ExportedTensor(
                $0, of: weights, as: $1.name, learned: learned[$0.name],
                kept: $0.name == own.wordEmbeddings + ".weight" ? rows : nil)
        }
        let pooler = isGGUF ? [] : Self.pooler(weights, encoder)
        tensors += pooler
        lacksPooler =
            pooler.isEmpty && architecture.distinction == nil
            && Self.familiesWithPoolers.contains(encoder.modelType)
        if let gguf = settings.gguf {
            try Self.check(encoder, gguf)
            // The classes of transformers have a row for token types at least.
            if encoder.tokenTypeCount == 0 {
                tensors.append(
                    ExportedTensor(
                        name: names.tokenTypeEmbeddings + ".weight", rows: 1,
                        columns: encoder.embeddingSize
                    ) { $1.update(repeating: 0) })
            }
            configuration = Self.configuration(
                of: encoder, type, rows: rows?.count ?? encoder.vocabularySize,
                paddingID: paddingID.flatMap { cut == nil ? $0 : cut?.newID(of: Int($0)) })
            code = []
        } else {
            let directory = settings.adapter?.baseInputDirectory ?? settings.inputDirectory
            let original = try ConfigurationFile(
                path: Path.join(directory, Self.configurationName))
            configuration = Self.configuration(
                original.root, type, cut.map { ($0, (encoder.vocabularySize, rows?.count ?? 0)) },
                layers: settings.layers, of: architecture)
            code = try Self.code(named: original, in: directory)
        }
        self.tensors = tensors
    }

    /// - Throws: `AdapterError.unusedTensor` once all tensors have been written.
    func checkAdapter() throws {
        if hasAllLayers { try weights.checkAdapter() }
    }

    private static func pooler(
        _ weights: NamedWeights, _ encoder: EncoderConfiguration
    ) -> [ExportedTensor] {
        let size = encoder.hiddenSize
        for module in poolers {
            let tensors = [
                EncoderTensor(name: module + ".weight", shape: [size, size], kind: .matrix),
                EncoderTensor(name: module + ".bias", shape: [size], kind: .vector),
            ]
            guard tensors.allSatisfy({ weights.shape($0.name) == $0.shape }) else { continue }
            return tensors.map { ExportedTensor($0, of: weights, as: $0.name) }
        }
        return []
    }

    // MARK: - Configuration

    /// - Throws: `ExportError.biases` where GGUF files of a family may have some that its class in
    ///   transformers has not, and `ExportError.dynamicScaling` in the same way.
    private static func check(
        _ encoder: EncoderConfiguration, _ gguf: GGUFModel
    ) throws(ExportError) {
        if case .rotary(let rotary, _) = encoder.positions, rotary.scaling != .none {
            throw .dynamicScaling(family: encoder.modelType, path: gguf.path)
        }
        guard case .key = encoder.architecture.attentionBias else { return }
        let hasBiases = [
            encoder.attentionHasBias, encoder.feedForwardHasBias, encoder.feedForwardOutputHasBias,
        ].contains(true)
        if hasBiases { throw .biases(family: encoder.modelType, path: gguf.path) }
    }

    /// What `config.json` says of a GGUF file's model.
    ///
    /// The position of a text's first token is row 0 of the table there: converters leave out the
    /// rows that RoBERTa's families have for padding. So these models are of BERT's class.
    private static func configuration(
        of encoder: EncoderConfiguration, _ type: ExportType, rows: Int, paddingID: Int32?
    ) -> [UInt8] {
        let isBERT = encoder.modelType == "bert"
        return JSONWriter.file { file in
            file.member("architectures", [isBERT ? "BertModel" : "NomicBertModel"])
            file.member("hidden_act", isBERT ? "gelu" : "silu")
            file.member("hidden_size", encoder.hiddenSize)
            file.member("intermediate_size", encoder.intermediateSize)
            file.member("layer_norm_eps", encoder.normEpsilon)
            file.member("max_position_embeddings", encoder.maximumPositions)
            file.member("model_type", encoder.modelType)
            file.member("num_attention_heads", encoder.headCount)
            file.member("num_hidden_layers", encoder.layerCount)
            file.member("pad_token_id", ifPresent: paddingID)
            if case .rotary(let rotary, _) = encoder.positions {
                file.object("rope_parameters") {
                    $0.member("rope_theta", rotary.theta)
                    $0.member("rope_type", "default")
                }
            }
            file.member("torch_dtype", type.rawValue)
            file.member("type_vocab_size", max(1, encoder.tokenTypeCount))
            file.member("vocab_size", rows)
        }
    }

    /// A model's own `config.json`, saying how the weights are written now.
    /// - Parameters:
    ///   - cut: the tokens that are kept, if not all are, and the rows of the table.
    ///   - layers: those that are kept, if not all are.
    static func configuration(
        _ root: JSON?, _ type: ExportType,
        _ cut: (tokens: VocabularyCut, rows: (before: Int, now: Int))? = nil,
        layers: [Int]? = nil, of architecture: Architecture? = nil
    ) -> [UInt8] {
        let count = "num_hidden_layers"
        let counts = [count] + (architecture?.spellings[count] ?? [])
        let types = ["dtype", "torch_dtype", "embedding_dtype"]
        return JSONWriter.file { file in
            for (key, value) in root?.members ?? [] {
                // The weights are no longer in the form that it tells of.
                if key == "quantization_config" { continue }
                if let layers, counts.contains(key) {
                    file.member(key, layers.count)
                } else if let layers, key == "layer_types", let kinds = value.elements {
                    file.array(key, layers.filter(kinds.indices.contains)) { $0.value(kinds[$1]) }
                } else if types.contains(key), !value.isNull {
                    file.member(key, type.rawValue)
                } else if let string = value.string {
                    file.member(key, string)
                } else if let cut {
                    cut.tokens.renumber(key, value, rows: cut.rows, in: &file)
                } else {
                    file.member(key, value)
                }
            }
        }
    }

    /// The source files beside a `config.json` whose `auto_map` has classes in such.
    private static func code(
        named file: ConfigurationFile, in directory: String
    ) throws -> [(name: String, path: String)] {
        // A class of another repository is called `org/name--file.class`.
        let isLocal = file.json("auto_map")?.members?.contains { _, value in
            (value.elements ?? [value]).contains { $0.string?.contains("--") == false }
        }
        guard isLocal == true else { return [] }
        return try Directory.names(in: FileName(directory)).map(\.string).filter {
            $0.hasSuffix(".py")
        }.map { ($0, Path.join(directory, $0)) }
    }
}

extension VocabularyCut {
    /// The rows of the tokens that are kept, of a table with that many. Added tokens without a row
    /// come last.
    func rows(of count: Int) -> [Int] { oldIDs.map(Int.init).filter { $0 < count } }
}
