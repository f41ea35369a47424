internal import ArgumentParser
import SencFiles
import SencTraining

/// What is asked for `--objective glove` alone.
struct CooccurrenceArguments: ParsableArguments {
    @Option(
        help: .text(
            """
            Pairs of words that are met less often than this count less, with glove; 100 if not \
            given.
            """))
    var xMax: Double?

    @Option(
        help: .text(
            """
            Memory for pairs of words, with glove, or for --phrases, as 512M or 4G; what has no room \
            is put beside the output until the end; 512M if not given.
            """, valueName: "size"))
    var memory: MemorySize?

    func refuseAny() throws {
        if xMax != nil { throw UsageError("--x-max is for --objective glove") }
    }

    /// - Parameters:
    ///   - output: what is written, beside which temporary files are made.
    ///   - change: sets what other options say.
    func options(
        output: String, _ change: (inout CooccurrenceOptions) -> Void
    ) -> CooccurrenceOptions {
        var options = CooccurrenceOptions()
        if let xMax { options.fullCount = xMax }
        if let memory { options.memory = memory.bytes }
        options.temporaryDirectory = Self.temporaryDirectory(for: output)
        change(&options)
        return options
    }

    /// Where temporary files of an output are made: on the disk that has room for it.
    static func temporaryDirectory(for output: String) -> String { Path.parent(of: output) ?? "." }
}
