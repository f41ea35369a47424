import TestSupport
import Testing

/// A model, and a directory for what it is evaluated with.
protocol EvaluateFixture {
    var model: TemporaryDirectory { get }
    var files: TemporaryDirectory { get }
}

extension EvaluateFixture {
    func evaluate(_ arguments: String..., input: String = "") async throws
        -> Program.Outcome
    {
        try await Program.run(
            ["evaluate", "--model", model.path] + arguments, input: Array(input.utf8))
    }

    func fails(
        _ status: Int32, _ message: String, _ arguments: String..., input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await Program.run(
            ["evaluate", "--model", model.path] + arguments, input: Array(input.utf8))
        #expect(outcome == .failed(status, message), sourceLocation: sourceLocation)
    }
}
