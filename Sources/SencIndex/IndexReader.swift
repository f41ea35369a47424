package import SencFiles
package import SencIVF
package import SencMath
internal import SencVectors

/// A passage of an index that is close to a query.
package struct IndexHit: Sendable, Equatable {
    /// Of the vector in the index's file, from 0.
    package var row: Int
    package var score: Float
    package var file: FileName
    /// Counted from 1.
    package var lines: ClosedRange<Int>
    package var text: String
}

/// An index that is searched. Others may search and one may write it meanwhile; each question is
/// answered from one state of the index.
package final class IndexReader: Sendable {
    package let path: String
    package let summary: IndexSummary
    private let database: IndexDatabase
    private let openLists = OpenLists()

    /// - Throws: `IndexError`, or `FileError` if there is nothing at the path.
    package init(path: String) throws {
        self.path = path
        let database = try IndexDatabase(path: path, writing: false)
        self.database = database
        summary = try database.read { try database.state($0).summary }
    }

    /// Whether a directory is an index or was one.
    package static func isIndex(_ path: String) -> Bool {
        Path.kind(of: Path.join(path, IndexDatabase.name)) == .file
    }

    /// - Throws: `IndexError.isAFile` for what is there and is not a directory.
    package static func refuseFile(_ path: String) throws {
        switch Path.kind(of: path) {
        case .file, .other: throw IndexError.isAFile(path: path)
        case .directory, nil: break
        }
    }

    /// What marks a directory as an index.
    package static let mark = IndexDatabase.name

    package func counts() throws -> IndexCounts {
        try database.read { db in
            let state = try database.state(db)
            func count(_ sql: String) throws -> Int {
                try db.rows("SELECT count(*) FROM " + sql).first?.integer(0) ?? 0
            }
            let staged = try count("file WHERE state <> \(IndexDatabase.FileState.live.rawValue)")
            let vectors = try count(
                """
                text WHERE id IN (SELECT text FROM passage JOIN file ON file.id = passage.file \
                WHERE state = \(IndexDatabase.FileState.live.rawValue))
                """)
            return IndexCounts(
                files: try count("file WHERE state = \(IndexDatabase.FileState.live.rawValue)"),
                stagedFiles: staged,
                passages: try count(
                    """
                    passage JOIN file ON file.id = passage.file \
                    WHERE state = \(IndexDatabase.FileState.live.rawValue)
                    """), vectors: vectors, unusedVectors: state.rows - vectors,
                vectorFile: database.vectorPath(state.generation))
        }
    }

    /// The inverted lists that are searched by a function; `nil` if there are none.
    package func lists(_ similarity: SimilarityFunction) throws -> InvertedIndex? {
        try database.read { db in
            let state = try database.state(db)
            return state.generation > 0 ? try vectors(state, similarity).lists : nil
        }
    }

    private func vectors(
        _ state: IndexDatabase.State, _ metric: SimilarityFunction
    ) throws -> IndexedVectors {
        let all = try IndexError.lost(path) {
            try VectorLog.read(
                database.vectorPath(state.generation), state.summary.elementType,
                dimension: state.summary.dimension, rows: state.rows)
        }
        let lists = try openLists.lists(
            database.listPath(state.generation, metric), of: all, in: path)
        return IndexedVectors(all: all, lists: lists)
    }

    /// The passages that are closest to each query, the closest first, of those as close by file
    /// and line.
    /// - Parameters: as for `InvertedIndex.nearest`. Without lists for the metric, all vectors are
    ///   searched.
    package func nearest(
        _ count: Int, to queries: Matrix, by metric: SimilarityFunction, probes: Int? = nil,
        threshold: Float? = nil, threads: Int? = nil
    ) throws -> [[IndexHit]] {
        try database.read { db in
            let state = try database.state(db)
            guard state.generation > 0, count > 0 else {
                return [[IndexHit]](repeating: [], count: queries.rows)
            }
            let vectors = try vectors(state, metric)
            func matches(_ wanted: Int, of queries: Matrix) throws -> [[Hit]] {
                try vectors.nearest(
                    wanted, to: queries, by: metric, probes: probes, threshold: threshold,
                    threads: threads)
            }
            return try matches(count, of: queries).enumerated().map { query, found in
                var (wanted, found) = (count, found)
                var result = try passages(found, count, db)
                // Rows that no passage has any more take the places of others.
                while result.count < count, found.count == wanted, wanted < state.rows {
                    wanted = wanted > state.rows / 4 ? state.rows : wanted * 4
                    let query = Matrix(
                        rows: 1, columns: queries.columns, elements: Array(queries[query]))
                    found = try matches(wanted, of: query).first ?? []
                    result = try passages(found, count, db)
                }
                return result
            }
        }
    }

    /// The first passages that have these rows.
    private func passages(
        _ matches: [Hit], _ count: Int, _ database: Database
    ) throws -> [IndexHit] {
        var result: [IndexHit] = []
        // All of the same score as the last are needed to order them.
        for match in matches where result.count < count || match.score == result.last?.score {
            let rows = try database.rows(
                """
                SELECT path, first_line, last_line, content FROM text
                JOIN passage ON passage.text = text.id JOIN file ON file.id = passage.file
                WHERE row = ? AND state = ?
                """, [match.index, IndexDatabase.FileState.live.rawValue])
            for row in rows {
                let (first, last) = (try row.integer(1), try row.integer(2))
                guard first > 0, first <= last, last < Int.max / 2 else {
                    throw WrongValue()
                }
                result.append(
                    IndexHit(
                        row: match.index, score: match.score, file: FileName(try row.text(0)),
                        lines: first...last, text: try row.text(3)))
            }
        }
        result.sort {
            (-$0.score, $0.file, $0.lines.lowerBound) < (-$1.score, $1.file, $1.lines.lowerBound)
        }
        return Array(result.prefix(count))
    }
}
