internal import SencFiles
internal import SencTokenizers
internal import SencWeights

// MARK: - WordEmbeddings

extension StaticConfiguration {
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
        let table = try TableTensors(weights, matrix: "emb_layer.weight")
        (rows, dimension, idCount) = (.tensors(weights, table), table.columns, table.idCount)
        maximumTokens = try Self.wordLimit(file)
        tokenization = TokenizationOptions()
        let name = Path.lastComponent(of: file.path)
        settings = [
            Setting(
                name: "architecture", value: "word embeddings",
                in: "\(Path.lastComponent(of: weights.path)) emb_layer.weight"),
            .maximumTokens(
                maximumTokens,
                source: file.value(Self.lengthKey) == nil
                    ? "default" : Message(verbatim: "\(name) \(Self.lengthKey)")),
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
                """
                is \(name.quoted(limit: 200)); supported: WhitespaceTokenizer, \
                TransformersTokenizerWrapper
                """)
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

    static func wordEmbeddingsFile(in directory: String) throws -> ConfigurationFile {
        try ConfigurationFile(path: Path.join(directory, configurationName))
    }

    /// Tokens that a text may have; as many as sentence-transformers takes if the file does not say.
    static func wordLimit(_ file: ConfigurationFile) throws -> Int {
        try file.integer(lengthKey, in: 1...InputModule.unlimitedTokens) ?? 1_000_000
    }
}

// MARK: - Files of word vectors

extension StaticConfiguration {
    /// Reads a file of word vectors. A text's words are found as `WhitespaceTokenizer` finds them,
    /// without stop words; a text that is an entry itself has that entry's vector. A word that a
    /// fastText model lacks has the vector of its n-grams, as it is written.
    init(wordVectors path: String) throws {
        let file = try WordVectorFile(path: path)
        (rows, dimension, idCount) = (.words(file), file.dimension, file.count)
        tokenizer = Self.tokenizer(of: file)
        maximumTokens = InputModule.unlimitedTokens
        tokenization = TokenizationOptions(
            findsWholeTexts: true, leastSpelledScalars: file.subwords?.leastScalars)
        weightsPath = path
        let name = Path.lastComponent(of: path)
        let form = file.format.rawValue + (file.isCompressed ? ", gzip" : "")
        settings =
            [
                Setting(name: "architecture", value: "word vectors", in: name),
                Setting(name: "format", value: "\(form)", in: name),
            ] + Self.settings(on: file.subwords, source: name) + [
                .maximumTokens(nil, source: "default")
            ]
    }

    /// How a fastText model makes vectors of words that it lacks.
    private static func settings(on subwords: Subwords?, source: String) -> [Setting] {
        guard let subwords else { return [] }
        let lengths = subwords.lengths.map { range -> Message in
            """
            of \(range.lowerBound) to \(range.upperBound) characters, in \(subwords.buckets) \
            buckets
            """
        }
        var result = [
            Setting(name: "n-grams", value: lengths ?? "none", in: source),
            Setting(
                name: "unknown words", value: lengths == nil ? "left out" : "by their n-grams",
                in: source),
        ]
        if subwords.labelCount > 0 {
            result.append(
                Setting(
                    name: "labels", value: "\(subwords.labelCount), not used", in: source))
        }
        return result
    }

    static func tokenizer(of file: WordVectorFile) -> Tokenizer {
        Tokenizer(wordCount: file.count, byteCount: file.wordByteCount, word: file.bytes(ofWord:))
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
        guard let elements = json(key)?.elements else {
            throw invalid(key, "must be a list of strings")
        }
        return try elements.map { element in
            guard let string = element.string else {
                throw invalid(key, "must be a list of strings")
            }
            return string
        }
    }
}
