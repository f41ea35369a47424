/// Questions of the form `a b c d`, where d is to c as b is to a, in sections that a line `: NAME`
/// begins: the form of word2vec's `questions-words.txt`.
package struct AnalogyQuestions: Sendable {
    /// Four words, and the section that they are in.
    package struct Question: Sendable {
        package var words: [String]
        package var section: Int
    }

    package private(set) var sections: [String] = []
    package private(set) var questions: [Question] = []
    /// Lines that are not four words.
    package private(set) var invalidCount = 0

    /// - Throws: `WordTestError.noSection`, `.noQuestions`.
    package init(lines: [String], path: String) throws(WordTestError) {
        for (number, line) in lines.enumerated() {
            if line.hasPrefix(": ") {
                let name = line.unicodeScalars.drop { $0 == ":" || $0 == " " }
                sections.append(String(name).words.joined(separator: " "))
                continue
            }
            let words = line.words
            guard words.count == 4 else {
                if !words.isEmpty { invalidCount += 1 }
                continue
            }
            guard !sections.isEmpty else { throw .noSection(line: number + 1, path: path) }
            questions.append(Question(words: words, section: sections.count - 1))
        }
        guard !questions.isEmpty else { throw .noQuestions(path: path) }
    }
}
