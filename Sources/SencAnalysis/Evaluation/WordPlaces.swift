/// Where words are in a list whose first ones count, in upper case if case makes no difference: the
/// `restrict_vocab` and `case_insensitive` of gensim's evaluations.
package struct WordPlaces: Sendable {
    /// Words that count.
    package let count: Int
    package let foldsCase: Bool
    private var places: [String: Int] = [:]

    /// - Parameters:
    ///   - words: the most frequent first, of words that are equal the first counts.
    ///   - limit: how many count.
    package init(_ words: [String], limit: Int, foldsCase: Bool) {
        count = min(max(limit, 0), words.count)
        self.foldsCase = foldsCase
        for place in (0..<count).reversed() { places[folded(words[place])] = place }
    }

    /// A word as it is compared.
    package func folded(_ word: String) -> String { foldsCase ? word.uppercased() : word }

    /// - Parameter word: as it is compared.
    package subscript(word: String) -> Int? { places[word] }
}

extension String {
    /// The parts between white space.
    var words: [String] {
        unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
    }
}
