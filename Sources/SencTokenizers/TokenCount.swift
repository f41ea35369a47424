/// How many tokens a text became.
package struct TokenCount: Sendable, Equatable {
    /// With special tokens, after truncation.
    package var count: Int
    /// How many there would have been without a maximum.
    package var untruncatedCount: Int

    package var isTruncated: Bool { untruncatedCount > count }
}
