/// The tokens of several texts, one after the other without padding.
struct RaggedBatch: Sendable {
    /// Token ids of all texts; of word vectors perhaps with `SpelledWords`.
    var ids: [Int32] = []
    /// Where each text's tokens start, and where the last one's end: [texts + 1].
    var starts: [Int] = [0]

    var textCount: Int { starts.count - 1 }

    var tokenCount: Int { starts[starts.count - 1] }

    var longestText: Int {
        zip(starts, starts.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) }
    }

    mutating func append(_ text: some Collection<Int32>) {
        ids += text
        starts.append(tokenCount + SpelledWords.tokenCount(in: text))
    }

    func range(ofText text: Int) -> Range<Int> { starts[text]..<starts[text + 1] }
}
