/// Which tokens of a model's vocabulary are kept beside those that are always.
///
/// Always kept are special and other added tokens, the unknown token, tokens of single bytes, the
/// tokens that are single characters of the texts' tokens, and what `config.json` gives a role.
public struct TrimmingOptions: Sendable, Equatable {
    /// How often the texts must have a token; from 2 on some texts lose tokens.
    public var minimumCount: Int
    /// How many tokens are kept in all, the most frequent ones; `nil` for all that the texts have.
    public var vocabularySize: Int?
    /// Whether all tokens that are single characters are kept, not those of the texts alone, so
    /// that other texts are spelt rather than unknown.
    public var keepsAllCharacters: Bool
    /// Further tokens that are kept, as the vocabulary writes them.
    public var tokens: [String]
    /// How the weights are written; `nil` for float16 where all weights of the model are such, else
    /// float32.
    public var type: ExportType?

    /// What the properties say, each with its default.
    public init(
        minimumCount: Int = 1, vocabularySize: Int? = nil, keepsAllCharacters: Bool = false,
        tokens: [String] = [], type: ExportType? = nil
    ) {
        self.minimumCount = minimumCount
        self.vocabularySize = vocabularySize
        self.keepsAllCharacters = keepsAllCharacters
        self.tokens = tokens
        self.type = type
    }
}

/// What a model lost and kept when its vocabulary was cut.
public struct TrimmedModel: Sendable, Equatable {
    /// Tokens of the whole vocabulary, added ones included.
    public let sourceTokenCount: Int
    /// Tokens that were kept.
    public let tokenCount: Int
    /// The size of the files with the weights before, in bytes.
    public let sourceByteCount: Int
    /// The size of the files with the weights now, in bytes.
    public let byteCount: Int
    /// How many texts there were.
    public let textCount: Int
    /// How many of them keep all of their tokens, and so their vectors to the bit.
    public let unchangedTextCount: Int
    /// How the weights were written.
    public let type: ExportType
}
