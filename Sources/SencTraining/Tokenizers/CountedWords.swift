internal import SencMath

/// Different words, in the order of their bytes, and how often each was seen. Each is a run of
/// symbols, which are scalars by their places among all that there are.
struct CountedWords: Sendable {
    /// The scalars of all words, ascending.
    let alphabet: [UInt32]
    /// The words' symbols, from 0, one word behind the other.
    let symbols: [UInt32]
    /// Where each word ends in them.
    let ends: [Int]
    let counts: [Int]

    var count: Int { counts.count }

    func range(of word: Int) -> Range<Int> { (word == 0 ? 0 : ends[word - 1])..<ends[word] }

    /// How often each symbol was seen.
    var symbolCounts: [Int] {
        var result = [Int](repeating: 0, count: alphabet.count)
        for word in counts.indices {
            for symbol in symbols[range(of: word)] { result[Int(symbol)] += counts[word] }
        }
        return result
    }

    /// Parts of the words, of about as many symbols each, whatever the number of threads.
    func parts(_ number: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for part in 1...number {
            let limit = symbols.count * part / number
            var end = start
            while end < count, part == number || ends[end] <= limit { end += 1 }
            if start < end { parts.append(start..<end) }
            start = end
        }
        return parts
    }
}

extension CountedWords {
    /// The words of a counter; what is not UTF-8 in them is replaced.
    init(_ counter: WordCounter) {
        let order = Self.order(counter.table)
        var scalars: [UInt32] = []
        var ends: [Int] = []
        var isSeen = [Bool](repeating: false, count: 0x11_0000)
        ends.reserveCapacity(order.count)
        for word in order {
            counter.table.withWord(word) { bytes in
                for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
                    scalars.append(scalar.value)
                    isSeen[Int(scalar.value)] = true
                }
            }
            ends.append(scalars.count)
        }
        alphabet = isSeen.indices.filter { isSeen[$0] }.map { UInt32($0) }
        var places = [UInt32](repeating: 0, count: 0x11_0000)
        for (place, scalar) in alphabet.enumerated() { places[Int(scalar)] = UInt32(place) }
        for index in scalars.indices { scalars[index] = places[Int(scalars[index])] }
        symbols = scalars
        self.ends = ends
        counts = order.map { counter.counts[$0] }
    }

    /// The words' numbers by their bytes.
    private static func order(_ table: WordTable) -> [Int] {
        /// Compared first: a word's first eight bytes.
        var keys = (0..<table.count).map { word in
            table.withWord(word) { bytes in
                var key: UInt64 = 0
                for place in 0..<8 {
                    key = key << 8 | UInt64(place < bytes.count ? bytes[place] : 0)
                }
                return (key, word)
            }
        }
        keys.sort { a, b in
            if a.0 != b.0 { return a.0 < b.0 }
            return table.withWord(a.1) { first in
                table.withWord(b.1) { first.lexicographicallyPrecedes($0) }
            }
        }
        return keys.map(\.1)
    }
}
