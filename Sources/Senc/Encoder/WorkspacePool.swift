internal import Synchronization

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
