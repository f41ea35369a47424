import SencFiles
import SencIVF
import SencIndex
import SencInput
import SencMath
import SencVectors

/// What is searched: vectors, and what is known of the texts that they are of.
protocol Searchable {
    associatedtype Found

    var form: SearchHitForm { get }
    /// The closest to each query.
    func hits(of queries: Matrix, _ request: SearchRequest) throws -> [[Found]]
    /// A hit with all that is known of it.
    func searchHit(_ hit: Found) -> SearchHit
}

extension Searchable {
    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[SearchHit]] {
        try hits(of: queries, request).map { $0.map(searchHit) }
    }
}

/// What is asked of a place, whatever it is.
struct SearchRequest {
    var top: Int
    var metric: SimilarityFunction
    var threshold: Float?
    var threads: Int?
    /// How many lists of an index are searched; as many as it says if `nil`.
    var probes: Int?
}

/// Vectors, each of a text of some files if those are known.
struct SearchableVectors: Searchable {
    /// Where they are looked for.
    enum Rows {
        case all(StoredVectors)
        /// In some lists of an index.
        case lists(InvertedIndex)
    }

    var vectors: Rows
    /// Of each row: the file and the line of its text, or of the vector itself.
    var places: RowPlaces
    /// Blank ones are not answers.
    var texts: [String]?
    var ids: [String]?
    /// What is known of the records of the texts.
    var facts = RecordFacts()
    /// The row of each vector, if blank texts have none.
    var rows: [Int]?
    /// The same vectors in a finer element type, if there are any.
    var finer: StoredVectors?
    var oversampling: Int?
    /// Whether a text is a line of the file.
    var areLines = false

    var form: SearchHitForm {
        SearchHitForm(
            hasTexts: texts != nil, hasIDs: ids != nil, namesFiles: places.paths.count > 1,
            fields: facts.names)
    }

    func hits(of queries: Matrix, _ request: SearchRequest) throws -> [[Hit]] {
        // Those of rows are not blank.
        func isAnswer(_ row: Int) -> Bool { rows != nil || texts?[row].isBlank != true }
        switch vectors {
        case .all(let vectors):
            return try vectors.nearest(
                request.top, to: queries, by: request.metric, threshold: request.threshold,
                rescoring: finer, oversampling: oversampling, threads: request.threads,
                accepting: isAnswer)
        case .lists(let index):
            let blanks = texts?.count(where: \.isBlank) ?? 0
            return try index.nearest(
                request.top + blanks, to: queries, by: request.metric, probes: request.probes,
                threshold: request.threshold, rescoring: finer, oversampling: oversampling ?? 4,
                threads: request.threads
            ).map { hits in
                // Whoever made the index may have numbered its vectors otherwise.
                if let id = hits.first(where: { $0.index >= places.count })?.index {
                    throw JobError.numbersOfVectors(
                        id: id, vectors: places.count, path: index.path)
                }
                return Array(hits.lazy.filter { isAnswer($0.index) }.prefix(request.top))
            }
        }
    }

    func searchHit(_ hit: Hit) -> SearchHit {
        let index = rows?[hit.index] ?? hit.index
        let (path, row) = places.place(of: index)
        return SearchHit(
            index: index, score: hit.score, file: FileName(path),
            lines: facts.lines.isEmpty ? (row + 1)...(row + 1) : facts.lines[index],
            text: texts?[index], id: ids?[index], fields: facts.shown(index),
            hasContext: areLines)
    }
}

/// Passages of files that were encoded just now.
struct SearchablePassages: Searchable {
    var vectors: StoredVectors
    /// One for each vector.
    var passages: [(file: FileName, passage: Passage)]

    var form: SearchHitForm { SearchHitForm(hasTexts: true, isPassage: true, namesFiles: true) }

    func hits(of queries: Matrix, _ request: SearchRequest) throws -> [[Hit]] {
        try vectors.nearest(
            request.top, to: queries, by: request.metric, threshold: request.threshold,
            threads: request.threads)
    }

    func searchHit(_ hit: Hit) -> SearchHit {
        let (file, passage) = passages[hit.index]
        return SearchHit(hit, passage, of: file)
    }
}

/// Passages of files whose vectors are in an index.
struct SearchableIndex: Searchable {
    var reader: IndexReader

    var form: SearchHitForm { SearchHitForm(hasTexts: true, isPassage: true, namesFiles: true) }

    /// - Throws: `JobError.noText` or `.unfinishedIndex` for an index without a passage.
    private func checkHasPassages() throws {
        let counts = try reader.counts()
        guard counts.passages == 0 else { return }
        throw counts.stagedFiles > 0
            ? JobError.unfinishedIndex(path: reader.path) : JobError.noText(path: reader.path)
    }

    func hits(of queries: Matrix, _ request: SearchRequest) throws -> [[IndexHit]] {
        try checkHasPassages()
        return try IndexSettings.explaining(reader.path, reader.summary) {
            if request.probes != nil, try reader.lists(request.metric) == nil {
                throw UsageError.noLists
            }
            return try reader.nearest(
                request.top, to: queries, by: request.metric, probes: request.probes,
                threshold: request.threshold, threads: request.threads)
        }
    }

    func searchHit(_ hit: IndexHit) -> SearchHit {
        SearchHit(
            Hit(index: hit.row, score: hit.score), Passage(text: hit.text, lines: hit.lines),
            of: Path.shortened(hit.file))
    }
}

extension UsageError {
    /// There are no lists of which some could be searched.
    static let noLists = UsageError(
        "--probes is for an index of lists: senc index build --approximate")
}
