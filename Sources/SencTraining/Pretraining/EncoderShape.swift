internal import SencFiles

/// The sizes of an encoder that is learned from nothing.
package struct EncoderShape: Sendable, Equatable {
    package var layers = 4
    package var hidden = 256
    package var heads = 4
    /// Numbers within the feed-forward network; `nil` for four times `hidden`.
    package var feedForward: Int?
    /// Tokens of a text, special ones included.
    package var maximumTokens = 128

    package init() {}

    /// Rows of the table of token types; senc's texts are all of the first.
    static let tokenTypes = 2

    /// What is in memory of a weight: its value, its gradient, two moments, and the best value.
    private static let copies = 5.0

    var intermediateSize: Int { feedForward ?? 4 * hidden }

    /// - Parameter vocabulary: how many tokens there are.
    /// - Throws: `TrainingError.setting` of a size out of its range, `LearningError.heads`, and
    ///   `LearningError.tooLarge` if there is not the memory for it.
    func check(vocabulary: Int) throws {
        try TrainingError.check("layers", layers, 1...1 << 10)
        try TrainingError.check("hidden", hidden, 1...1 << 16)
        try TrainingError.check("heads", heads, 1...1 << 10)
        try TrainingError.check("feed-forward", intermediateSize, 1...1 << 18)
        try TrainingError.check("max-tokens", maximumTokens, 3...1 << 16)
        guard hidden % heads == 0 else { throw LearningError.heads(heads, hidden: hidden) }
        let bytes = weightCount(vocabulary: vocabulary) * Self.copies * 4
        guard bytes < Double(Memory.physicalBytes ?? .max) else {
            throw LearningError.tooLarge(weights: weightCount(vocabulary: vocabulary))
        }
    }

    /// Numbers that are learned, those of the head among them.
    func weightCount(vocabulary: Int) -> Double {
        let (hidden, inner) = (Double(hidden), Double(intermediateSize))
        let rows = Double(vocabulary) + Double(maximumTokens) + Double(Self.tokenTypes)
        let layer = 4 * hidden * (hidden + 1) + 2 * hidden * inner + inner + 5 * hidden
        return rows * hidden + Double(layers) * layer + hidden * (hidden + 5) + Double(vocabulary)
    }
}
