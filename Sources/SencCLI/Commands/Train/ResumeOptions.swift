import ArgumentParser
import SencFiles
import SencMath
import SencTraining

/// Going on where an earlier run of a training command was stopped.
struct ResumeOptions: ParsableArguments {
    @Flag(
        help: .text(
            """
            Go on where an earlier run of the same command was stopped, from NAME.checkpoint, to the \
            same bytes.
            """))
    var resume = false

    @Option(
        name: .customLong("checkpoint"),
        help: .text(
            """
            How often what was learned is kept for --resume, in seconds; 0 for after each step.
            """, valueName: "seconds"))
    var interval = 30.0

    func validate() throws {
        guard 0...1e6 ~= interval else { throw UsageError("--checkpoint must be 0 to 1000000") }
    }

    /// Where the run is kept beside its output; `nil` if that is a device or a pipe.
    /// - Parameters:
    ///   - settings: what the result depends on beside the files.
    ///   - files: the data.
    func checkpoint(
        of output: String, _ settings: [String: String?], files: [String]
    ) throws -> TrainingCheckpoint? {
        guard Path.kind(of: output) != .other else { return nil }
        let own = ["version": Version.number, "kernels": KernelFamily.selected.name]
        let identity = JobIdentity(
            settings: settings.merging(own) { $1 }, texts: [], files: files)
        var name = try OutputFile.target(of: output)
        while name.count > 1, name.hasSuffix("/") { name.removeLast() }
        return try TrainingCheckpoint(
            path: name + TrainingCheckpoint.suffix, settings: Self.text(identity.settings),
            data: identity.inputs.map(Self.text).joined(separator: "\n"), resumes: resume,
            interval: .milliseconds(Int(interval * 1000)))
    }

    private static func text(_ fields: [String: String]) -> String {
        fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }
}
