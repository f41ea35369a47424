import SencFiles
import SencIVF
import SencMath
import SencVectors

/// A FAISS index of vectors.
enum FAISSFile {
    /// All vectors, searched exactly.
    case flat(FlatIndex)
    case lists(InvertedIndex)

    /// Whether a name is that of a FAISS index.
    static func isName(_ path: String) -> Bool { path.hasSuffix(".faiss") }

    /// How the kinds of flat indexes begin.
    private static let flatKind = Array("IxF".utf8)

    /// - Throws: `FileError`, `FAISSError`.
    init(path: String) throws {
        let file = try MappedFile(path: path)
        let isFlat = withExtendedLifetime(file) { file.bytes.starts(with: Self.flatKind) }
        self = isFlat ? .flat(try FlatIndex(path: path)) : .lists(try InvertedIndex(path: path))
    }

    var count: Int {
        switch self {
        case .flat(let index): index.vectors.count
        case .lists(let index): index.count
        }
    }

    var dimension: Int {
        switch self {
        case .flat(let index): index.vectors.dimension
        case .lists(let index): index.dimension
        }
    }

    var metric: FAISSMetric {
        switch self {
        case .flat(let index): index.metric
        case .lists(let index): index.metric
        }
    }
}
