internal import SencMath
internal import Synchronization

/// Scratch memory for one batch at a time, which grows to the largest batch and is then reused.
///
/// Only one thread, or the threads of one team, may use a workspace at once.
final class Workspace: @unchecked Sendable {
    /// Token states [tokens, hidden], in and out of each layer.
    private(set) var states = FloatBuffer(count: 0)
    /// The states normalized, where a layer begins with that [tokens, hidden].
    private(set) var normed = FloatBuffer(count: 0)
    /// Queries, keys and values [tokens, (heads + 2 · key heads) · head size].
    private(set) var queriesKeysValues = FloatBuffer(count: 0)
    /// Attention's answers [tokens, heads · head size].
    private(set) var context = FloatBuffer(count: 0)
    /// What a block adds to the states [tokens, hidden]; before the first layer, embeddings.
    private(set) var output = FloatBuffer(count: 0)
    /// Feed-forward activations [block rows, intermediate].
    private(set) var intermediate = FloatBuffer(count: 0)
    /// What attention and the linear layers need for themselves, one at a time, for each thread.
    private(set) var scratch = FloatBuffer(count: 0)

    /// Floats of a line of the cache: no two threads write to one.
    static let line = 16

    /// The part of the scratch that is a thread's.
    func scratch(of member: ThreadTeam.Member) -> UnsafeMutablePointer<Float> {
        scratch.base + scratch.count / member.count / Self.line * Self.line * member.index
    }

    /// - Parameters:
    ///   - hidden: components of a state or an embedding, whichever has more.
    ///   - projections: components of a token's queries, keys and values.
    ///   - context: of attention's answer.
    func reserve(
        tokens: Int, hidden: Int, projections: Int = 0, context: Int = 0,
        intermediateCount: Int = 0, scratchCount: Int
    ) {
        Self.grow(&states, to: tokens * hidden)
        Self.grow(&normed, to: tokens * hidden)
        Self.grow(&queriesKeysValues, to: tokens * projections)
        Self.grow(&self.context, to: tokens * context)
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

/// Workspaces that are not in use, kept so that their memory is there for the next batch.
final class WorkspacePool: Sendable {
    private let idle = Mutex<[Workspace]>([])

    /// Lends a workspace for the call.
    func withWorkspace<Result>(_ body: (Workspace) throws -> Result) rethrows -> Result {
        let workspace = idle.withLock { $0.popLast() } ?? Workspace()
        defer { idle.withLock { $0.append(workspace) } }
        return try body(workspace)
    }
}
