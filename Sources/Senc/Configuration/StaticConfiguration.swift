internal import SencFiles
package import SencTokenizers
package import SencWeights

/// A model of token vectors alone, as its files describe it.
package struct StaticConfiguration: Sendable {
    /// Where the vectors are, in files that are open.
    package enum Rows: Sendable {
        case tensors(WeightFile, TableTensors)
        case words(WordVectorFile)
    }

    package let rows: Rows
    /// Components of a vector.
    package let dimension: Int
    /// Ids that have a vector: those below this.
    package let idCount: Int
    package let tokenizer: Tokenizer
    /// Tokens that a text may have.
    package let maximumTokens: Int
    package let tokenization: TokenizationOptions
    /// The file that the vectors are in.
    package let weightsPath: String
    /// Whether vectors are scaled to length 1 where no `modules.json` says so.
    package var normalizes = false
    package let settings: [Setting]

    /// What the matrix is called in its file; empty of a file of word vectors.
    package var matrixName: String {
        if case .tensors(_, let tensors) = rows { tensors.matrix } else { "" }
    }

    /// The file that has a word and a vector for each id; `nil` if the vectors are of tokens.
    package var words: WordVectorFile? {
        if case .words(let file) = rows { file } else { nil }
    }
}

/// The tensors of a table of token vectors, their shapes checked.
package struct TableTensors: Sendable {
    /// Rows and columns that a table may have. A `Float` counts so far, and maps are read as those.
    private static let sizes = 1...(1 << 24)

    package let matrix: String
    package let rowCount: Int
    package let columns: Int
    /// The tensor with the row of each id; `nil` if that is the id.
    private(set) var mapping: String?
    /// The tensor with the factor of each id, if there is one.
    private(set) var weights: String?
    /// Ids that have a row.
    private(set) var idCount: Int

    /// - Throws: `ModelError` if the file has no matrix of that name.
    package init(_ file: WeightFile, matrix: String) throws(ModelError) {
        guard let tensor = file[matrix] else {
            throw .missingTensor(name: matrix, path: file.path)
        }
        guard tensor.shape.count == 2, let rowCount = tensor.shape.first,
            let columns = tensor.shape.last, Self.sizes ~= rowCount, Self.sizes ~= columns
        else { throw .notATable(tensor: matrix, shape: tensor.shape, path: file.path) }
        (self.matrix, self.rowCount, self.columns) = (matrix, rowCount, columns)
        idCount = rowCount
    }

    /// The table of model2vec, whose ids may share rows.
    package init(model2vec file: WeightFile) throws(ModelError) {
        try self.init(file, matrix: "embeddings")
        weights = file["weights"].map { _ in "weights" }
        guard let tensor = file["mapping"] else { return }
        (mapping, idCount) = ("mapping", tensor.elementCount)
    }
}

// MARK: - StaticEmbedding and model2vec

extension StaticConfiguration {
    /// Reads `tokenizer.json` and the weights of model2vec, or of sentence-transformers'
    /// `StaticEmbedding`, distinguished by the matrix's name. Both take no special tokens; model2vec
    /// leaves unknown tokens out, too.
    /// - Parameter modules: what follows, if `modules.json` says so.
    package init(directory: String, weightFile: String?, modules: [PipelineConfiguration.Module]?)
        throws
    {
        let weights = try WeightFile(path: weightFile ?? directory)
        let json = Self.tokenizerPath(in: directory)
        let tokenizer = try Self.tokenizer(directory: directory)
        let weightsName = Path.lastComponent(of: weights.path)
        weightsPath = weights.path
        if weights["embedding.weight"] != nil {
            self.tokenizer = tokenizer
            let table = try TableTensors(weights, matrix: "embedding.weight")
            (rows, dimension, idCount) = (.tensors(weights, table), table.columns, table.idCount)
            let limit = try ConfigurationFile(path: json).truncationLength
            maximumTokens = limit ?? InputModule.unlimitedTokens
            tokenization = TokenizationOptions()
            settings = [
                Setting(
                    name: "architecture", value: "static embeddings",
                    in: "\(weightsName) embedding.weight"),
                .maximumTokens(
                    limit,
                    source: limit == nil
                        ? "default" : Message(verbatim: "tokenizer.json truncation")),
            ]
            return
        }
        // model2vec takes no direction from the file.
        self.tokenizer = tokenizer.truncatingAtTheRight()
        let table = try TableTensors(model2vec: weights)
        (rows, dimension, idCount) = (.tensors(weights, table), table.columns, table.idCount)
        let configuration = try Model2VecConfiguration(directory: directory)
        if let normalizes = configuration.normalizes, let modules,
            normalizes != modules.contains(.normalize)
        {
            throw ModelError.invalidConfiguration(
                path: Path.join(directory, "config.json"), key: "normalize",
                problem: "is \(normalizes), which modules.json contradicts")
        }
        normalizes = configuration.normalizes ?? false
        maximumTokens = configuration.maximumTokens
        tokenization = TokenizationOptions(
            omittedID: tokenizer.specialTokenIDs.unknown, cutsAtMedianLength: true)
        let unknown = tokenizer.specialTokenIDs.unknown.flatMap { tokenizer.token(for: $0) }
        settings = [
            Setting(
                name: "architecture", value: "static embeddings (model2vec)",
                in: "\(weightsName) embeddings"),
            .maximumTokens(
                maximumTokens == InputModule.unlimitedTokens ? nil : maximumTokens,
                source: configuration.maximumTokensSource),
            Setting(
                name: "unknown tokens", value: "left out",
                source: unknown.map { Message(verbatim: "tokenizer.json \($0)") }
                    ?? "tokenizer.json has none"),
        ]
    }

    package static func tokenizer(directory: String) throws -> Tokenizer {
        try Tokenizer(tokenizerJSON: tokenizerPath(in: directory)).withoutSpecialTokens()
    }

    private static func tokenizerPath(in directory: String) -> String {
        Path.join(directory, "tokenizer.json")
    }
}

// MARK: - By headers alone

extension StaticConfiguration {
    /// The sizes of token vectors in a directory, for which neither they nor the tokenizer are read.
    package struct Header {
        package let dimension: Int
        /// `nil` for no limit.
        package let maximumTokens: Int?

        /// - Parameter isWords: whether they are sentence-transformers' `WordEmbeddings`.
        package init(directory: String, isWords: Bool) throws {
            let weights = try WeightFile(path: directory)
            let isTable = weights["embedding.weight"] != nil
            let name =
                isWords ? "emb_layer.weight" : isTable ? "embedding.weight" : "embeddings"
            dimension = try TableTensors(weights, matrix: name).columns
            let limit: Int?
            if isWords {
                limit = try StaticConfiguration.wordLimit(
                    StaticConfiguration.wordEmbeddingsFile(in: directory))
            } else if isTable {
                let path = StaticConfiguration.tokenizerPath(in: directory)
                limit = try ConfigurationFile(path: path).truncationLength
            } else {
                limit = try Model2VecConfiguration(directory: directory).maximumTokens
            }
            maximumTokens = limit == InputModule.unlimitedTokens ? nil : limit
        }
    }
}

extension ConfigurationFile {
    /// The length at which a `tokenizer.json` has texts cut, if it does.
    package var truncationLength: Int? {
        get throws {
            guard let block = json("truncation") else { return nil }
            let truncation = ConfigurationFile(path: path, root: block)
            return try truncation.requiredInteger(
                "max_length", in: 1...InputModule.unlimitedTokens)
        }
    }
}
