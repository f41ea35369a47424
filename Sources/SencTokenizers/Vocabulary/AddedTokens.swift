/// All added tokens, and where they are in a text.
struct AddedTokens: Sendable {
    /// In the order that decides between two with the same form: special ones first.
    let tokens: [AddedToken]
    /// Finds tokens in the text as written.
    let rawMatcher: AddedTokenMatcher
    /// Finds tokens in the normalized text.
    let normalizedMatcher: AddedTokenMatcher
    /// How each token is given out when asked for by its id.
    private let forms: [Int32: [UInt8]]
    private let specialContents: Set<[UInt8]>
    private let indexByContent: [[UInt8]: Int]

    init(_ tokens: [AddedToken], normalizer: Normalizer) {
        let ordered = tokens.filter(\.isSpecial) + tokens.filter { !$0.isSpecial }
        self.tokens = ordered
        rawMatcher = AddedTokenMatcher(
            ordered.filter { !$0.isNormalized }.map { ($0.content, $0) })
        normalizedMatcher = AddedTokenMatcher(
            ordered.filter(\.isNormalized).map { (normalizer.normalize($0.content), $0) })
        forms = Dictionary(
            ordered.map { token in
                (token.id, token.isNormalized ? normalizer.normalize(token.content) : token.content)
            }, uniquingKeysWith: { $1 })
        specialContents = Set(ordered.filter(\.isSpecial).map(\.content))
        indexByContent = Dictionary(
            ordered.enumerated().map { ($0.element.content, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The token of an id as the reference gives it out: in normalized form if it is found in that.
    func form(of id: Int32) -> [UInt8]? { forms[id] }

    /// Whether decoding may leave the token out. A special token whose normalized form differs
    /// from it is not taken for special, as in the reference.
    func isSpecial(_ id: Int32) -> Bool {
        guard let form = forms[id] else { return false }
        return specialContents.contains(form)
    }

    subscript(content content: [UInt8]) -> AddedToken? {
        indexByContent[content].map { tokens[$0] }
    }
}
