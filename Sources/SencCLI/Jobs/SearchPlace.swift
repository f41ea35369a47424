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
enum AnswerForm {
    case vectors, texts, passages
}

struct Answer {
    /// Of the vector, from 0.
    var index: Int
    var score: Float
    /// What is told of where it is.
    var place: String
    var text: String?
    /// The file and lines that the text is.
    var source: (file: String, lines: ClosedRange<Int>)?
}

extension Answer {
    init(_ match: Match, _ passage: Passage, of file: String) {
        self.init(
            index: match.index, score: match.score,
            place: "\(file):\(passage.lines.lowerBound)", text: passage.text,
            source: (file, passage.lines))
    }
}

/// Vectors, each of a line of a file of texts if those are known.
struct VectorPlace: SearchPlace {
    var vectors: StoredVectors
    /// The file whose lines the vectors are of, or the vectors' own.
    var path: String
    var texts: [String]?
    /// The same vectors in a finer element type, if there are any.
    var finer: StoredVectors?
    var oversampling: Int?
    /// Whether a text is a line of the file.
    var areLines = false

    var form: AnswerForm { texts == nil ? .vectors : .texts }

    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[Answer]] {
        try vectors.nearest(
            request.top, to: queries, by: request.metric, threshold: request.threshold,
            rescoring: finer, oversampling: oversampling, threads: request.threads
        ).map { matches in
            matches.map { match in
                let line = match.index + 1
                return Answer(
                    index: match.index, score: match.score, place: "\(path):\(line)",
                    text: texts?[match.index], source: areLines ? (path, line...line) : nil)
            }
        }
    }
}

/// Passages of files that were encoded just now.
struct PassagePlace: SearchPlace {
    var vectors: StoredVectors
    /// One for each vector.
    var passages: [(file: String, passage: Passage)]

    var form: AnswerForm { .passages }

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

    var form: AnswerForm { .passages }

    func answers(to queries: Matrix, _ request: SearchRequest) throws -> [[Answer]] {
        try reader.nearest(
            request.top, to: queries, by: request.metric, threshold: request.threshold,
            threads: request.threads
        ).map { matches in
            matches.map { match in
                Answer(
                    Match(index: match.row, score: match.score),
                    Passage(text: match.text, lines: match.lines), of: Path.shortened(match.file))
            }
        }
    }
}
