import SencFiles

extension WordPiece {
    static let defaultMaximumScalarsPerWord = 100

    /// The model that the `model` object of a `tokenizer.json` describes.
    init(_ fields: Fields) throws(TokenizerError) {
        let prefix = try fields.string("continuing_subword_prefix") ?? "##"
        let vocabulary = try fields.vocabulary(continuingPrefix: Array(prefix.utf8))
        guard let unknown = try fields.string("unk_token") else {
            throw .missingField(path: fields.path, field: fields.prefix + "unk_token")
        }
        try self.init(
            vocabulary: vocabulary, unknownToken: unknown,
            maximumScalarsPerWord: fields.count("max_input_chars_per_word").map { Int($0) }
                ?? Self.defaultMaximumScalarsPerWord,
            path: fields.path)
    }

    init(
        vocabulary: TokenTable, unknownToken: String, maximumScalarsPerWord: Int, path: String
    ) throws(TokenizerError) {
        guard vocabulary.count > 0 else { throw .emptyVocabulary(path: path) }
        guard let unknownID = vocabulary.id(of: Array(unknownToken.utf8)) else {
            throw .unknownTokenAbsent(path: path, token: unknownToken)
        }
        self.init(
            vocabulary: vocabulary, unknownID: unknownID,
            maximumScalarsPerWord: maximumScalarsPerWord)
    }
}

extension TokenTable {
    /// The largest id allowed in a vocabulary of that many tokens: ids may have holes, but they
    /// index an array.
    static func largestID(tokens: Int) -> Int {
        min(16 * tokens + 65_535, Int(Int32.max) - 1)
    }

    /// The vocabulary of an object that maps tokens to ids.
    static func vocabulary(
        _ json: JSON, path: String, continuingPrefix: [UInt8]
    ) throws(TokenizerError) -> TokenTable {
        let capacity = json.memberCount
        var builder = TokenTableBuilder(
            capacity: capacity, byteCapacity: json.sourceCount,
            continuingPrefix: continuingPrefix)
        let limit = largestID(tokens: capacity)
        var largest = -1
        try json.forEachIntegerMember { token, value throws(TokenizerError) in
            guard let value, value >= 0, value <= limit else {
                throw .idOutOfRange(
                    path: path, token: String(decoding: token, as: UTF8.self), limit: limit)
            }
            largest = max(largest, value)
            guard builder.insert(token, id: Int32(truncatingIfNeeded: value)) else {
                throw .duplicateToken(path: path, token: String(decoding: token, as: UTF8.self))
            }
        }
        let (table, duplicateID) = builder.finish(idCount: largest + 1)
        if let duplicateID { throw .duplicateID(path: path, id: Int(duplicateID)) }
        return table
    }
}
