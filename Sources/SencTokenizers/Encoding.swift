/// A text, or a pair of texts, as tokens: what `Tokenizer.encode` gives. The arrays run parallel,
/// one element a token.
public struct Encoding: Sendable, Equatable {
    /// The tokens' numbers in the vocabulary.
    public internal(set) var ids: [Int32] = []
    /// The segment each token belongs to, as the model numbers segments.
    public internal(set) var typeIDs: [Int32] = []
    /// Where each token came from: UTF-8 bytes of the text it belongs to. Tokens that the tokenizer
    /// put around the text have `0..<0`.
    public internal(set) var offsets: [Range<Int>] = []
    /// Whether the tokenizer put the token around the text. `[CLS]` written in the text counts as
    /// text.
    public internal(set) var specialTokensMask: [Bool] = []
    /// Which text each token came from, 0 or 1; `nil` for tokens put around them.
    public internal(set) var sequenceIDs: [Int?] = []
    /// How many tokens, special ones included, there would have been without a maximum.
    public internal(set) var untruncatedCount = 0

    /// How many tokens there are, special ones included.
    public var count: Int { ids.count }

    /// Whether tokens were cut off.
    public var isTruncated: Bool { untruncatedCount > ids.count }
}

/// How many tokens a text became.
package struct TokenCount: Sendable, Equatable {
    /// With special tokens, after truncation.
    package var count: Int
    /// How many there would have been without a maximum.
    package var untruncatedCount: Int

    package var isTruncated: Bool { untruncatedCount > count }
}
