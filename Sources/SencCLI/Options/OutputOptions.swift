import ArgumentParser
import SencFiles

/// Where results go.
struct OutputOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: .text("A file to write instead of standard output.", valueName: "file"),
        completion: .files)
    var output: String?

    func validate() throws {
        if output == "" { throw UsageError("--output needs the name of a file") }
    }

    /// Refuses to write over an input.
    func check(against inputs: [String]) throws {
        if let output { try UsageError.requireDistinct([output], from: inputs) }
    }

    func write(_ bytes: [UInt8]) throws { try ResultOutput(output).write(bytes) }
    func write(_ text: String) throws { try write(Array(text.utf8)) }
}

/// The forms of a report: of one thing, in lines of names and values.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// The forms of a list: an object or a row for each result.
enum ListFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json, jsonl, csv, tsv
}

/// How a report is printed, and where it goes.
struct ReportOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: .text("The form of what is printed."))
    var format: ReportFormat?

    @Flag(help: .text("Print one JSON object; short for --format json."))
    var json = false

    @OptionGroup var place: OutputOptions

    func validate() throws {
        if json, format == .text { throw UsageError("give --json or --format text, not both") }
    }

    var isJSON: Bool { json || format == .json || (format == nil && isNamedJSON) }

    /// Whether the results are for eyes.
    var isForEyes: Bool { place.output == nil && !isJSON && format == nil && Terminal.showsResults }

    private var isNamedJSON: Bool { place.output?.hasSuffix(".json") ?? false }
}

/// How a list of results is printed, and where it goes.
struct ListOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: .text(
            """
            The form of the results: json and jsonl are an object a line, csv and tsv rows under a \
            header. If not given, what the name of --output says, or text.
            """))
    var format: ListFormat?

    @Flag(help: .text("Print JSON objects, one a line; short for --format json."))
    var json = false

    @OptionGroup var place: OutputOptions

    func validate() throws {
        if json, let format, format != .json, format != .jsonl {
            throw UsageError("give --json or --format \(format.rawValue), not both")
        }
    }

    /// The form that is asked for, or that the output's name has.
    var chosen: ListFormat {
        if json { return .json }
        if let format { return format }
        let name = place.output.map { Path.lastComponent(of: $0) } ?? ""
        return name.split(separator: ".").dropFirst().last
            .flatMap { ListFormat(rawValue: $0.lowercased()) } ?? .text
    }

    var isJSON: Bool { chosen == .json || chosen == .jsonl }

    /// Whether the results are for eyes.
    var isForEyes: Bool {
        place.output == nil && format == nil && !json && Terminal.showsResults
    }

    /// Writes the results in the form that is asked for.
    func write(
        text: () -> [UInt8], json: () -> [UInt8], rows: () -> ResultRows
    ) throws {
        let bytes =
            switch chosen {
            case .text: text()
            case .json, .jsonl: json()
            case .csv: rows().bytes(delimiter: ",")
            case .tsv: rows().bytes(delimiter: "\t")
            }
        try place.write(bytes)
    }
}
