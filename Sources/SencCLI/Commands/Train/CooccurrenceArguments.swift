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
            Megabytes of memory for pairs of words, with glove, or for --phrases; what is more is \
            put beside the output until the end; 512 if not given.
            """, valueName: "mb"))
    var memory: Int?

    /// Bytes of memory.
    private static let megabyte = 1 << 20

    func refuseAny() throws {
        if xMax != nil { throw UsageError("--x-max is for --objective glove") }
    }

    /// Bytes, if they were given.
    var memoryBytes: Int? {
        memory.map { memory in
            let (bytes, overflow) = memory.multipliedReportingOverflow(by: Self.megabyte)
            return overflow ? (memory < 0 ? .min : .max) : bytes
        }
    }

    /// - Parameters:
    ///   - output: what is written, beside which temporary files are made.
    ///   - change: sets what other options say.
    func options(
        output: String, _ change: (inout CooccurrenceOptions) -> Void
    ) -> CooccurrenceOptions {
        var options = CooccurrenceOptions()
        if let xMax { options.fullCount = xMax }
        if let memoryBytes { options.memory = memoryBytes }
        options.temporaryDirectory = Self.temporaryDirectory(for: output)
        change(&options)
        return options
    }

    /// Where temporary files of an output are made: on the disk that has room for it.
    static func temporaryDirectory(for output: String) -> String { Path.parent(of: output) ?? "." }
}
