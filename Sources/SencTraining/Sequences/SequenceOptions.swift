internal import SencFiles

/// How vectors are learned from sequences of things that stand near each other, such as the words of
/// texts. The defaults are word2vec's.
public struct SequenceOptions: Sendable, Equatable {
    /// What is predicted from what.
    public enum Objective: String, Sendable, CaseIterable {
        /// Each neighbor tells the thing in the middle (Mikolov et al., 2013).
        case skipGram = "skip-gram"
        /// The mean of all neighbors tells it; each of them is moved as the mean is.
        case cbow
    }

    /// How a thing is told apart from all others.
    public enum Output: Sendable, Equatable {
        /// From `count` others, 1 to 1,000, that are drawn by how frequent they are: by their counts
        /// to the power of an exponent, 0 for all alike, negative for the rare ones first.
        case negativeSampling(count: Int, exponent: Double)
        /// By the branches to it in a Huffman tree of all (Morin and Bengio, 2005).
        case hierarchicalSoftmax
    }

    /// What is predicted from what.
    public var objective = Objective.skipGram
    /// How a thing is told apart from all others.
    public var output = Output.negativeSampling(count: 5, exponent: 0.75)
    /// Components of a vector, 1 to 65,536.
    public var dimension = 100
    /// How far neighbors are away at most, 1 to 1,000. Each thing's window is 1 up to it, at random,
    /// so that the near count more, if `shrinksWindows` is true.
    public var window = 5
    /// Whether windows are of a random length, as in word2vec, for words; where the order of things
    /// says little, as in baskets, all count alike.
    public var shrinksWindows = true
    /// Things that are a larger share than this of all, within 0...1, are left out in part, at
    /// random; 0 for none.
    public var subsampling = 1e-3
    /// Of the first step, positive, falling in a line to `finalLearningRate` at the last.
    public var learningRate = 0.025
    /// Of the last step, not negative.
    public var finalLearningRate = 1e-4
    /// Passes over all sequences, 1 to 10,000.
    public var passes = 5
    /// Of all random numbers: the same vectors come of the same.
    public var seed: UInt64 = 1

    /// word2vec's settings.
    public init() {}

    /// Neighbors of a thing in the mean, where that is known.
    var knownNeighbors: Double?

    var meanNeighbors: Double {
        knownNeighbors ?? Double(shrinksWindows ? window + 1 : 2 * window)
    }

    /// Rows of vectors that a step of several windows reads and writes at most, about.
    static let blockRows = 768
    /// Windows of a step at most.
    static let blockWindows = 256

    /// - Throws: `TrainingError.setting` for what is out of its range.
    func check() throws(TrainingError) {
        try Self.check("dimension", dimension, 1...65_536)
        try Self.check("window", window, 1...1000)
        try Self.check("passes", passes, 1...10_000)
        if case .negativeSampling(let count, let exponent) = output {
            try Self.check("negatives", count, 1...1000)
            try Self.check("exponent", exponent, -10...10)
        }
        try Self.check("subsampling", subsampling, 0...1)
        try Self.check("learning rate", learningRate, Double.leastNormalMagnitude...1000)
        try Self.check("final learning rate", finalLearningRate, 0...learningRate)
    }

    static func check<Value: Comparable & CustomStringConvertible>(
        _ name: String, _ value: Value, _ range: ClosedRange<Value>
    ) throws(TrainingError) {
        try TrainingError.check(name, value, range)
    }
}
