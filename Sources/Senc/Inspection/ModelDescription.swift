internal import SencFiles
internal import SencMath
internal import SencTokenizers
internal import SencWeights

/// What a model is, read from its files without computing anything.
public struct ModelDescription: Sendable {
    /// Settings, in the order in which a reader wants them.
    public let settings: [Setting]

    /// Reads a model's files, the headers of its weights among them.
    /// - Parameter model: as for `SentenceEncoder`.
    /// - Throws: as `SentenceEncoder.init` does of files that are missing or unusable. Where the
    ///   weights contradict the configuration, a setting says so.
    public init(model: String = SentenceEncoder.embeddedModel) throws {
        let read = try ModelSettings(ModelSearch.locate(model))
        let tokenizer: Tokenizer
        var parts: [Setting] = []
        switch read.input {
        case .transformer(let encoder):
            tokenizer = try read.transformerTokenizer()
            let weights = try WeightFile(path: read.weights)
            let adapter = try read.adapter?.load()
            parts = adapter.flatMap { read.adapter?.settings($0) } ?? []
            parts +=
                try Self.unusedLimits(read) + encoder.settings + Self.weights(weights)
                + Self.uses(of: weights, adapter, by: encoder)
        case .table(let table):
            _ = try EmbeddingTable(table)
            tokenizer = table.tokenizer
            parts = [
                Setting(
                    name: "dimension", value: "\(table.dimension)",
                    in: Path.lastComponent(of: table.weightsPath))
            ]
        }
        try read.check(tokenizer)
        settings =
            [Setting(name: "model", value: "\(read.directory)", source: "given as \(model)")]
            + read.languageSettings + read.list + read.roleSettings
            + (try Self.form(read))
            + Self.tokenizer(tokenizer, read) + parts + Self.kernels()
    }

    /// - Throws: `ModelError.notAModelFile` if a file is neither of weights nor of word vectors.
    package static func checkKind(ofFile path: String) throws {
        _ = try ModelSearch.Location.checkedFormat(ofFile: path)
    }

    /// Whether the files are written as sentence-transformers wrote them before version 5.4, as
    /// it does since, or some this way and some that.
    private static func form(_ settings: ModelSettings) throws -> [Setting] {
        var forms: [String: String] = [:]
        if settings.pipeline.isDeclared {
            let modules = try JSON(path: Path.join(settings.moduleDirectory, "modules.json"))
            let types = (modules.elements ?? []).compactMap { $0["type"]?.string }
            // The module that a class is in was called `models`, whatever the class.
            forms["modules.json"] =
                types.contains { $0.contains(".models.") } ? "old" : "new"
        }
        for case .pooling(let path) in settings.pipeline.modules {
            let name = Path.join(path, "config.json")
            let file = try ConfigurationFile(path: Path.join(settings.moduleDirectory, name))
            forms[name] = file.value("pooling_mode") == nil ? "old" : "new"
        }
        guard !forms.isEmpty else { return [] }
        let isMixed = Set(forms.values).count > 1
        let files = forms.sorted { $0.key < $1.key }
        let mixed = files.map { "\($0.value) in \($0.key)" }.joined(separator: ", ")
        return [
            Setting(
                name: "configuration form",
                value: isMixed ? "\(mixed)" : "\(files[0].value)",
                in: files.map(\.key).joined(separator: ", "))
        ]
    }

    /// The limits on tokens that others of the model's files have and that do not count.
    private static func unusedLimits(_ settings: ModelSettings) throws -> [Setting] {
        func value(_ name: String, _ read: (ConfigurationFile) throws -> Double?) throws -> Double?
        {
            try ConfigurationFile.ifPresent(Path.join(settings.inputDirectory, name)).flatMap(read)
        }
        let limits = [
            (
                "tokenizer.json", "truncation",
                try value("tokenizer.json") { try $0.truncationLength.map(Double.init) }
            ),
            (
                "tokenizer_config.json", "model_max_length",
                try value("tokenizer_config.json") { try $0.number("model_max_length") }
            ),
            ("config.json", "positions", Double(settings.input.maximumPositions)),
        ]
        return limits.compactMap { file, key, limit in
            guard let limit, limit != Double(settings.maximumTokens) else { return nil }
            return Setting(
                name: "limit in \(file)",
                value: abs(limit) < 1e18 ? "\(Int(limit)), not used" : "no limit, not used",
                in: "\(file) \(key)")
        }
    }

    /// What the model asks of its weights and does not find, and what it does not ask for.
    private static func uses(
        of weights: WeightFile, _ adapter: Adapter?, by encoder: EncoderConfiguration
    ) throws -> [Setting] {
        let uses = TensorUses()
        let source = Path.lastComponent(of: weights.path)
        var result: [Setting] = []
        if let backend = LoadedBackend(.packed, packing: .eachUse) {
            do {
                _ = try Transformer(
                    encoder, weights.recording(uses), adapter: adapter, precision: .float32,
                    backend: backend, workers: WorkerPool(threads: 1))
            } catch let error where error is ModelError || error is AdapterError {
                // What was not asked for before the error tells nothing.
                return [Setting(name: "contradiction", value: "\(error)", in: source)]
            }
        }
        let unused = weights.names.filter { !uses.contains($0) }
        if !unused.isEmpty {
            let shown = unused.sorted().prefix(shownNames).joined(separator: ", ")
            result.append(
                Setting(
                    name: "unused tensors",
                    value: "\(unused.count): \(shown)\(unused.count > shownNames ? ", …" : "")",
                    in: source))
        }
        return result
    }

    private static let shownNames = 4

    private static func tokenizer(
        _ tokenizer: Tokenizer, _ settings: ModelSettings
    ) -> [Setting] {
        let names = [
            "whitespacetokenizer_config.json", "tokenizer.json", "vocab.txt",
            "sentencepiece.bpe.model", "spiece.model", "tokenizer.model", "vocab.json",
        ]
        let name = names.first {
            Path.kind(of: Path.join(settings.tokenizerDirectory, $0)) != nil
        }
        let source = name ?? Path.lastComponent(of: settings.tokenizerDirectory)
        let special = tokenizer.encode("").ids.count
        var result = [
            Setting(
                name: "tokenizer",
                value: "\(tokenizer.modelName), \(tokenizer.vocabularySize) tokens",
                in: source)
        ]
        if settings.maximumTokens < InputModule.unlimitedTokens {
            result.append(
                Setting(
                    name: "tokens of a text",
                    value: "\(settings.maximumTokens - special), and \(special) special ones",
                    in: source))
            result.append(
                Setting(
                    name: "truncation side", value: "\(tokenizer.truncationSide.rawValue)",
                    source: tokenizer.truncationSideSource.map(Message.init(verbatim:)) ?? "default"
                ))
        }
        return result
    }

    private static func weights(_ weights: WeightFile) -> [Setting] {
        let types = Set(weights.tensors.map { "\($0.elementType)" }).sorted()
        let parameters = weights.tensors.reduce(0) { $0 + $1.elementCount }
        let file = Path.lastComponent(of: weights.path)
        return [
            Setting(
                name: "element types", value: "\(types.joined(separator: ", "))", in: file),
            Setting(name: "parameters", value: "\(parameters)", in: file),
        ]
    }

    private static func kernels() -> [Setting] {
        let family = KernelFamily.selected
        let supported = KernelFamily.supported.map(\.name).joined(separator: " ")
        let blasKernels = BLAS.system.map { $0.kernels ?? "unknown" }
        return [
            Setting(name: "kernels", value: "\(family.name)", source: "this CPU"),
            Setting(
                name: "kernels to choose from", value: "\(supported)", source: "this CPU"),
        ]
            + Precision.allCases.map {
                Setting(
                    name: "\($0.rawValue) layers", value: "\(family.instructions(for: $0))",
                    source: "this CPU")
            } + [
                Setting(
                    name: "BLAS kernels", value: blasKernels.map { "\($0)" } ?? "none",
                    in: BLAS.system?.library ?? "OpenBLAS")
            ]
    }
}
