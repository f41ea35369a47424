import SencFiles
import SencInput

/// The texts of vectors, one a row, and the files that they are in.
struct VectorTexts {
    let texts: [String]
    let facts: RecordFacts
    /// Whether each text is a line of its file.
    let areLines: Bool

    var places: RowPlaces { facts.files }

    /// The texts in files, one file after the other.
    /// - Parameter open: opens each.
    init(_ paths: [String], open: (String) throws -> TextSource) throws {
        var (texts, facts, areLines) = ([String](), RecordFacts(), true)
        for path in paths {
            let source = try open(path)
            let part = try source.allRecordsAndFacts()
            source.reportReplacements()
            texts += part.records.map(\.text)
            facts.append(part.facts)
            areLines = areLines && source.areLines
        }
        (self.texts, self.facts, self.areLines) = (texts, facts, areLines)
    }

    /// The texts of the files beside those of vectors.
    /// - Parameters:
    ///   - vectors: where the vectors are.
    ///   - paths: other files that the texts are in.
    /// - Returns: `nil` if there are no texts.
    /// - Throws: `JobError.textsOfVectors` if there is not one for each vector.
    init?(
        of vectors: RowPlaces, in paths: [String] = [],
        open: (String) throws -> TextSource
    ) throws {
        guard paths.isEmpty else {
            try self.init(paths, open: open)
            try Self.check(texts.count, vectors.count, paths)
            return
        }
        let beside = vectors.paths.map(VectorFile.textPath)
        let missing = beside.filter { Path.kind(of: $0) != .file }
        guard missing.count < beside.count else { return nil }
        if let path = missing.first { throw FileError.notFound(path: path) }
        try self.init(beside, open: open)
        for (path, counts) in zip(beside, zip(places.counts, vectors.counts)) {
            try Self.check(counts.0, counts.1, [path])
        }
    }

    private static func check(_ texts: Int, _ vectors: Int, _ paths: [String]) throws {
        guard texts == vectors else {
            throw JobError.textsOfVectors(
                texts: texts, vectors: vectors, path: paths.joined(separator: ", "))
        }
    }
}
