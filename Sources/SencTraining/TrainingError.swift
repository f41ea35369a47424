public import SencFiles

/// Why vectors cannot be learned as asked.
public enum TrainingError: Diagnostic, Equatable {
    /// A setting that is out of its range: what it is called, what it is and what it may be.
    case setting(String, value: String, allowed: String)
    /// No thing is seen as often as it must be.
    case emptyVocabulary(seen: Int, minimumCount: Int)
    /// Things, but none beside another in any sequence.
    case noNeighbors
    /// More things and parts of them than can be told apart, or than memory has room for.
    case tooMany(Int, dimension: Int)
    /// Vectors have grown without bound.
    case notFinite(pass: Int)
    /// fastText's form holds what words are told apart by, which vectors lack that were learned from
    /// how often words stand near each other.
    case noFastText
    /// The vectors that learning begins with have another dimension.
    case otherDimension(Int, known: Int)
    /// The texts were others in a later pass than in the first.
    case changed
    /// A file that is not a checkpoint has the name of one.
    case notCheckpoint(path: String)
    /// A checkpoint whose parts do not fit together.
    case damagedCheckpoint(path: String)
    /// A checkpoint of a run with other settings, or another version.
    case otherSettings(path: String)
    /// A tokenizer of fewer tokens than special tokens and characters.
    case smallVocabulary(Int, needed: Int)
    /// A checkpoint of a run on other data, or data that has changed since.
    case otherData(path: String)

    public var message: Message {
        switch self {
        case .setting(let name, let value, let allowed):
            "\(name) is \(value), and must be \(allowed)"
        case .emptyVocabulary(0, _): "the texts have no word: nothing can be learned"
        case .emptyVocabulary(_, let minimum):
            "no word is seen \(minimum) times or more"
        case .noNeighbors:
            "no text has two words that are learned"
        case .tooMany(let count, let dimension):
            "\(count) words and n-grams of \(dimension) numbers are too many"
        case .notFinite(let pass):
            "the vectors grew without bound in pass \(pass)"
        case .notCheckpoint(let path):
            "\(path.quoted()) is not a checkpoint"
        case .damagedCheckpoint(let path):
            "\(path.quoted()) is a damaged checkpoint"
        case .otherSettings(let path):
            "\(path.quoted()) is of a run with other settings"
        case .otherData(let path):
            "\(path.quoted()) is of a run on other data"
        case .noFastText:
            """
            fastText's form holds vectors that words are told apart by, which GloVe has not; write \
            word2vec's
            """
        case .otherDimension(let dimension, let known):
            """
            the vectors to begin with have dimension \(known), and those to be learned \
            \(dimension)
            """
        case .smallVocabulary(let size, let needed):
            "a vocabulary of \(size) has no room for \(needed) special tokens and characters"
        case .changed: "the texts changed while they were read: start anew when they are at rest"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .setting, .tooMany, .noFastText, .otherDimension, .smallVocabulary: .usage
        case .emptyVocabulary, .noNeighbors, .notFinite, .notCheckpoint, .damagedCheckpoint,
            .otherSettings, .otherData:
            .badData
        case .changed: .ioFailure
        }
    }

    /// - Throws: `setting` if a value is not in its range.
    static func check<Value: Comparable & CustomStringConvertible>(
        _ name: String, _ value: Value, _ range: ClosedRange<Value>
    ) throws(TrainingError) {
        guard !range.contains(value) else { return }
        throw .setting(
            name, value: "\(value)", allowed: "\(range.lowerBound) to \(range.upperBound)")
    }
}
