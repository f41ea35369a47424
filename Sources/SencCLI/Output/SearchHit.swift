import SencFiles
import SencInput
import SencVectors

/// What answers tell beside index and score.
struct SearchHitForm {
    var hasTexts = false
    var hasIDs = false
    /// Whether a text is a part of its file, whose line breaks are not of interest.
    var isPassage = false
    /// Whether the index alone does not say where an answer is.
    var namesFiles = false
    /// The names of the fields that are shown.
    var fields: [String] = []
}

struct SearchHit {
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

extension SearchHit {
    init(_ match: Hit, _ passage: Passage, of file: FileName) {
        self.init(
            index: match.index, score: match.score, file: file, lines: passage.lines,
            text: passage.text)
    }
}
