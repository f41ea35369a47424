import ArgumentParser
import SencFiles

/// How vectors are written.
enum VectorFormat: String, CaseIterable, ExpressibleByArgument {
    case jsonl, csv, npy

    /// The format that a file's name asks for.
    init(ofFile path: String) throws {
        switch Path.lastComponent(of: path).split(separator: ".").last?.lowercased() {
        case "npy": self = .npy
        case "csv": self = .csv
        case "jsonl", "json", "ndjson": self = .jsonl
        default:
            throw UsageError(
                """
                cannot tell the format from the name \(path.quoted()); end it in .npy, .jsonl or \
                .csv, or say --format
                """)
        }
    }
}
