/// Gives added tokens their ids as the reference does: the vocabulary's, or the next free one.
struct AddedTokenList {
    let vocabulary: TokenTable
    private(set) var tokens: [AddedToken] = []
    /// What the files call special: tokens with a role, with a name, and the list of further ones.
    private(set) var specialContents: Set<[UInt8]> = []
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

    /// Adds a token, or changes the one with the same content. An empty one is skipped.
    /// - Throws: if the token's id is not the one it gets.
    mutating func add(_ token: AddedToken, path: String) throws(TokenizerError) {
        guard !token.content.isEmpty else { return }
        let expected = id(for: token.content)
        guard token.id == expected else {
            throw .addedTokenMismatch(
                path: path, token: String(decoding: token.content, as: UTF8.self),
                id: Int(token.id), expected: Int(expected))
        }
        put(token)
    }

    /// Adds a token with the id that it gets, or changes the one with the same content. An empty
    /// one is skipped.
    mutating func append(_ token: AddedToken) {
        guard !token.content.isEmpty else { return }
        var token = token
        token.id = id(for: token.content)
        put(token)
    }

    /// Adds a token that has its id, or takes it in place of the one with the same content.
    private mutating func put(_ token: AddedToken) {
        largestID = max(largestID, token.id)
        if let index = indices[token.content] {
            tokens[index] = token
        } else {
            indices[token.content] = tokens.count
            tokens.append(token)
        }
    }

    /// Adds what a directory's files add, in the reference's order: tokens with ids, tokens with a
    /// role or a name, then the list of further ones; each of the last only if it is not there.
    /// - Parameters:
    ///   - roles: those that have a token of the class's own where no file gives any.
    ///   - further: the list that the class has in place of `additional_special_tokens`.
    mutating func add(
        _ configuration: TokenizerConfiguration, roles: [TokenizerConfiguration.Role],
        further: [AddedToken]? = nil
    ) throws(TokenizerError) {
        let places = configuration.tokens
        let special =
            TokenizerConfiguration.Role.allCases.compactMap {
                configuration.token(of: $0, among: roles)
            }
            + places.named
        let names = Set(special.map(\.content))
        let earlier = Set(tokens.map { TokenForm($0) })
        for (_, token) in places.listed where !earlier.contains(TokenForm(token)) {
            var token = token
            if names.contains(token.content) { token.makeSpecial() }
            append(token)
        }
        if places.extra == nil, further == nil, let fault = places.additionalFault { throw fault }
        let extra = places.extra ?? further ?? places.additional ?? []
        specialContents = names.union(extra.map(\.content))
        for token in special where !contains(token.content) {
            var token = token
            token.makeSpecial()
            append(token)
        }
        for token in extra where !contains(token.content) { append(token) }
        guard configuration.making.isPlain else { return }
        for token in special + extra {
            append(
                AddedToken(
                    content: token.content, id: 0, isSpecial: true, isNormalized: false))
        }
    }
}

/// A token without its id, to be compared.
private struct TokenForm: Hashable {
    let content: [UInt8]
    let flags: [Bool]

    init(_ token: AddedToken) {
        content = token.content
        flags = [
            token.isSpecial, token.isNormalized, token.isSingleWord, token.stripsLeft,
            token.stripsRight,
        ]
    }
}
