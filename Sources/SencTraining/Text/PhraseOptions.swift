/// Which words that follow each other are joined to one (Mikolov et al., "Distributed representations
/// of words and phrases and their compositionality", 2013). The defaults are gensim's.
///
/// Two words a and b are a phrase if (count(a b) - `discount`) / (count(a) · count(b)) · N is more than
/// `threshold`, N being how many different words and pairs of words there are, as in gensim. Texts are
/// gone through from the start: what is joined to a phrase is not part of another one.
public struct PhraseOptions: Sendable, Equatable {
    /// How often phrases are looked for, 1 to 10: in the second round what was joined in the first is
    /// a word, so that phrases of up to four words come of it.
    public var rounds = 1
    /// How much less often than it is seen a pair counts, 0 to 2⁴⁰.
    public var discount = 5
    /// What the score must be more than, at least 0.
    public var threshold = 10.0
    /// Bytes of memory for pairs of words, 2²⁰ to 2⁵⁰, about; what is more goes to a temporary
    /// file. Changes no phrase.
    public var memory = 1 << 29
    /// The directory of that file, whose name is removed when it is made.
    public var temporaryDirectory = "."

    /// gensim's settings.
    public init() {}

    /// - Throws: `TrainingError.setting` for what is out of its range.
    func check() throws(TrainingError) {
        try TrainingError.check("phrases", rounds, 1...10)
        try TrainingError.check("phrase discount", discount, 0...1 << 40)
        try TrainingError.check("phrase threshold", threshold, 0...1e300)
        try TrainingError.check("memory", memory, 1 << 20...1 << 50)
    }
}
