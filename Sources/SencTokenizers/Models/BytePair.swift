/// Byte-pair encoding: the word's characters, merged two and two, always the pair that comes
/// first in the list of merges, and of equal ones the leftmost (Sennrich et al. 2016).
struct BytePair: Sendable {
    struct Options: Sendable {
        /// Before every character of a word but the first.
        var continuingPrefix: [UInt8] = []
        /// Behind a word's last character.
        var endSuffix: [UInt8] = []
        /// Neighbouring unknown characters are one unknown token.
        var fusesUnknown = false
        var byteFallback = false
        /// A word that is a token is that token, whatever the merges would make of it.
        var ignoresMerges = false
    }

    let vocabulary: TokenTable
    let merges: MergeTable
    let unknownID: Int32?
    let options: Options
    private let byteTokens: ByteTokens?
    /// The ids of single characters below `tableCount`, -1 for none; a character in no special
    /// place.
    private let characters: [Int32]

    private static let tableCount: UInt32 = 0x3400

    init(vocabulary: TokenTable, merges: MergeTable, unknownID: Int32?, options: Options) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.unknownID = unknownID
        self.options = options
        byteTokens = options.byteFallback ? ByteTokens(of: vocabulary) : nil
        characters = Self.characters(of: vocabulary)
    }

    private static func characters(of vocabulary: TokenTable) -> [Int32] {
        var result = [Int32](repeating: -1, count: Int(tableCount))
        for id in 0..<Int32(truncatingIfNeeded: vocabulary.idLimit) {
            guard let token = vocabulary.token(of: id), (1...3).contains(token.count) else {
                continue
            }
            let (scalar, length) = token.scalar(at: 0)
            if length == token.count, scalar < tableCount { result[Int(scalar)] = id }
        }
        return result
    }

    /// A part of the word.
    struct Symbol {
        var id: Int32
        var start: Int32
        /// Bytes; 0 for a symbol that has been merged into another.
        var count: Int32
        /// The neighbours, or -1.
        var previous: Int32
        var next: Int32
        /// How early the merge with the next symbol comes, and what it gives.
        var rank: Int32 = .max
        var merged: Int32 = -1
    }

    /// A merge that may be made, unless others come first and use its symbols: its rank above the
    /// left symbol's place, so that the smallest is the one to make.
    typealias Merge = UInt64

    /// Up to so many symbols, the next merge is found by looking at all of them.
    private static let shortWord = 32

    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        let word = text.slice(range)
        guard word.count < Int(Int32.max) else { return }
        if options.ignoresMerges, let id = vocabulary.id(of: word) {
            return run.append(id, span: range)
        }
        appendSymbols(of: word, to: &run.symbols)
        let count = run.symbols.count
        if count > 1 {
            if count <= Self.shortWord {
                run.symbols.withUnsafeMutableBufferPointer(mergeShort)
            } else {
                var heap = MergeHeap()
                swap(&heap, &run.merges)
                run.symbols.withUnsafeMutableBufferPointer { mergeLong($0, &heap) }
                swap(&heap, &run.merges)
            }
        }
        var index = 0
        while index >= 0, index < count {
            let symbol = run.symbols[index]
            let start = range.lowerBound + Int(symbol.start)
            run.append(symbol.id, span: start..<(start + Int(symbol.count)))
            index = Int(symbol.next)
        }
    }

    /// The word's characters, as far as they are tokens or unknown.
    private func appendSymbols(
        of word: UnsafeBufferPointer<UInt8>, to symbols: inout [Symbol]
    ) {
        symbols.removeAll(keepingCapacity: true)
        var unknown: (start: Int, count: Int)?
        var position = 0
        var place = 0
        @inline(__always)
        func append(_ id: Int32, _ count: Int) {
            let index = Int32(truncatingIfNeeded: symbols.count)
            symbols.append(
                Symbol(
                    id: id, start: Int32(truncatingIfNeeded: place),
                    count: Int32(truncatingIfNeeded: count), previous: index - 1, next: index + 1))
            place += count
        }
        while position < word.count {
            let (scalar, length) = word.scalar(at: position)
            let end = min(position + length, word.count)
            let isPlain =
                (position == 0 || options.continuingPrefix.isEmpty)
                && (end < word.count || options.endSuffix.isEmpty)
            let count = end - position
            defer { position = end }
            let id: Int32?
            var decorated: [UInt8] = []
            if isPlain, scalar < Self.tableCount {
                let known = characters[Int(scalar)]
                id = known >= 0 ? known : nil
            } else if isPlain {
                id = vocabulary.id(of: word.slice(position..<end))
            } else {
                if position > 0 { decorated += options.continuingPrefix }
                decorated += word.slice(position..<end)
                if end == word.count { decorated += options.endSuffix }
                id = vocabulary.id(of: decorated)
            }
            if let id {
                if let (_, count) = unknown, let unknownID {
                    append(unknownID, count)
                    unknown = nil
                }
                append(id, count)
                continue
            }
            if let byteTokens {
                let spelling = isPlain ? Array(word[position..<end]) : decorated
                let isSpelt = spelling.withUnsafeBufferPointer {
                    byteTokens.forEachToken(of: $0) { append($0, 1) }
                }
                if isSpelt { continue }
            }
            guard let unknownID else { continue }
            if let (start, before) = unknown {
                if options.fusesUnknown {
                    unknown = (start, before + count)
                } else {
                    append(unknownID, before)
                    unknown = (position, count)
                }
            } else {
                unknown = (position, count)
            }
        }
        if let (_, count) = unknown, let unknownID { append(unknownID, count) }
        if !symbols.isEmpty { symbols[symbols.count - 1].next = -1 }
    }

    /// Merges by looking for the best pair among all, each time.
    private func mergeShort(_ symbols: inout UnsafeMutableBufferPointer<Symbol>) {
        for index in 0..<(symbols.count - 1) { rate(index, symbols) }
        while true {
            var best = -1
            var rank = Int32.max
            var index = 0
            while index >= 0 {
                if symbols[index].rank < rank {
                    rank = symbols[index].rank
                    best = index
                }
                index = Int(symbols[index].next)
            }
            if best < 0 { return }
            symbols[best].id = symbols[best].merged
            join(best, symbols)
            rate(best, symbols)
            let previous = Int(symbols[best].previous)
            if previous >= 0 { rate(previous, symbols) }
        }
    }

    /// Notes the merge of a symbol with the next.
    @inline(__always)
    private func rate(_ index: Int, _ symbols: UnsafeMutableBufferPointer<Symbol>) {
        let next = Int(symbols[index].next)
        guard next >= 0, let merge = merges[symbols[index].id, symbols[next].id] else {
            symbols[index].rank = .max
            return
        }
        symbols[index].rank = merge.rank
        symbols[index].merged = merge.id
    }

    /// Merges with the pairs in a heap, so that time hardly grows faster than the word.
    private func mergeLong(
        _ symbols: UnsafeMutableBufferPointer<Symbol>, _ heap: inout MergeHeap
    ) {
        heap.removeAll()
        for index in 0..<(symbols.count - 1) {
            rate(index, symbols)
            if symbols[index].rank != .max { heap.append(Self.merge(index, symbols)) }
        }
        heap.order()
        while let merge = heap.pop() {
            let index = Int(merge & 0xFFFF_FFFF)
            // Made of symbols that are no longer there?
            guard UInt64(symbols[index].rank) == merge >> 32, symbols[index].count > 0 else {
                continue
            }
            symbols[index].id = symbols[index].merged
            join(index, symbols)
            rate(index, symbols)
            if symbols[index].rank != .max { heap.push(Self.merge(index, symbols)) }
            let previous = Int(symbols[index].previous)
            if previous >= 0 {
                rate(previous, symbols)
                if symbols[previous].rank != .max { heap.push(Self.merge(previous, symbols)) }
            }
        }
    }

    @inline(__always)
    private static func merge(
        _ index: Int, _ symbols: UnsafeMutableBufferPointer<Symbol>
    ) -> Merge {
        UInt64(UInt32(bitPattern: symbols[index].rank)) << 32 | UInt64(index)
    }

    /// Takes the next symbol into this one.
    @inline(__always)
    private func join(_ index: Int, _ symbols: UnsafeMutableBufferPointer<Symbol>) {
        let next = Int(symbols[index].next)
        symbols[index].count += symbols[next].count
        symbols[index].next = symbols[next].next
        symbols[next].count = 0
        symbols[next].rank = .max
        let after = Int(symbols[next].next)
        if after >= 0 { symbols[after].previous = Int32(truncatingIfNeeded: index) }
    }
}
