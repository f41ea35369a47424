internal import SencMath

/// What a Unigram model is pruned from: every symbol, and the parts of words that are seen in
/// different ways to go on, the longest and most frequent first.
///
/// Such parts are the inner nodes of the words' suffix tree. They are found by sorting the places at
/// which one may begin by as many symbols as a piece may have, which takes less than a suffix array.
struct PieceSeeds {
    /// The symbols of all pieces, one behind the other, and where each ends.
    private(set) var symbols: [UInt32] = []
    private(set) var ends: [Int] = []
    /// The logarithms of their shares.
    private(set) var scores: [Double] = []

    var count: Int { ends.count }

    func range(of piece: Int) -> Range<Int> { (piece == 0 ? 0 : ends[piece - 1])..<ends[piece] }

    /// More pieces are not begun with.
    static let maximumCount = 1_000_000

    /// - Parameter maximumLength: of a piece, in symbols.
    init(_ words: CountedWords, maximumLength: Int, _ workers: WorkerPool) throws {
        let text = PieceText(words, maximumLength: maximumLength)
        let counts = words.symbolCounts
        // A character of number 0 is between words to the reference.
        let single = counts.indices.filter { words.alphabet[$0] != 0 }.sorted {
            (counts[$0], $0) > (counts[$1], $1)
        }
        for symbol in single {
            append([UInt32(symbol)], Double(counts[symbol]))
        }
        let groups = text.groups
        var parts = try workers.map(items: groups.count) { text.repeats(in: groups[$0]) }.joined()
            .map { $0 }
        text.symbols.withUnsafeBufferPointer { symbols in
            parts.sort { a, b in
                if a.weight != b.weight { return a.weight > b.weight }
                let (a, b) = (symbols[a.range], symbols[b.range])
                return b.lexicographicallyPrecedes(a)
            }
        }
        for part in parts {
            if count >= max(Self.maximumCount, single.count + 1) { break }
            append(text.symbols[part.range].map { $0 - 1 }, Double(part.weight))
        }
        let logarithm = Double.log(scores.reduce(0, +))
        for piece in scores.indices { scores[piece] = Double.log(scores[piece]) - logarithm }
    }

    private mutating func append(_ piece: [UInt32], _ weight: Double) {
        symbols += piece
        ends.append(symbols.count)
        scores.append(weight)
    }
}

/// The words one behind the other, each with an end.
private struct PieceText {
    /// From 1; 0 is a word's end.
    let symbols: [UInt32]
    private let maximumLength: Int
    private let bits: Int
    private let symbolCount: Int

    /// A part of words that is seen more than once.
    struct Repeat {
        /// Where it is seen.
        var range: Range<Int>
        /// How often it is seen, times its symbols.
        var weight: Int
    }

    init(_ words: CountedWords, maximumLength: Int) {
        self.maximumLength = maximumLength
        symbolCount = words.alphabet.count + 1
        bits = max(1, Int.bitWidth - words.alphabet.count.leadingZeroBitCount)
        var symbols: [UInt32] = []
        symbols.reserveCapacity(words.symbols.count + words.count)
        let hasZero = words.alphabet.first == 0
        for word in 0..<words.count {
            for symbol in words.symbols[words.range(of: word)] {
                symbols.append(hasZero && symbol == 0 ? 0 : symbol + 1)
            }
            symbols.append(0)
        }
        self.symbols = symbols
    }

    /// The places of parts of two symbols or more, those that begin with one symbol together.
    var groups: [[Int]] {
        var groups = [[Int]](repeating: [], count: symbolCount)
        for place in symbols.indices.dropLast() where symbols[place] > 0 && symbols[place + 1] > 0 {
            groups[Int(symbols[place])].append(place)
        }
        return groups.filter { $0.count > 1 }
    }

    private func key(
        _ symbols: UnsafeBufferPointer<UInt32>, _ place: Int, from depth: Int
    ) -> UInt64 {
        var key: UInt64 = 0
        var isOver = false
        for offset in depth..<(depth + 64 / bits) {
            let symbol = isOver ? 0 : UInt64(symbols[place + offset])
            if symbol == 0 { isOver = true }
            key = key << UInt64(bits) | symbol
        }
        return key
    }

    /// The parts that begin at some places, which begin with the same symbol.
    func repeats(in group: [Int]) -> [Repeat] {
        symbols.withUnsafeBufferPointer { symbols in
            var places = group
            places.withUnsafeMutableBufferPointer { sort($0, symbols, from: 0) }
            return repeats(of: places, symbols)
        }
    }

    /// Sorts places by their symbols from a depth on, up to the longest piece and one more.
    private func sort(
        _ places: UnsafeMutableBufferPointer<Int>, _ symbols: UnsafeBufferPointer<UInt32>,
        from depth: Int
    ) {
        var keyed = places.map { (key(symbols, $0, from: depth), $0) }
        keyed.sort { $0 < $1 }
        for index in places.indices { places[index] = keyed[index].1 }
        let next = depth + 64 / bits
        guard next <= maximumLength else { return }
        let mask = UInt64(1) << UInt64(bits) - 1
        var start = 0
        while start < keyed.count {
            let key = keyed[start].0
            var end = start + 1
            while end < keyed.count, keyed[end].0 == key { end += 1 }
            if end - start > 1, key & mask != 0 {
                sort(
                    UnsafeMutableBufferPointer(rebasing: places[start..<end]), symbols, from: next)
            }
            start = end
        }
    }

    /// How many symbols two places have in common, up to one more than a piece may have; a word's
    /// end is one.
    private func common(_ a: Int, _ b: Int, _ symbols: UnsafeBufferPointer<UInt32>) -> Int {
        var count = 0
        while count <= maximumLength, symbols[a + count] == symbols[b + count] {
            count += 1
            if symbols[a + count - 1] == 0 { break }
        }
        return count
    }

    /// The intervals of sorted places that have more symbols in common than with those around them.
    private func repeats(
        of places: [Int], _ symbols: UnsafeBufferPointer<UInt32>
    ) -> [Repeat] {
        var found: [Repeat] = []
        var open: [(first: Int, depth: Int)] = []
        for index in 1...places.count {
            let depth =
                index < places.count ? common(places[index - 1], places[index], symbols) : 0
            var first = index - 1
            while let last = open.last, last.depth > depth {
                open.removeLast()
                first = last.first
                let range = places[first]..<(places[first] + last.depth)
                if last.depth > 1, last.depth <= maximumLength, symbols[range.upperBound - 1] != 0 {
                    found.append(Repeat(range: range, weight: (index - first) * last.depth))
                }
            }
            if depth > open.last?.depth ?? 0 { open.append((first, depth)) }
        }
        return found
    }
}
