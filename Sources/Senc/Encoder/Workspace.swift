internal import SencMath

/// Scratch memory for one batch at a time, which grows to the largest batch and is then reused.
///
/// Only one thread may use a workspace at once.
final class Workspace: @unchecked Sendable {
    /// Token states [tokens, hidden], in and out of each layer.
    private(set) var states = FloatBuffer(count: 0)
    /// Queries, keys and values [tokens, 3 · hidden].
    private(set) var queriesKeysValues = FloatBuffer(count: 0)
    /// Attention's answers [tokens, hidden], then a layer's output before its norm.
    private(set) var context = FloatBuffer(count: 0)
    private(set) var output = FloatBuffer(count: 0)
    /// Feed-forward activations [block rows, intermediate].
    private(set) var intermediate = FloatBuffer(count: 0)
    /// What attention and the linear layers need for themselves, one at a time.
    private(set) var scratch = FloatBuffer(count: 0)

    func reserve(
        tokens: Int, hidden: Int, intermediateCount: Int, scratchCount: Int
    ) {
        Self.grow(&states, to: tokens * hidden)
        Self.grow(&queriesKeysValues, to: tokens * hidden * 3)
        Self.grow(&context, to: tokens * hidden)
        Self.grow(&output, to: tokens * hidden)
        Self.grow(&intermediate, to: intermediateCount)
        Self.grow(&scratch, to: scratchCount)
    }

    /// Room for states alone.
    func reserveStates(count: Int) { Self.grow(&states, to: count) }

    private static func grow(_ buffer: inout FloatBuffer, to count: Int) {
        if buffer.count < count { buffer = FloatBuffer(count: count) }
    }
}
