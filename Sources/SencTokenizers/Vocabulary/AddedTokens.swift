/// All added tokens, and where they are in a text.
struct AddedTokens: Sendable {
    /// In the order that decides between two with the same form: special ones first.
    let tokens: [AddedToken]
    /// Finds tokens in the text as written.
    let rawMatcher: AddedTokenMatcher
    /// Finds tokens in the normalized text.
    let normalizedMatcher: AddedTokenMatcher
    private let indexByID: [Int32: Int]
    private let indexByContent: [[UInt8]: Int]

    init(_ tokens: [AddedToken], normalizer: Normalizer) {
        let ordered = tokens.filter(\.isSpecial) + tokens.filter { !$0.isSpecial }
        self.tokens = ordered
        rawMatcher = AddedTokenMatcher(
            ordered.filter { !$0.isNormalized }.map { ($0.content, $0) })
        normalizedMatcher = AddedTokenMatcher(
            ordered.filter(\.isNormalized).map { (normalizer.normalize($0.content), $0) })
        indexByID = Dictionary(
            ordered.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { $1 })
        indexByContent = Dictionary(
            ordered.enumerated().map { ($0.element.content, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    subscript(id id: Int32) -> AddedToken? { indexByID[id].map { tokens[$0] } }

    subscript(content content: [UInt8]) -> AddedToken? {
        indexByContent[content].map { tokens[$0] }
    }
}
