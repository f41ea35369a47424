/// How far learning has come.
public struct TrainingProgress: Sendable, Equatable {
    /// What is gone through.
    public enum Subject: Sendable, Equatable {
        /// Words of the texts.
        case words
        /// Pairs of words that stand near each other, each in both directions. While these are
        /// counted, at pass 0, `words` are still words.
        case cooccurrences
        /// Words, of which pairs are counted.
        case phrases
        /// Items of sessions.
        case items
        /// Interactions of users with items.
        case interactions
    }

    /// What is gone through.
    public var subject = Subject.words
    /// The pass over the texts that is under way, from 1; 0 while words are counted.
    public var pass: Int
    /// Passes in all.
    public var passes: Int
    /// Words, or what else is gone through, in all passes: those that are learned alone.
    public var words: Int
    /// Of all that there will be, within 0...1; 0 while they are counted.
    public var fraction: Double
    /// The objective's mean over some of the products that were computed last; `nil` at first.
    public var loss: Double?
}
