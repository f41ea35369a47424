import ArgumentParser
import SencFiles
import SencMath
import SencVectors

/// How vectors are written.
enum VectorFormat: String, CaseIterable, ExpressibleByArgument {
    case jsonl, csv, tsv, npy, fbin, faiss, pgcopy

    /// - Parameter argument: `json` is another name for `jsonl`.
    init?(argument: String) {
        self.init(rawValue: argument == "json" ? VectorFormat.jsonl.rawValue : argument)
    }

    /// The format that a file's name asks for.
    init(ofFile path: String) throws {
        if BinHeader.elements(ofFile: path) != nil {
            self = .fbin
            return
        }
        switch Path.lastComponent(of: path).split(separator: ".").last?.lowercased() {
        case "npy": self = .npy
        case "csv": self = .csv
        case "tsv": self = .tsv
        case "jsonl", "json", "ndjson": self = .jsonl
        case "faiss": self = .faiss
        case "pgcopy": self = .pgcopy
        default:
            throw UsageError(
                """
                cannot tell the format from the name \(path.quoted()); end it in .npy, .jsonl, .csv, \
                .tsv, .fbin, .faiss or .pgcopy, or say --format
                """)
        }
    }

    /// Whether it is bytes and not lines.
    var isBinary: Bool {
        switch self {
        case .jsonl, .csv, .tsv: false
        case .npy, .fbin, .faiss, .pgcopy: true
        }
    }

    /// Whether it begins with the number of vectors, which is known at the end.
    var beginsWithCount: Bool { isBinary && self != .pgcopy }

    var elementTypes: [VectorElementType] {
        switch self {
        case .npy, .fbin: VectorElementType.allCases
        case .pgcopy: PostgreSQLRows.elementTypes
        case .jsonl, .csv, .tsv, .faiss: [.float32]
        }
    }

    /// - Throws: `UsageError` for elements that the format does not have, or a file's name says
    ///   otherwise of.
    func check(_ elements: VectorElementType, output: String?) throws {
        guard elementTypes.contains(elements) else {
            throw UsageError(
                isBinary
                    ? "--format \(rawValue) does not hold \(elements.rawValue); --format npy does"
                    : "--output-type \(elements.rawValue) is for .npy files")
        }
        guard self == .fbin, let output, let named = BinHeader.elements(ofFile: output),
            named != elements
        else { return }
        throw UsageError(
            """
            by its name the file holds \(named.rawValue): give --output-type \(named.rawValue), or \
            another name (\(output))
            """)
    }
}
