import ArgumentParser
import SencFiles

/// How many threads work, for commands that have no model.
struct ThreadOptions: ParsableArguments {
    @Option(
        name: .customLong("threads"),
        help: .text(
            """
            Worker threads. If not given: what is configured, else one for each processor.
            """))
    var given: Int?

    /// `nil` for one for each processor.
    var threads: Int? { given ?? Configuration.threads }

    func validate() throws {
        if let given, given < 1 { throw UsageError("--threads must be at least 1") }
    }
}
