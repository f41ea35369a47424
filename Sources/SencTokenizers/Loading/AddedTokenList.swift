/// Gives added tokens their ids as the reference does: the vocabulary's, or the next free one.
struct AddedTokenList {
    let vocabulary: TokenTable
    private(set) var tokens: [AddedToken] = []
    private var indices: [[UInt8]: Int] = [:]
    private var largestID: Int32 = -1

    init(vocabulary: TokenTable) {
        self.vocabulary = vocabulary
    }

    func contains(_ content: [UInt8]) -> Bool { indices[content] != nil }

    /// The id the next token gets if it has this content.
    func id(for content: [UInt8]) -> Int32 {
        if let index = indices[content] { return tokens[index].id }
        return vocabulary.id(of: content) ?? max(largestID + 1, Int32(vocabulary.count))
    }

    /// Adds a token, or changes the one with the same content. An empty one is passed over.
    /// - Throws: if the token's id is not the one it gets.
    mutating func add(_ token: AddedToken, path: String) throws(TokenizerError) {
        guard !token.content.isEmpty else { return }
        let expected = id(for: token.content)
        guard token.id == expected else {
            throw .addedTokenMismatch(
                path: path, token: String(decoding: token.content, as: UTF8.self),
                id: Int(token.id), expected: Int(expected))
        }
        largestID = max(largestID, token.id)
        if let index = indices[token.content] {
            tokens[index] = token
        } else {
            indices[token.content] = tokens.count
            tokens.append(token)
        }
    }

    /// Adds the tokens that a configuration lists, and those with a role that are not among them.
    mutating func add(
        _ configuration: TokenizerConfiguration, roles: [TokenizerConfiguration.Role]
    ) throws(TokenizerError) {
        for token in configuration.addedTokens { try add(token, path: configuration.path) }
        for role in roles {
            let content = Array(configuration.name(of: role).utf8)
            if contains(content) { continue }
            try add(
                configuration.token(of: role, id: id(for: content)), path: configuration.path)
        }
    }
}
