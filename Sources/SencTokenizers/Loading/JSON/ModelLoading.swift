import SencFiles

extension Model {
    init(_ component: Component) throws(TokenizerError) {
        switch component.type {
        case "WordPiece": self = .wordPiece(try WordPiece(component.fields))
        case "Unigram": self = .unigram(try Unigram(component.fields))
        case "BPE": self = .bytePair(try BytePair(component.fields))
        case "WordLevel": self = .wordLevel(try WordLevel(component.fields))
        default: throw component.unsupported
        }
    }
}

extension Fields {
    /// The object that maps tokens to ids.
    func vocabulary(continuingPrefix: [UInt8] = []) throws(TokenizerError) -> TokenTable {
        let json = try required("vocab")
        guard json.kind == .object else { throw wrong("vocab", "an object") }
        return try TokenTable.vocabulary(json, path: path, continuingPrefix: continuingPrefix)
    }
}

extension WordLevel {
    init(_ fields: Fields) throws(TokenizerError) {
        let vocabulary = try fields.vocabulary()
        guard vocabulary.count > 0 else { throw .emptyVocabulary(path: fields.path) }
        let unknown = try fields.string("unk_token") ?? "<unk>"
        guard let unknownID = vocabulary.id(of: Array(unknown.utf8)) else {
            throw .unknownTokenAbsent(path: fields.path, token: unknown)
        }
        self.init(vocabulary: vocabulary, unknownID: unknownID)
    }
}

extension Unigram {
    init(_ fields: Fields) throws(TokenizerError) {
        guard let unknownID = try fields.count("unk_id") else {
            throw .missingField(path: fields.path, field: fields.prefix + "unk_id")
        }
        try self.init(
            UnigramVocabulary(Self.pieces(fields), path: fields.path), unknownID: unknownID,
            byteFallback: fields.bool("byte_fallback") ?? false, path: fields.path)
    }

    private static func pieces(_ fields: Fields) throws(TokenizerError) -> [UnigramPiece] {
        let json = try fields.required("vocab")
        guard json.kind == .array else { throw fields.wrong("vocab", "an array") }
        var pieces: [UnigramPiece] = []
        pieces.reserveCapacity(json.memberCount)
        try json.forEachElement { element throws(TokenizerError) in
            var token: ArraySlice<UInt8>?
            var score: Double?
            var count = 0
            element.forEachElement { (part: JSON) in
                if count == 0 { token = part.utf8 } else { score = part.double }
                count += 1
            }
            guard count == 2, let token, let score, score.isFinite else {
                throw fields.wrong("vocab[\(pieces.count)]", "a token and its score")
            }
            pieces.append(UnigramPiece(token: token, score: score))
        }
        return pieces
    }

    init(
        _ pieces: UnigramVocabulary, unknownID: Int32, byteFallback: Bool, path: String
    ) throws(TokenizerError) {
        guard unknownID < pieces.scores.count else {
            throw .idOutOfRange(path: path, token: "unk_id", limit: pieces.scores.count - 1)
        }
        self.init(
            vocabulary: pieces.table, scores: pieces.scores, unknownID: unknownID,
            byteFallback: byteFallback)
    }
}

extension BytePair {
    init(_ fields: Fields) throws(TokenizerError) {
        let vocabulary = try fields.vocabulary()
        guard let json = fields["merges"] else {
            throw .missingField(path: fields.path, field: fields.prefix + "merges")
        }
        guard json.kind == .array else { throw fields.wrong("merges", "an array") }
        if let dropout = fields["dropout"] {
            // Dropout is for training; the reference applies it whenever it is there.
            guard dropout.double == 0 else {
                throw .unsupportedComponent(
                    path: fields.path, field: fields.prefix + "dropout",
                    type: dropout.literal ?? "not a number")
            }
        }
        var options = Options()
        options.continuingPrefix = Array(
            (try fields.string("continuing_subword_prefix") ?? "").utf8)
        options.endSuffix = Array((try fields.string("end_of_word_suffix") ?? "").utf8)
        options.fusesUnknown = try fields.bool("fuse_unk") ?? false
        options.byteFallback = try fields.bool("byte_fallback") ?? false
        options.ignoresMerges = try fields.bool("ignore_merges") ?? false
        var merges = MergeList(
            capacity: json.memberCount, vocabulary: vocabulary,
            prefixCount: options.continuingPrefix.count, path: fields.path)
        try json.forEachElement { element throws(TokenizerError) in
            if let text = element.utf8 {
                try merges.add(line: text)
            } else {
                var parts: [ArraySlice<UInt8>] = []
                element.forEachElement { (part: JSON) in
                    if let text = part.utf8, parts.count < 3 { parts.append(text) }
                }
                guard parts.count == 2 else {
                    throw .malformedMerge(path: fields.path, number: merges.number)
                }
                try merges.add(parts[0], parts[1])
            }
        }
        var unknownID: Int32?
        if let unknown = try fields.string("unk_token") {
            unknownID = vocabulary.id(of: Array(unknown.utf8))
            guard unknownID != nil else {
                throw .unknownTokenAbsent(path: fields.path, token: unknown)
            }
        }
        self.init(
            vocabulary: vocabulary, merges: merges.table, unknownID: unknownID, options: options)
    }
}

/// The merges of a byte-pair encoding as they are read.
struct MergeList {
    private let vocabulary: TokenTable
    private let prefixCount: Int
    private let path: String
    private(set) var table: MergeTable
    /// The next merge's, from 1.
    private(set) var number = 1

    init(capacity: Int, vocabulary: TokenTable, prefixCount: Int, path: String) {
        self.vocabulary = vocabulary
        self.prefixCount = prefixCount
        self.path = path
        table = MergeTable(capacity: capacity)
    }

    /// Adds a merge written as two tokens with a space between them. A line that tells the
    /// version is none.
    mutating func add(line: ArraySlice<UInt8>) throws(TokenizerError) {
        if line.starts(with: "#version".utf8) { return }
        let parts = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .malformedMerge(path: path, number: number) }
        try add(parts[0], parts[1])
    }

    /// Of equal pairs the last counts.
    mutating func add(
        _ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>
    ) throws(TokenizerError) {
        let leftID = try id(of: left)
        let rightID = try id(of: right)
        let merged = try id(of: left + right.dropFirst(prefixCount))
        table.insert(
            leftID, rightID, rank: Int32(truncatingIfNeeded: number), id: merged)
        number += 1
    }

    private func id(of token: ArraySlice<UInt8>) throws(TokenizerError) -> Int32 {
        guard let id = token.withUnsafeBufferPointer({ vocabulary.id(of: $0) }) else {
            throw .mergeTokenAbsent(path: path, token: String(decoding: token, as: UTF8.self))
        }
        return id
    }
}
