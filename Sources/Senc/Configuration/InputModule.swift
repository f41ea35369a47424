/// The first module of a model, as its files describe it: what gives a text's tokens their states.
///
/// Indirect, since those who copy settings need not copy what is behind it part by part.
package indirect enum InputModule: Sendable {
    case transformer(EncoderConfiguration)
    case table(StaticConfiguration)

    /// Stands for no limit on the tokens of a text.
    static let unlimitedTokens = 1 << 40

    /// Components of a token's state.
    var stateSize: Int {
        switch self {
        case .transformer(let encoder): encoder.hiddenSize
        case .table(let table): table.dimension
        }
    }

    /// Ids that have a state: those below this.
    package var idCount: Int {
        switch self {
        case .transformer(let encoder): encoder.vocabularySize
        case .table(let table): table.idCount
        }
    }

    /// Tokens that a text may have at most, whatever limit is asked for.
    package var maximumPositions: Int {
        switch self {
        case .transformer(let encoder): encoder.maximumPositions
        case .table: Self.unlimitedTokens
        }
    }

    var tokenization: TokenizationOptions {
        switch self {
        case .transformer: TokenizationOptions()
        case .table(let table): table.tokenization
        }
    }
}

/// How a model's texts become tokens, where that is not for its tokenizer to say.
struct TokenizationOptions: Sendable {
    /// A token that is left out of texts.
    var omittedID: Int32?
    /// Whether a text is cut before it is tokenized, at as many characters as the limit of tokens
    /// has if each is of median length. So does model2vec.
    var cutsAtMedianLength = false
    /// Whether a text that is a token as a whole is that token.
    var findsWholeTexts = false
    /// Scalars from which on an unknown word is kept as it is written, to be made a vector of by
    /// its n-grams; `nil` where unknown words are left out.
    var leastSpelledScalars: Int?
}
