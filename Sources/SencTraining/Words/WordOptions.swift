/// How vectors are learned of the words of texts.
public struct WordOptions: Sendable, Equatable {
    /// The objective, and how it is gone after.
    public var sequences = SequenceOptions()
    /// What is learned from in place of `sequences`: how often words stand near each other, as in
    /// GloVe; `nil` for the sequences. There are no n-grams then.
    public var cooccurrences: CooccurrenceOptions?
    /// How often a word is seen at least; rarer ones are left out.
    public var minimumCount = 5
    /// How many words vectors are learned of at most, the most frequent ones; `nil` for all.
    public var maximumWords: Int?
    /// The lengths of n-grams, in scalars, 1 to 20, whose vectors make up a word's beside its own, as in
    /// fastText; `nil` for none.
    public var ngrams: ClosedRange<Int>?
    /// Rows that n-grams are hashed into, 1 to 2³⁰.
    public var buckets = 2_000_000
    /// Whether words are taken in lower case.
    public var lowercases = true
    /// Which words are joined to one; `nil` for none.
    public var phrases: PhraseOptions?
    /// What cuts a text into words.
    package var rule = WordScanner.Rule.unicode

    /// word2vec's settings.
    public init() {}

    /// Passes over what is learned from.
    var passes: Int { cooccurrences?.passes ?? sequences.passes }

    /// Different words that are counted at once; the rarest of more are forgotten.
    var countedWords = 20_000_000
    /// Words of texts that are kept in memory, 4 bytes each, so that the texts are read but once; more
    /// are read in each pass.
    var keptWords = 100_000_000

    /// - Throws: `TrainingError.setting` for what is out of its range.
    func check() throws(TrainingError) {
        if let cooccurrences { try cooccurrences.check() } else { try sequences.check() }
        try SequenceOptions.check("minimum count", minimumCount, 1...(1 << 40))
        if let maximumWords { try SequenceOptions.check("words", maximumWords, 1...(1 << 31 - 1)) }
        try phrases?.check()
        guard let ngrams, cooccurrences == nil else { return }
        try SequenceOptions.check("n-grams", ngrams.lowerBound, 1...20)
        try SequenceOptions.check("n-grams", ngrams.upperBound, 1...20)
        try SequenceOptions.check("buckets", buckets, 1...(1 << 30))
    }
}
