internal import SencFiles
internal import SencMath
public import SencTokenizers
internal import SencWeights

/// What a model is, read from its files without computing anything.
public struct ModelDescription: Sendable {
    /// Settings, in the order in which a reader wants them.
    public let decisions: [Decision]

    /// - Parameter model: as for `SentenceEncoder`.
    public init(model: String = SentenceEncoder.embeddedModel) throws {
        let location = try ModelSearch.locate(model)
        let settings = try ModelSettings(location)
        let tokenizer: Tokenizer
        var parts: [Decision] = []
        switch settings.input {
        case .transformer(let encoder):
            tokenizer = try settings.transformerTokenizer()
            let weights = try WeightFile(path: location.weightFile ?? settings.inputDirectory)
            parts = encoder.decisions + Self.weights(weights)
        case .table(let table):
            tokenizer = table.tokenizer
            parts = [
                Decision(
                    name: "dimension", value: String(table.table.dimension),
                    source: Path.lastComponent(of: table.weightsPath))
            ]
        }
        try settings.check(tokenizer)
        decisions =
            [Decision(name: "model", value: settings.directory, source: "given as \(model)")]
            + settings.decisions + Self.tokenizer(tokenizer, settings) + parts + Self.kernels()
    }

    private static func tokenizer(
        _ tokenizer: Tokenizer, _ settings: ModelSettings
    ) -> [Decision] {
        let names = ["whitespacetokenizer_config.json", "tokenizer.json", "vocab.txt"]
        let name = names.first {
            Path.kind(of: Path.join(settings.inputDirectory, $0)) != nil
        }
        return [
            Decision(
                name: "tokenizer",
                value: "\(tokenizer.modelName), \(tokenizer.vocabularySize) tokens",
                source: name ?? Path.lastComponent(of: settings.inputDirectory))
        ]
    }

    private static func weights(_ weights: WeightFile) -> [Decision] {
        let types = Set(weights.tensors.map { "\($0.elementType)" }).sorted()
        let parameters = weights.tensors.reduce(0) { $0 + $1.elementCount }
        let rows = [
            ("element types", types.joined(separator: ", ")), ("parameters", String(parameters)),
        ]
        return rows.map { name, value in
            Decision(name: name, value: value, source: Path.lastComponent(of: weights.path))
        }
    }

    private static func kernels() -> [Decision] {
        let family = KernelFamily.selected
        let rows =
            [("kernels", family.name)]
            + Precision.allCases.map { ("\($0.rawValue) layers", family.instructions(for: $0)) }
        return rows.map { Decision(name: $0, value: $1, source: "this CPU") } + [
            Decision(
                name: "BLAS kernels", value: BLAS.system?.coreName ?? "none", source: "OpenBLAS")
        ]
    }
}

extension Tokenizer {
    /// The tokenizer of a model, without its weights.
    /// - Parameter model: as for `SentenceEncoder`.
    public init(model: String) throws {
        let location = try ModelSearch.locate(model)
        if let file = location.weightFile, WordVectorFile.seemsToBe(path: file) {
            self = StaticModel.tokenizer(of: try WordVectorFile(path: file))
            return
        }
        let pipeline = try PipelineConfiguration(directory: location.directory)
        let directory = pipeline.inputDirectory(in: location.directory)
        switch pipeline.input {
        case .transformer:
            let tokenizer = try Tokenizer(directory: directory)
            let lowercases = try SentenceFile(directory: directory).lowercases
            self = lowercases ? tokenizer.lowercasing() : tokenizer
        case .staticEmbedding: self = try StaticModel.tokenizer(directory: directory)
        case .wordEmbeddings: self = try StaticModel.wordTokenizer(directory: directory)
        }
    }
}
