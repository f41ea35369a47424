/// What is told of some texts of a window when their vectors are computed, before the window is
/// delivered.
package struct EncodedBatch: Sendable {
    /// The place of the window's first text among all.
    package let firstText: Int
    /// Tokens that were computed.
    package let tokens: Int
    /// Which part they are of all that is computed of the window, within 0...1.
    package let share: Double

    init(_ batch: [Int], of window: EncodingWindow) {
        firstText = window.firstIndex
        tokens = batch.reduce(0) { $0 + window.sequences.ids[$1].count }
        share = Double(tokens) / Double(max(window.batchTokens, 1))
    }
}
