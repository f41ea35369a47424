public import SencTokenizers

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

    /// Whether vectors are scaled to length 1.
    public enum Normalization: String, Sendable, CaseIterable {
        /// Where the model's modules say so. Components that are left out are left out afterwards,
        /// so the vector is shorter then.
        case model
        /// Whatever the model says, and last of all. A vector of zeros stays one.
        case always
        /// Not even where the model's modules say so.
        case never
    }

    /// A lower limit on the tokens of a text, special ones included, than the model's own.
    public var maximumTokens: Int?
    /// What becomes of a text with more tokens than the limit.
    public var overflow: Overflow
    /// The end at which a longer text is cut; `nil` for the one that the tokenizer's files name,
    /// the right unless they do.
    public var truncationSide: TruncationSide?
    /// The model's prompt to put before each text; `nil` for the model's default, if it has one.
    public var promptName: String?
    /// A text of one's own to put before each text, empty for none; `promptName` does not count then.
    public var prompt: String?
    /// Keep only this many leading components of each vector.
    public var truncateDimension: Int?
    /// Whether vectors are scaled to length 1.
    public var normalization: Normalization

    /// Whether the model's normalization, if it has one, is done.
    public var normalizes: Bool {
        get { normalization != .never }
        set {
            if newValue != normalizes { normalization = newValue ? .model : .never }
        }
    }

    /// The model's own ways but for what is said otherwise; whether it fits a model is checked when
    /// texts are encoded, or by `SentenceEncoder.check(_:)`.
    /// - Parameters:
    ///   - maximumTokens: a lower limit on the tokens of a text than the model's own.
    ///   - overflow: what becomes of a text with more tokens than the limit.
    ///   - promptName: the model's prompt to put before each text.
    ///   - prompt: a text of one's own to put before each text; counts in place of `promptName`.
    ///   - truncateDimension: keep only this many leading components of each vector.
    ///   - normalizes: `false` stands for `Normalization.never`.
    ///   - normalization: counts in place of `normalizes` if it is given.
    ///   - truncationSide: the end at which a longer text is cut.
    public init(
        maximumTokens: Int? = nil, overflow: Overflow = .truncate, promptName: String? = nil,
        prompt: String? = nil, truncateDimension: Int? = nil, normalizes: Bool = true,
        normalization: Normalization? = nil, truncationSide: TruncationSide? = nil
    ) {
        self.maximumTokens = maximumTokens
        self.overflow = overflow
        self.truncationSide = truncationSide
        self.promptName = promptName
        self.prompt = prompt
        self.truncateDimension = truncateDimension
        self.normalization = normalization ?? (normalizes ? .model : .never)
    }
}
