/// How vectors are learned from how often words stand near each other: GloVe (Pennington, Socher and
/// Manning, "GloVe: global vectors for word representation", 2014). The defaults are its program's.
public struct CooccurrenceOptions: Sendable, Equatable {
    /// Components of a vector, 1 to 65,536.
    public var dimension = 100
    /// How far words are away at most, 1 to 1,000, before and behind. Those at a distance of n count
    /// 1 / n.
    public var window = 15
    /// Words that are met less often than so near each other count less; positive.
    public var fullCount = 100.0
    /// The power of the share of `fullCount` that these count, 0 to 10.
    public var exponent = 0.75
    /// Of AdaGrad, positive.
    public var learningRate = 0.05
    /// Passes over all pairs of words, 1 to 10,000.
    public var passes = 25
    /// Of all random numbers: the same vectors come of the same.
    public var seed: UInt64 = 1
    /// Bytes of memory for pairs of words, 2²⁰ to 2⁵⁰, about; what is more goes to a temporary
    /// file. Changes no vector.
    public var memory = 1 << 29
    /// The directory of that file, whose name is removed when it is made.
    public var temporaryDirectory = "."

    /// The settings of the authors' program.
    public init() {}

    /// - Throws: `TrainingError.setting` for what is out of its range.
    func check() throws(TrainingError) {
        try SequenceOptions.check("dimension", dimension, 1...65_536)
        try SequenceOptions.check("window", window, 1...1000)
        try SequenceOptions.check("x-max", fullCount, 1e-9...1e15)
        try SequenceOptions.check("exponent", exponent, 0...10)
        try SequenceOptions.check(
            "learning rate", learningRate, Double.leastNormalMagnitude...1000)
        try SequenceOptions.check("passes", passes, 1...10_000)
        try SequenceOptions.check("memory", memory, 1 << 20...1 << 50)
    }
}
