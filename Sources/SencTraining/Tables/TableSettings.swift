/// How a network learns a column of a table.
public struct TableSettings: Sendable, Equatable {
    /// Units of the dense layers, from the first; 1 to 65,536 each.
    public var hidden = [200, 100]
    /// Passes over the rows at most, 1 to 10,000.
    public var epochs = 30
    /// Rows of a step, 1 to 65,536.
    public var batch = 256
    /// Of Adam, positive.
    public var learningRate = 0.001
    /// What weights and vectors lose in a step, as a share of them for a learning rate of 1; not
    /// negative (Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019).
    public var weightDecay = 0.1
    /// The share of inputs and hidden units that a step leaves out, within 0..<1.
    public var dropout = 0.1
    /// The share of rows that are not learned from but tell when to stop, within 0..<1.
    public var validation = 0.1
    /// Passes without a better value of the validation after which learning ends.
    public var patience = 3
    /// Of all random numbers: the same bytes come of the same.
    public var seed: UInt64 = 1

    /// The defaults.
    public init() {}

    /// Looks whether all are in their ranges, as learning does first.
    /// - Throws: `TrainingError.setting` for what is out of its range.
    public func check() throws(TrainingError) {
        guard (1...16).contains(hidden.count) else {
            throw .setting("layers", value: "\(hidden.count)", allowed: "1 to 16")
        }
        for units in hidden { try SequenceOptions.check("hidden units", units, 1...65_536) }
        try SequenceOptions.check("epochs", epochs, 1...10_000)
        try SequenceOptions.check("batch", batch, 1...65_536)
        try SequenceOptions.check(
            "learning rate", learningRate, Double.leastNormalMagnitude...1000)
        try SequenceOptions.check("weight decay", weightDecay, 0...1000)
        try SequenceOptions.check("dropout", dropout, 0...0.95)
        try SequenceOptions.check("validation", validation, 0...0.9)
        try SequenceOptions.check("patience", patience, 1...10_000)
    }
}
