import ArgumentParser
import SencFiles

/// The directory that a command writes.
struct DirectoryOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: .text(
            "The directory to write: one that is not there yet, or is empty.", valueName: "dir"),
        completion: .directory)
    var output: String

    func validate() throws {
        if output == "" { throw UsageError("--output needs the name of a directory") }
    }
}
