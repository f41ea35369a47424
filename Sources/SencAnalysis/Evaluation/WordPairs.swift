/// Pairs of words with a score that people gave, a line each, between tabs; lines that begin with
/// `#` are comments: the form of gensim's `evaluate_word_pairs`.
package struct WordPairs: Sendable {
    package private(set) var pairs: [(first: String, second: String, score: Double)] = []
    /// Lines of another form.
    package private(set) var invalidCount = 0

    /// - Throws: `WordTestError.noPairs`.
    package init(
        lines: [String], delimiter: Unicode.Scalar = "\t", path: String
    ) throws(WordTestError) {
        for line in lines where !line.hasPrefix("#") && !line.words.isEmpty {
            let fields = line.unicodeScalars.split(
                separator: delimiter, omittingEmptySubsequences: false
            ).map { String($0) }
            let number = fields.last.flatMap { $0.words.count == 1 ? Double($0.words[0]) : nil }
            guard fields.count == 3, let number, number.isFinite else {
                invalidCount += 1
                continue
            }
            pairs.append((fields[0], fields[1], number))
        }
        guard !pairs.isEmpty else { throw .noPairs(path: path) }
    }
}
