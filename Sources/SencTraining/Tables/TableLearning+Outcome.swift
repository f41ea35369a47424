extension TableLearning {
    /// Ways to take categories.
    public enum Method: String, Sendable, CaseIterable {
        /// A vector each, which is learned.
        case vectors
        /// A column of zeros and ones for each.
        case oneHot = "one-hot"
        /// Their number in the order of their names.
        case integers
    }

    /// What a network has come to.
    public struct Outcome: Sendable, Equatable {
        /// How it takes categories.
        public let method: Method
        /// On the rows of the validation; `nil` if there are none.
        public let scores: TableScores?
        /// The pass whose state is kept, from 1.
        public let bestEpoch: Int
        /// Passes that were made.
        public let epochs: Int
    }
}

/// How well a column of rows is predicted.
public enum TableScores: Sendable, Equatable {
    /// Of numbers: `rmse` is the root of the mean squared error, in the target's unit.
    case regression(rmse: Double)
    /// Of classes: `accuracy` is the share of rows whose class has the largest probability, within
    /// 0...1, and `logLoss` the mean of -log of the right class's probability.
    case classification(accuracy: Double, logLoss: Double)
}
