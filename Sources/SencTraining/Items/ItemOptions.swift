/// How vectors are learned of the items of sessions, such as the products of baskets. The defaults
/// are for items, not for words: all items of a session are neighbors, none are left out, and there
/// are more passes (Caselles-Dupré, Lesaint and Royo-Letelier, "Word2vec applied to
/// recommendation: hyperparameters matter", 2018).
public struct ItemOptions: Sendable, Equatable {
    /// The objective, and how it is gone after: 64 dimensions, 100 passes and a window of 10, within
    /// 1...20, unless said otherwise.
    public var sequences = SequenceOptions()
    /// How often an item is seen at least, 1 to 2⁴⁰; rarer ones are left out.
    public var minimumCount = 1
    /// Whether all items of a session are neighbors, whatever their order: then each pass goes
    /// through a session in another random order, with windows of `sequences.window` (Barkan and
    /// Koenigstein, "Item2Vec", 2016), so that sessions weigh as much as they have items, and a
    /// step stays small. Else neighbors are at most as far away as the window says.
    public var takesWholeSessions = true

    /// What windows may be: with wider ones a step is too large, since an item is told from all
    /// neighbors at once.
    package static let windows = 1...20

    /// Settings for items.
    public init() {
        sequences.window = 10
        sequences.shrinksWindows = false
        sequences.dimension = 64
        sequences.passes = 100
        sequences.subsampling = 0
    }

    /// - Throws: `TrainingError.setting` for what is out of its range.
    func check() throws(TrainingError) {
        try sequences.check()
        try SequenceOptions.check("window", sequences.window, Self.windows)
        try SequenceOptions.check("minimum count", minimumCount, 1...(1 << 40))
    }
}
