/// The third stage: a word → tokens.
enum Model: Sendable {
    case wordPiece(WordPiece)
    case words(WordList)
    case unigram(Unigram)
    case bytePair(BytePair)
    case wordLevel(WordLevel)

    var vocabulary: TokenTable {
        switch self {
        case .wordPiece(let model): model.vocabulary
        case .words(let model): model.vocabulary
        case .unigram(let model): model.vocabulary
        case .bytePair(let model): model.vocabulary
        case .wordLevel(let model): model.vocabulary
        }
    }

    /// The token that stands for what the vocabulary cannot spell, if the model has one.
    var unknownID: Int32? {
        switch self {
        case .wordPiece(let model): model.unknownID
        case .words: nil
        case .unigram(let model): model.unknownID
        case .bytePair(let model): model.unknownID
        case .wordLevel(let model): model.unknownID
        }
    }

    /// Appends the tokens of the word at `range` of the normalized text.
    @inline(__always)
    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        switch self {
        case .wordPiece(let model): model.appendTokens(of: text, at: range, to: &run)
        case .words(let model): model.appendTokens(of: text, at: range, to: &run)
        case .unigram(let model): model.appendTokens(of: text, at: range, to: &run)
        case .bytePair(let model): model.appendTokens(of: text, at: range, to: &run)
        case .wordLevel(let model): model.appendTokens(of: text, at: range, to: &run)
        }
    }
}

/// A word is a token, or it is unknown.
struct WordLevel: Sendable {
    let vocabulary: TokenTable
    let unknownID: Int32

    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        run.append(vocabulary.id(of: text.slice(range)) ?? unknownID, span: range)
    }
}
