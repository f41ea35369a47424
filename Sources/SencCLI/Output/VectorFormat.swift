import ArgumentParser
import SencFiles

/// How vectors are written.
enum VectorFormat: String, CaseIterable, ExpressibleByArgument {
    case jsonl, csv, tsv, npy

    /// - Parameter argument: `json` is another name for `jsonl`.
    init?(argument: String) {
        self.init(rawValue: argument == "json" ? VectorFormat.jsonl.rawValue : argument)
    }

    /// The format that a file's name asks for.
    init(ofFile path: String) throws {
        switch Path.lastComponent(of: path).split(separator: ".").last?.lowercased() {
        case "npy": self = .npy
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "jsonl", "json", "ndjson": self = .jsonl
        default:
            throw UsageError(
                """
                cannot tell the format from the name \(path.quoted()); end it in .npy, .jsonl, .csv or \
                .tsv, or say --format
                """)
        }
    }
}
