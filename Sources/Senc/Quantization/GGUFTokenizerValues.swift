internal import SencFiles
internal import SencTokenizers
internal import SencWeights

/// The values of a tokenizer in a GGUF file to be written: the whole `tokenizer.json`, which senc
/// reads, and what llama.cpp reads, which assumes more.
struct GGUFTokenizerValues {
    /// llama.cpp's types of tokens.
    private enum TokenType: Int32 {
        case normal = 1
        case unknown, control, userDefined, unused
    }

    private static let prefix = "tokenizer."
    private(set) var values: [(key: String, value: GGUFWriter.Value)] = []

    /// Those of another GGUF file.
    init(copying metadata: GGUFMetadata) {
        for key in metadata.values.keys.sorted() where key.startsWithBytes(of: Self.prefix) {
            if let value = metadata.copy(of: key) { values.append((key, value)) }
        }
    }

    /// - Parameters:
    ///   - document: the whole `tokenizer.json`.
    ///   - rows: of the table of words: as many tokens are listed.
    ///   - typeCount: of token types.
    init(_ tokenizer: Tokenizer, document: [UInt8], rows: Int, typeCount: Int) {
        append(GGUFModel.tokenizerKey, .text(document))
        appendGGML("token_type_count", .uint32(UInt32(clamping: max(1, typeCount))))
        let tokens = (0..<rows).map {
            tokenizer.vocabularyToken(of: Int32(truncatingIfNeeded: $0))
        }
        let added = tokenizer.addedIDs
        func type(_ id: Int, unknown: Int32? = nil) -> TokenType {
            let key = Int32(truncatingIfNeeded: id)
            if tokens[id] == nil { return .unused }
            if key == unknown { return .unknown }
            guard let isSpecial = added[key] else { return .normal }
            return isSpecial ? .control : .userDefined
        }
        // llama.cpp wants a name for each row.
        func name(_ id: Int) -> [UInt8] { tokens[id] ?? Array("[PAD\(id)]".utf8) }
        switch tokenizer.modelKind {
        case .wordPiece:
            let types = tokens.indices.map { type($0) }
            appendGGML("model", .text("bert"))
            appendGGML("pre", .text("default"))
            appendGGML(
                "tokens",
                .texts(
                    tokens.indices.map { id in
                        types[id] == .control ? name(id) : Self.marked(name(id))
                    }))
            append(types)
        case .unigram(let scores, let map, let prependsSpace):
            appendGGML("model", .text("t5"))
            appendGGML("pre", .text("default"))
            appendGGML("tokens", .texts(tokens.indices.map(name)))
            appendGGML(
                "scores",
                .float32s(
                    tokens.indices.map { scores.indices.contains($0) ? Float(scores[$0]) : 0 }))
            let unknown = tokenizer.specialTokenIDs.unknown
            append(tokens.indices.map { type($0, unknown: unknown) })
            appendGGML("add_space_prefix", .bool(prependsSpace))
            appendGGML("remove_extra_whitespaces", .bool(true))
            if let map { appendGGML("precompiled_charsmap", .bytes(map)) }
        case .byteLevelBytePair:
            appendGGML("model", .text("gpt2"))
            appendGGML("pre", .text("roberta-bpe"))
            appendGGML("tokens", .texts(tokens.indices.map(name)))
            append(tokens.indices.map { type($0) })
            appendGGML("merges", .texts(Self.merges(in: document)))
        case .other: appendGGML("model", .text("none"))
        }
        appendSpecialTokens(tokenizer, rows: rows)
    }

    private mutating func append(_ key: String, _ value: GGUFWriter.Value) {
        values.append((key, value))
    }

    private mutating func appendGGML(_ key: String, _ value: GGUFWriter.Value) {
        append("tokenizer.ggml." + key, value)
    }

    private mutating func append(_ types: [TokenType]) {
        appendGGML("token_type", .int32s(types.map(\.rawValue)))
    }

    private mutating func appendSpecialTokens(_ tokenizer: Tokenizer, rows: Int) {
        let ids = tokenizer.specialTokenIDs
        let (before, after) = tokenizer.surroundingIDs
        let roles = [
            ("bos", before.first), ("eos", after.last), ("unknown", ids.unknown),
            ("seperator", ids.separator), ("padding", ids.padding), ("cls", ids.classification),
            ("mask", ids.mask),
        ]
        for (role, id) in roles {
            guard let id, let number = UInt32(exactly: id), id < rows else { continue }
            appendGGML("\(role)_token_id", .uint32(number))
        }
        appendGGML("add_bos_token", .bool(!before.isEmpty))
        appendGGML("add_eos_token", .bool(!after.isEmpty))
    }

    /// A token of WordPiece as llama.cpp writes it: `▁` before those that begin a word, and no `##`
    /// before the others.
    private static func marked(_ token: [UInt8]) -> [UInt8] {
        token.starts(with: "##".utf8) ? Array(token.dropFirst(2)) : Array("\u{2581}".utf8) + token
    }

    /// The merges of a `tokenizer.json`, each as two tokens with a space between them.
    private static func merges(in document: [UInt8]) -> [[UInt8]] {
        guard let merges = try? JSON(parsing: document)["model"]?["merges"] else { return [] }
        return merges.elements?.map { merge in
            if let text = merge.utf8 { return Array(text) }
            let parts = merge.elements?.compactMap { $0.utf8 } ?? []
            return Array(parts.joined(separator: [UInt8(ascii: " ")]))
        } ?? []
    }
}
