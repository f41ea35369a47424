package import SencTokenizers

/// What a tokenizer is trained to be.
package struct TokenizerOptions: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case wordPiece = "wordpiece"
        case unigram
        case bytePair = "bpe"
    }

    package var kind: Kind
    /// Tokens in all, special ones too; within 1...16,777,216.
    package var vocabularySize = 30_000
    /// How often a pair is seen at least to become a token. Not of unigram.
    package var minimumCount = 2
    /// Scalars that are tokens at most, the most frequent ones; `nil` for all. Not of unigram.
    package var alphabetLimit: Int?
    /// Scalars that are tokens in any case.
    package var initialAlphabet: [UInt32] = []
    /// The first tokens.
    package var specialTokens: [String] = []
    /// Before every token that does not begin a word. Not of unigram.
    package var continuingPrefix = ""
    /// Behind every token that ends a word. Not of unigram.
    package var endSuffix = ""
    /// A token that is made of others has fewer characters than this; `nil` for any number. Of
    /// unigram, at most so many; 16 if `nil`. Within 1...1024.
    package var maximumTokenLength: Int?
    /// Different words that are counted at once; beyond them the rarest are forgotten.
    package var countedWords = 30_000_000

    package init(_ kind: Kind) { self.kind = kind }

    /// Takes what a recipe says of tokens.
    package mutating func take(_ recipe: TokenizerRecipe) {
        initialAlphabet = recipe.alphabet
        specialTokens = recipe.specialTokens
        continuingPrefix = recipe.continuingPrefix
        endSuffix = recipe.endSuffix
    }

    static let vocabularyRange = 1...(1 << 24)

    func check() throws(TrainingError) {
        try TrainingError.check("vocabulary", vocabularySize, Self.vocabularyRange)
        try TrainingError.check("minimum count", minimumCount, 0...Int(Int32.max))
        if let alphabetLimit {
            try TrainingError.check("alphabet", alphabetLimit, 1...0x11_0000)
        }
        if let maximumTokenLength {
            try TrainingError.check("token length", maximumTokenLength, 1...1024)
        }
    }

    /// - Parameter count: tokens that there are before any is made: special ones and characters.
    func checkRoom(forAlphabet count: Int) throws(TrainingError) {
        guard count > vocabularySize else { return }
        throw .smallVocabulary(vocabularySize, needed: count)
    }
}
