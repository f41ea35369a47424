package import SencFiles

/// Why words cannot be measured by a file of questions or pairs.
package enum WordTestError: Diagnostic, Equatable {
    /// A question stands before the first section. Lines count from 1; so for all that follow.
    case noSection(line: Int, path: String)
    /// No line is a question of four words.
    case noQuestions(path: String)
    /// No line is two words and a number.
    case noPairs(path: String)
    /// Of all questions or pairs the model lacks a word.
    case allUnknown(path: String)

    package var message: Message {
        switch self {
        case .noSection(let line, let path):
            """
            line \(line) stands before the first section, which is a line ': NAME' (\(path))
            """
        case .noQuestions(let path): "no line is a question of four words (\(path))"
        case .noPairs(let path): "no line is two words and a score, between tabs (\(path))"
        case .allUnknown(let path):
            """
            the model lacks words of each line: give more with --restrict-vocab, or another model \
            (\(path))
            """
        }
    }

    package var status: ExitStatus { .badData }
}
