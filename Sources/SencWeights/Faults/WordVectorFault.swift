public import SencFiles

/// What is wrong with a file of word vectors. Words count from 1, as lines without a header do.
public enum WordVectorFault: Error, Localizable, Equatable {
    static let maximumDimension = 1 << 16
    static let maximumCount = 1 << 29

    /// The file has no bytes.
    case empty
    /// The file is compressed with gzip, and cannot be inflated.
    case compressed(GzipFault)
    /// The file is a binary model of fastText, and at fault as such.
    case fastText(FastTextFault)
    /// The first line is neither a header nor a word with its vector.
    case noVectors
    /// The header's dimension, as it is written, is not 1...65,536.
    case dimensionOutOfRange(String)
    /// The header's number of words, as it is written, is not 1...2²⁹.
    case countOutOfRange(String)
    /// The header counts more words than there is room for.
    case tooManyCounted(words: Int, dimension: Int, bytes: Int)
    /// The file ends before the word, of those that the header counts, or inside its vector.
    case endsAtWord(Int, of: Int)
    /// Something follows the words that the header counts.
    case moreThanCounted(words: Int)
    /// A word has more or fewer components than the words before it.
    case wrongColumns(word: Int, found: Int, expected: Int)
    /// A component that does not read as a number.
    case notNumber(word: Int, String)
    /// An infinite component, or one that is not a number.
    case notFinite(word: Int)
    /// More bytes of words than can be told apart.
    case tooManyWordBytes(limit: Int)

    public var message: Message {
        switch self {
        case .empty: "it is empty"
        case .compressed(let fault): fault.message
        case .fastText(let fault): "a fastText model: \(fault)"
        case .noVectors: "its first line is neither a count of words nor a word with its vector"
        case .dimensionOutOfRange(let dimension):
            """
            its vectors have the dimension \(dimension.quoted()), not 1 to \(Self.maximumDimension)
            """
        case .countOutOfRange(let count):
            "its header counts \(count.quoted()) words, not 1 to \(Self.maximumCount)"
        case .tooManyCounted(let words, let dimension, let bytes):
            """
            its header counts \(words) words of dimension \(dimension), more than its \(bytes) \
            bytes can hold
            """
        case .endsAtWord(let word, let count): "it ends at word \(word) of \(count)"
        case .moreThanCounted(let words): "it continues after the \(words) words of its header"
        case .wrongColumns(let word, let found, let expected):
            found == 1
                ? "word \(word) has 1 component where others have \(expected)"
                : "word \(word) has \(found) components where others have \(expected)"
        case .notNumber(let word, let text): "word \(word) has \(text.quoted()) for a number"
        case .notFinite(let word): "word \(word) has a component that is infinite or not a number"
        case .tooManyWordBytes(let limit): "its words have more than \(limit) bytes"
        }
    }
}
