import SencFiles
import SencIndex
import SencMath
import SencVectors
import TestSupport

/// An index whose texts are numbers, which their vectors tell too: (cos n, sin n, 1/2).
struct SmallIndex {
    static let dimension = 3

    let files = TemporaryDirectory()
    var elementType = VectorElementType.float32

    var directory: FileName = "index"

    var path: String { FileName(files.path).appending(directory).string }

    static func vector(_ number: Int) -> [Float] {
        [Float(number) * 0.01, 1 - Float(number) * 0.01, 0.5]
    }

    static func matrix(_ numbers: [Int]) -> Matrix {
        Matrix(rows: numbers.count, columns: dimension, elements: numbers.flatMap(vector))
    }

    func writer() throws -> IndexWriter {
        try IndexWriter(
            path: path,
            creating: IndexSummary(
                stamp: "stamp", settings: "settings", dimension: Self.dimension,
                elementType: elementType))
    }

    static func file(_ path: String, changed: Int64 = 0) -> FileTree.File {
        FileTree.File(path: FileName(path), size: 1, changed: changed)
    }

    /// What a writer is given of a file with a number a line; all texts with vectors.
    static func entries(
        _ file: FileTree.File, _ numbers: [Int], isComplete: Bool = true
    ) -> [IndexEntry] {
        numbers.enumerated().map { line, number in
            .passage(
                text: "\(number)", lines: (line + 1)...(line + 1), file: file, vector: line)
        } + [.end(file, isComplete: isComplete)]
    }

    /// Makes the index one of these files.
    /// - Returns: the paths of those that were read.
    @discardableResult
    func update(
        _ contents: [(path: String, numbers: [Int])], changed: Int64 = 0, cut: String = "",
        scope: [String]? = nil, finishing: Bool = true
    ) throws -> [String] {
        let writer = try writer()
        let files = contents.map { Self.file($0.path, changed: changed) }
        let outdated = try writer.outdated(files, cut: cut, scope: scope?.map { FileName($0) })
        for (file, content) in zip(files, contents) where outdated.contains(file) {
            try writer.add(
                Self.entries(file, content.numbers), vectors: Self.matrix(content.numbers))
        }
        if finishing { try writer.finish(settings: "settings") }
        return outdated.map(\.path.string)
    }

    /// The places of the passages closest to a number, all if no count is given.
    func found(
        _ number: Int, _ count: Int = 100_000, metric: SimilarityFunction = .euclidean
    ) throws -> [String] {
        try IndexReader(path: path).nearest(
            count, to: Self.matrix([number]), by: metric
        )[0].map { "\($0.file):\($0.lines.lowerBound) \($0.text)" }
    }
}
