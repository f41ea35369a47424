internal import SencTokenizers
internal import Synchronization

/// How a model's texts become tokens, where that is not for its tokenizer to say.
struct ReadingHabits: Sendable {
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

/// The median length of a vocabulary's tokens in scalars, found when it is first asked for.
final class MedianTokenLength: Sendable {
    private let tokenizer: Tokenizer
    private let found = Mutex<Int?>(nil)

    init(of tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
    }

    /// Rounded down; at least 1.
    var value: Int {
        found.withLock { found in
            if let found { return found }
            let lengths = (0..<Int32(clamping: tokenizer.idLimit))
                .compactMap { tokenizer.token(for: $0)?.unicodeScalars.count }.sorted()
            let middle = lengths.count / 2
            let median =
                lengths.isEmpty
                ? 1
                : lengths.count.isMultiple(of: 2)
                    ? (lengths[middle - 1] + lengths[middle]) / 2 : lengths[middle]
            found = max(median, 1)
            return max(median, 1)
        }
    }
}
