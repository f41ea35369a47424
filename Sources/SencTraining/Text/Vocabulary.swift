/// The words that vectors are learned of, the most frequent first, of words as frequent those with
/// the lower bytes.
public struct Vocabulary: Sendable {
    let words: WordTable
    /// How often each word was seen.
    public let counts: [Int]
    /// Words that were seen, those that are left out too.
    public let seenCount: Int

    /// Words of the vocabulary that were seen.
    public let totalCount: Int

    /// How many words there are.
    public var count: Int { counts.count }

    /// The word at a place.
    public subscript(index: Int) -> String { words[index] }

    /// A word's place; `nil` if it is not among them.
    public func index(of word: String) -> Int? {
        var word = word
        return word.withUTF8 { words.number(of: $0) }
    }

    /// - Parameters:
    ///   - minimumCount: how often a word was seen at least.
    ///   - maximumSize: how many words are kept at most, the most frequent ones; `nil` for all.
    init(_ table: WordTable, _ counts: [Int], minimumCount: Int, maximumSize: Int?, seen: Int) {
        var order = counts.indices.filter { counts[$0] >= minimumCount }
        order.sort { a, b in
            if counts[a] != counts[b] { return counts[a] > counts[b] }
            return table.withWord(a) { a in table.withWord(b) { a.lexicographicallyPrecedes($0) } }
        }
        if let maximumSize { order = Array(order.prefix(maximumSize)) }
        var words = WordTable()
        for number in order { table.withWord(number) { _ = words.add($0) } }
        self.words = words
        self.counts = order.map { counts[$0] }
        totalCount = self.counts.reduce(0, +)
        seenCount = seen
    }
}

/// Counts words in bounded memory.
struct WordCounter {
    /// Different words that are held; beyond it the rarest are forgotten, as in word2vec.
    let capacity: Int
    private(set) var table = WordTable()
    private(set) var counts: [Int] = []
    private(set) var seen = 0
    /// Words that were seen at most so often are forgotten the next time.
    private(set) var threshold = 1

    init(capacity: Int) { self.capacity = capacity }

    /// - Returns: the word's number.
    @discardableResult
    mutating func add(_ word: UnsafeBufferPointer<UInt8>, count: Int = 1) -> Int {
        let number = table.add(word)
        if number == counts.count { counts.append(0) }
        counts[number] += count
        seen += count
        return number
    }

    /// Adds what another counter has, in its order.
    /// - Returns: the numbers of the other's words here; `nil` if some were forgotten and numbers
    ///   have changed.
    mutating func merge(_ other: WordCounter) -> [UInt32]? {
        let numbers = other.counts.enumerated().map { number, count in
            UInt32(other.table.withWord(number) { add($0, count: count) })
        }
        guard counts.count > capacity else { return numbers }
        while counts.count > capacity { forgetRareWords() }
        return nil
    }

    private mutating func forgetRareWords() {
        var kept = WordTable()
        var keptCounts: [Int] = []
        for (number, count) in counts.enumerated() where count > threshold {
            table.withWord(number) { _ = kept.add($0) }
            keptCounts.append(count)
        }
        (table, counts) = (kept, keptCounts)
        threshold += 1
    }
}
