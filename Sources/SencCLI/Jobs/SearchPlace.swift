import SencFiles
import SencIndex
import SencInput
import SencMath
import SencVectors

/// What is searched: vectors, and what is known of the texts that they are of.
protocol SearchPlace {
    var form: AnswerForm { get }
    /// The closest to each query.
    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[Answer]]
}

/// What is asked of a place, whatever it is.
struct SearchRequest {
    var top: Int
    var metric: SimilarityFunction
    var threshold: Float?
    var threads: Int?
}

/// What answers tell beside index and score.
struct AnswerForm {
    var hasTexts = false
    var hasIDs = false
    /// Whether a text is a part of its file, whose line breaks are not of interest.
    var isPassage = false
    /// Whether the index alone does not say where an answer is.
    var namesFiles = false
    /// The names of the fields that are shown.
    var fields: [String] = []
}

struct Answer {
    /// Of the vector, from 0.
    var index: Int
    var score: Float
    /// The file and lines, or rows, that it is of, from 1.
    var file: FileName
    var lines: ClosedRange<Int>
    var text: String?
    var id: String?
    /// The values of the fields that are shown.
    var fields: [String] = []
    /// Whether the file has lines that can be shown around it.
    var hasContext = true
}

extension Answer {
    init(_ match: Match, _ passage: Passage, of file: FileName) {
        self.init(
            index: match.index, score: match.score, file: file, lines: passage.lines,
            text: passage.text)
    }
}

/// Vectors, each of a text of some files if those are known.
struct VectorPlace: SearchPlace {
    var vectors: StoredVectors
    /// Of each row: the file and the line of its text, or of the vector itself.
    var places: RowPlaces
    /// Blank ones are no answers.
    var texts: [String]?
    var ids: [String]?
    var fields: ShownFields?
    /// The row of each vector, if blank texts have none.
    var rows: [Int]?
    /// The same vectors in a finer element type, if there are any.
    var finer: StoredVectors?
    var oversampling: Int?
    /// Whether a text is a line of the file.
    var areLines = false

    var form: AnswerForm {
        AnswerForm(
            hasTexts: texts != nil, hasIDs: ids != nil, namesFiles: places.paths.count > 1,
            fields: fields?.names ?? [])
    }

    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[Answer]] {
        try matches(queries, request).map { matches in
            matches.map { match in
                let index = rows?[match.index] ?? match.index
                let (path, row) = places.place(of: index)
                return Answer(
                    index: index, score: match.score, file: FileName(path),
                    lines: (row + 1)...(row + 1), text: texts?[index], id: ids?[index],
                    fields: fields?.values(of: index) ?? [], hasContext: areLines)
            }
        }
    }

    private func matches(_ queries: Matrix, _ request: SearchRequest) throws -> [[Match]] {
        func nearest(_ count: Int, _ queries: Matrix) throws -> [[Match]] {
            try vectors.nearest(
                count, to: queries, by: request.metric, threshold: request.threshold,
                rescoring: finer, oversampling: oversampling, threads: request.threads)
        }
        let found = try nearest(request.top, queries)
        guard rows == nil, let texts else { return found }
        return try found.enumerated().map { query, found in
            var (wanted, matches) = (request.top, found)
            var kept = matches.filter { !texts[$0.index].isBlank }
            // Blank texts take the places of others.
            while kept.count < request.top, matches.count == wanted, wanted < vectors.count {
                wanted = wanted > vectors.count / 4 ? vectors.count : wanted * 4
                let query = Matrix(
                    rows: 1, columns: queries.columns, elements: Array(queries[query]))
                matches = try nearest(wanted, query).first ?? []
                kept = matches.filter { !texts[$0.index].isBlank }
            }
            return Array(kept.prefix(request.top))
        }
    }
}

/// Passages of files that were encoded just now.
struct PassagePlace: SearchPlace {
    var vectors: StoredVectors
    /// One for each vector.
    var passages: [(file: FileName, passage: Passage)]

    var form: AnswerForm { AnswerForm(hasTexts: true, isPassage: true, namesFiles: true) }

    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[Answer]] {
        try vectors.nearest(
            request.top, to: queries, by: request.metric, threshold: request.threshold,
            threads: request.threads
        ).map { matches in
            matches.map { match in
                let (file, passage) = passages[match.index]
                return Answer(match, passage, of: file)
            }
        }
    }
}

/// Passages of files whose vectors are in an index.
struct IndexPlace: SearchPlace {
    var reader: IndexReader

    var form: AnswerForm { AnswerForm(hasTexts: true, isPassage: true, namesFiles: true) }

    /// - Throws: `JobError.noText` or `.unfinishedIndex` for an index without a passage.
    private func checkHasPassages() throws {
        let counts = try reader.counts()
        guard counts.passages == 0 else { return }
        throw counts.stagedFiles > 0
            ? JobError.unfinishedIndex(path: reader.path) : JobError.noText(path: reader.path)
    }

    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[Answer]] {
        try checkHasPassages()
        return try IndexSettings.explaining(reader.path, reader.summary) {
            try reader.nearest(
                request.top, to: queries, by: request.metric, threshold: request.threshold,
                threads: request.threads)
        }.map { matches in
            matches.map { match in
                Answer(
                    Match(index: match.row, score: match.score),
                    Passage(text: match.text, lines: match.lines), of: Path.shortened(match.file))
            }
        }
    }
}
