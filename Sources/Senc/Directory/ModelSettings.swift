internal import SencFiles
package import SencTokenizers
internal import SencWeights

/// All that the files of a model say of it, read and checked before any weight is.
///
/// There is a reader for each source: a directory (`ModelSettings+Directory`), a GGUF file or a file
/// of word vectors (`ModelSettings+File`).
package struct ModelSettings: Sendable {
    /// The model directory, or the file that is the model.
    package var directory: String
    /// Where `modules.json` and the modules after the first are: `directory`, or the base model's
    /// of an adapter that has none of its own.
    package var moduleDirectory: String
    /// Where the first module's own files are; `moduleDirectory`, or one below it.
    var inputDirectory: String
    /// Where the tokenizer's files are.
    var tokenizerDirectory: String
    /// The transformer's weight file, or the directory that has it.
    package var weights: String
    var adapter: AdapterDirectory?
    /// The layers of the transformer that the model has, if not all.
    private(set) var layers: [Int]?
    package var input: InputModule
    package var pipeline: PipelineConfiguration
    package var pooling: Pooling
    /// What follows pooling.
    package var modules: [PipelineConfiguration.Module]
    /// Tokens that a text may have, special ones included.
    package var maximumTokens: Int
    /// Prompts, and how vectors are compared.
    var sentences: SentenceTransformersConfiguration
    /// Whether the tokenizer lowers the case whatever its own files say.
    var lowercasesText = false
    /// All of these as users read them.
    package var list: [Setting]
    /// The GGUF file that is the whole model.
    var gguf: GGUFModel?

    init(_ location: ModelSearch.Location) throws {
        if let file = location.weightFile {
            // Reported before it is taken for a weight file of one kind or another.
            _ = try MappedFile(parsing: file, as: MappedFile.theWeights)
        }
        try location.checkFile()
        if let file = location.weightFile, WordVectorFile.seemsToBe(path: file) {
            try self.init(wordVectors: file)
        } else if let file = try GGUFModel.path(location) {
            try self.init(gguf: GGUFModel(path: file))
        } else {
            try self.init(directory: location.directory, weightFile: location.weightFile)
        }
    }

    /// The settings of a model that is one file.
    init(
        file path: String, input: InputModule, pipeline: PipelineConfiguration, pooling: Pooling,
        modules: [PipelineConfiguration.Module], maximumTokens: Int,
        sentences: SentenceTransformersConfiguration, list: [Setting]
    ) {
        (directory, moduleDirectory, inputDirectory) = (path, path, path)
        (tokenizerDirectory, weights) = (path, path)
        self.input = input
        self.pipeline = pipeline
        self.pooling = pooling
        self.modules = modules
        self.maximumTokens = maximumTokens
        self.sentences = sentences
        self.list = list
    }

    /// The same model with some of the layers of its transformer; any other as it is.
    package func keeping(_ layers: [Int]) -> ModelSettings {
        guard case .transformer(let encoder) = input else { return self }
        var other = self
        other.input = .transformer(encoder.keeping(layers))
        other.layers = layers
        return other
    }

    /// The tokenizer of a model whose first module is a transformer.
    func transformerTokenizer() throws -> Tokenizer {
        if let gguf { return try gguf.tokenizer() }
        let tokenizer = try Tokenizer(directory: tokenizerDirectory)
        return lowercasesText ? tokenizer.lowercasing() : tokenizer
    }

    /// - Throws: `ModelError.invalidConfiguration` if the tokenizer gives ids that the embedding
    ///   table does not have, added tokens aside, which few texts have; or its special tokens leave
    ///   no room for a text.
    package func check(_ tokenizer: Tokenizer) throws(ModelError) {
        guard tokenizer.ordinaryIDLimit <= input.idCount else {
            let problem: Message =
                "but the tokenizer's ids go up to \(tokenizer.ordinaryIDLimit - 1)"
            switch input {
            case .transformer:
                if let gguf {
                    throw .invalidConfiguration(
                        path: gguf.path, key: gguf.configuration.name(of: "vocab_size"),
                        problem: "has \(input.idCount) rows, \(problem)")
                }
                throw .invalidConfiguration(
                    path: Path.join(adapter?.baseInputDirectory ?? inputDirectory, "config.json"),
                    key: "vocab_size",
                    problem: "is \(input.idCount), \(problem)")
            case .table(let model):
                throw .invalidConfiguration(
                    path: model.weightsPath, key: "embeddings",
                    problem: "are for \(input.idCount) tokens, \(problem)")
            }
        }
        let special = tokenizer.encode("").ids.count
        guard special < maximumTokens else {
            throw .invalidConfiguration(
                path: directory, key: "maximum tokens",
                problem: "come to \(maximumTokens), which \(special) special tokens fill")
        }
    }
}
