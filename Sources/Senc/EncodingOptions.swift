/// How texts are turned into vectors, where the model leaves a choice.
public struct EncodingOptions: Sendable, Equatable {
    /// What becomes of a text with more tokens than the limit.
    public enum Overflow: String, Sendable, CaseIterable {
        /// It is cut at the limit, which the result says.
        case truncate
        /// It is an error.
        case error
        /// It is cut into pieces of at most the limit. The vector is the mean of theirs, weighted
        /// by their tokens, and of length 1 if the model's vectors are.
        case chunk
    }

    /// A lower limit on the tokens of a text, special ones included, than the model's own.
    public var maximumTokens: Int?
    public var overflow: Overflow
    /// The model's prompt to put before each text; `nil` for the model's default, if it has one.
    public var promptName: String?
    /// Keep only so many leading components of each vector.
    public var truncateDimension: Int?
    /// Whether the model's normalization, if it has one, is done.
    public var normalizes: Bool

    public init(
        maximumTokens: Int? = nil, overflow: Overflow = .truncate, promptName: String? = nil,
        truncateDimension: Int? = nil, normalizes: Bool = true
    ) {
        self.maximumTokens = maximumTokens
        self.overflow = overflow
        self.promptName = promptName
        self.truncateDimension = truncateDimension
        self.normalizes = normalizes
    }
}
