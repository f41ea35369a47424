internal import SencFiles
internal import SencTokenizers
internal import SencWeights

/// A model of token vectors alone, as its files describe it.
struct StaticModel: Sendable {
    let table: EmbeddingTable
    let tokenizer: Tokenizer
    /// Tokens that a text may have.
    let maximumTokens: Int
    let habits: ReadingHabits
    /// The file that the vectors are in.
    let weightsPath: String
    /// Whether vectors are scaled to length 1 where no `modules.json` says so.
    var normalizes = false
    let decisions: [Decision]
}

// MARK: - StaticEmbedding and model2vec

extension StaticModel {
    /// Reads `tokenizer.json` and the weights of model2vec, or of sentence-transformers'
    /// `StaticEmbedding`, told apart by the matrix's name. Both take no special tokens; model2vec
    /// leaves unknown tokens out, too.
    /// - Parameter modules: what follows, if `modules.json` says so.
    init(directory: String, weightFile: String?, modules: [PipelineConfiguration.Module]?) throws {
        let weights = try WeightFile(path: weightFile ?? directory)
        let json = Self.tokenizerPath(in: directory)
        let tokenizer = try Self.tokenizer(directory: directory)
        let weightsName = Path.lastComponent(of: weights.path)
        weightsPath = weights.path
        if weights["embedding.weight"] != nil {
            self.tokenizer = tokenizer
            table = try EmbeddingTable(weights, matrix: "embedding.weight")
            let limit = try ConfigurationFile(path: json).truncationLength
            maximumTokens = limit ?? ModelSettings.unlimitedTokens
            habits = ReadingHabits()
            decisions = [
                Decision(
                    name: "architecture", value: "static embeddings",
                    source: "\(weightsName) embedding.weight"),
                .maximumTokens(
                    limit, source: limit == nil ? "default" : "tokenizer.json truncation"),
            ]
            return
        }
        // model2vec takes no direction from the file.
        self.tokenizer = tokenizer.truncatingAtTheRight()
        table = try EmbeddingTable(
            weights, matrix: "embeddings", mapping: "mapping", weights: "weights")
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
        habits = ReadingHabits(
            omittedID: tokenizer.specialTokenIDs.unknown, cutsAtMedianLength: true)
        let unknown = tokenizer.specialTokenIDs.unknown.flatMap { tokenizer.token(for: $0) }
        decisions = [
            Decision(
                name: "architecture", value: "static embeddings (model2vec)",
                source: "\(weightsName) embeddings"),
            .maximumTokens(
                maximumTokens == ModelSettings.unlimitedTokens ? nil : maximumTokens,
                source: configuration.maximumTokensSource),
            Decision(
                name: "unknown tokens", value: "left out",
                source: unknown.map { "tokenizer.json \($0)" } ?? "tokenizer.json has none"),
        ]
    }

    static func tokenizer(directory: String) throws -> Tokenizer {
        try Tokenizer(tokenizerJSON: tokenizerPath(in: directory)).withoutSpecialTokens()
    }

    private static func tokenizerPath(in directory: String) -> String {
        Path.join(directory, "tokenizer.json")
    }
}

// MARK: - WordEmbeddings

extension StaticModel {
    static let configurationName = "wordembedding_config.json"
    static let wordsName = "whitespacetokenizer_config.json"
    static let wordFileNames = [configurationName, wordsName]
    private static let lengthKey = "max_seq_length"

    /// Reads sentence-transformers' `WordEmbeddings`.
    init(wordEmbeddings directory: String) throws {
        let weights = try WeightFile(path: directory)
        let file = try Self.wordEmbeddingsFile(in: directory)
        weightsPath = weights.path
        tokenizer = try Self.wordTokenizer(directory: directory)
        table = try EmbeddingTable(weights, matrix: "emb_layer.weight")
        maximumTokens = try Self.wordLimit(file)
        habits = ReadingHabits()
        let name = Path.lastComponent(of: file.path)
        decisions = [
            Decision(
                name: "architecture", value: "word embeddings",
                source: "\(Path.lastComponent(of: weights.path)) emb_layer.weight"),
            .maximumTokens(
                maximumTokens,
                source: file.value(Self.lengthKey) == nil
                    ? "default" : "\(name) \(Self.lengthKey)"),
        ]
    }

    /// The tokenizer that `wordembedding_config.json` names.
    static func wordTokenizer(directory: String) throws -> Tokenizer {
        let file = try wordEmbeddingsFile(in: directory)
        guard let name = try file.string("tokenizer_class") else {
            throw file.invalid("tokenizer_class", "is missing")
        }
        switch name.split(separator: ".").last {
        case "TransformersTokenizerWrapper":
            return try Tokenizer(directory: directory).truncatingAtTheRight()
        case "WhitespaceTokenizer": break
        default:
            throw file.invalid(
                "tokenizer_class",
                "is \(name.quoted(limit: 200)); supported: WhitespaceTokenizer, "
                    + "TransformersTokenizerWrapper")
        }
        let path = Path.join(directory, wordsName)
        let words = try ConfigurationFile(path: path, limit: JSON.maximumBytes)
        let vocabulary = try words.requiredStrings("vocab")
        let tokenizer = Tokenizer(
            words: vocabulary, stopWords: try words.requiredStrings("stop_words"),
            lowercases: try words.bool("do_lower_case") ?? false)
        guard tokenizer.vocabularySize == vocabulary.count else {
            throw words.invalid("vocab", "has a word twice")
        }
        return tokenizer
    }

    private static func wordEmbeddingsFile(in directory: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: Path.join(directory, configurationName))
    }

    /// Tokens that a text may have; as many as sentence-transformers takes if the file does not say.
    private static func wordLimit(_ file: ConfigurationFile) throws -> Int {
        try file.integer(lengthKey, in: 1...ModelSettings.unlimitedTokens) ?? 1_000_000
    }
}

// MARK: - By headers alone

extension StaticModel {
    /// The sizes of token vectors in a directory, for which neither they nor the tokenizer are read.
    struct Header {
        let dimension: Int
        /// `nil` for no limit.
        let maximumTokens: Int?

        /// - Parameter isWords: whether they are sentence-transformers' `WordEmbeddings`.
        init(directory: String, isWords: Bool) throws {
            let weights = try WeightFile(path: directory)
            let isTable = weights["embedding.weight"] != nil
            let name =
                isWords ? "emb_layer.weight" : isTable ? "embedding.weight" : "embeddings"
            guard let tensor = weights[name] else {
                throw ModelError.missingTensor(name: name, path: weights.path)
            }
            guard tensor.shape.count == 2, let columns = tensor.shape.last else {
                throw ModelError.notATable(tensor: name, shape: tensor.shape, path: weights.path)
            }
            dimension = columns
            let limit: Int?
            if isWords {
                limit = try StaticModel.wordLimit(
                    StaticModel.wordEmbeddingsFile(in: directory))
            } else if isTable {
                limit = try ConfigurationFile(path: StaticModel.tokenizerPath(in: directory))
                    .truncationLength
            } else {
                limit = try Model2VecConfiguration(directory: directory).maximumTokens
            }
            maximumTokens = limit == ModelSettings.unlimitedTokens ? nil : limit
        }
    }
}

// MARK: - Files of word vectors

extension StaticModel {
    /// Reads a file of word vectors. A text's words are found as `WhitespaceTokenizer` finds them,
    /// without stop words; a text that is an entry itself has that entry's vector. A word that a
    /// fastText model lacks has the vector of its n-grams, as it is written.
    init(wordVectors path: String) throws {
        let file = try WordVectorFile(path: path)
        table = EmbeddingTable(words: file)
        tokenizer = Self.tokenizer(of: file)
        maximumTokens = ModelSettings.unlimitedTokens
        habits = ReadingHabits(
            findsWholeTexts: true, leastSpelledScalars: file.subwords?.leastScalars)
        weightsPath = path
        let name = Path.lastComponent(of: path)
        let form = file.format.rawValue + (file.isCompressed ? ", gzip" : "")
        decisions =
            [
                Decision(name: "architecture", value: "word vectors", source: name),
                Decision(name: "format", value: form, source: name),
            ] + Self.decisions(on: file.subwords, source: name) + [
                .maximumTokens(nil, source: "default")
            ]
    }

    /// How a fastText model makes vectors of words that it lacks.
    private static func decisions(on subwords: Subwords?, source: String) -> [Decision] {
        guard let subwords else { return [] }
        let lengths = subwords.lengths.map { range in
            "of \(range.lowerBound) to \(range.upperBound) characters, in \(subwords.buckets) "
                + "buckets"
        }
        var result = [
            Decision(name: "n-grams", value: lengths ?? "none", source: source),
            Decision(
                name: "unknown words", value: lengths == nil ? "left out" : "by their n-grams",
                source: source),
        ]
        if subwords.labelCount > 0 {
            result.append(
                Decision(
                    name: "labels", value: "\(subwords.labelCount), not used", source: source))
        }
        return result
    }

    static func tokenizer(of file: WordVectorFile) -> Tokenizer {
        Tokenizer(wordCount: file.count, byteCount: file.wordByteCount, word: file.bytes(ofWord:))
    }
}

extension Decision {
    /// - Parameter limit: `nil` for none.
    static func maximumTokens(_ limit: Int?, source: String) -> Decision {
        Decision(
            name: "maximum tokens", value: limit.map(String.init) ?? "no limit", source: source)
    }
}

extension Tokenizer {
    fileprivate init(words: [String], stopWords: [String], lowercases: Bool) {
        let bytes = words.map { Array($0.utf8) }
        // The bytes are kept in one array, whose memory stays where it is while they are read.
        let starts = bytes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
        self = Array(bytes.joined()).withUnsafeBufferPointer { text in
            Tokenizer(
                wordCount: words.count, byteCount: text.count,
                word: { UnsafeBufferPointer(rebasing: text[starts[$0]..<starts[$0 + 1]]) },
                stopWords: stopWords, lowercases: lowercases)
        }
    }
}

extension ConfigurationFile {
    fileprivate func requiredStrings(_ key: String) throws -> [String] {
        guard let elements = value(key)?.elements else {
            throw invalid(key, "must be a list of strings")
        }
        return try elements.map { element in
            guard let string = element.string else {
                throw invalid(key, "must be a list of strings")
            }
            return string
        }
    }

    /// The length at which a `tokenizer.json` has texts cut, if it does.
    var truncationLength: Int? {
        get throws {
            guard let block = value("truncation") else { return nil }
            let truncation = ConfigurationFile(path: path, root: block)
            return try truncation.requiredInteger(
                "max_length", in: 1...ModelSettings.unlimitedTokens)
        }
    }
}
