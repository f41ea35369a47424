/// The ids of the tokens with a role in the model.
public struct SpecialTokenIDs: Sendable, Equatable {
    /// Fills short texts up in a batch.
    public internal(set) var padding: Int32?
    /// Begins every text; its vector may stand for the whole.
    public internal(set) var classification: Int32?
    /// Ends every text.
    public internal(set) var separator: Int32?
    /// Stands for what the vocabulary cannot spell.
    public internal(set) var unknown: Int32?
    /// Stands for a word left out.
    public internal(set) var mask: Int32?
}
