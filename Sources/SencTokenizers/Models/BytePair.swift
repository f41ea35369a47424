/// Byte-pair encoding: the word's characters, merged two and two, always the pair that comes
/// first in the list of merges, and of equal ones the leftmost (Sennrich et al. 2016).
struct BytePair: Sendable {
    struct Options: Sendable {
        /// Before every character of a word but the first.
        var continuingPrefix: [UInt8] = []
        /// Behind a word's last character.
        var endSuffix: [UInt8] = []
        /// Neighboring unknown characters are one unknown token.
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

    /// The parts of a word, kept from word to word; with four bytes of memory for each, as a word
    /// may be a whole text.
    struct Symbols {
        /// While a long word is merged, a symbol takes the places of all that it is made of: its id
        /// the first, and the second and the last the number of places after the first, negative.
        fileprivate var ids: [Int32] = []
        /// Bytes of each; empty unless spans are tracked.
        fileprivate var lengths: [Int32] = []
        fileprivate var pairs: [MergeTable.Merge] = []
        fileprivate var heap = MergeHeap()
    }

    /// Up to that many symbols, the next merge is found by looking at all of them.
    private static let shortWord = 32
    /// This many symbols have all their merges in the heap; of more, it holds as many as an eighth of
    /// them.
    private static let wholeHeap = 1 << 16

    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        let word = text.slice(range)
        guard word.count < Int(Int32.max) else { return }
        if options.ignoresMerges, let id = vocabulary.id(of: word) {
            return run.append(id, span: range)
        }
        var symbols = Symbols()
        swap(&symbols, &run.symbols)
        appendSymbols(of: word, tracksLengths: run.tracksSpans, to: &symbols)
        if symbols.ids.count <= Self.shortWord {
            if symbols.ids.count > 1 { mergeShort(&symbols) }
        } else {
            mergeLong(&symbols)
            run.reserve(symbols.ids.count)
        }
        var start = range.lowerBound
        for (index, id) in symbols.ids.enumerated() {
            let end = run.tracksSpans ? start + Int(symbols.lengths[index]) : start
            run.append(id, span: start..<end)
            start = end
        }
        swap(&symbols, &run.symbols)
    }

    /// The word's characters, as far as they are tokens or unknown.
    private func appendSymbols(
        of word: UnsafeBufferPointer<UInt8>, tracksLengths: Bool, to symbols: inout Symbols
    ) {
        symbols.ids.removeAll(keepingCapacity: true)
        symbols.lengths.removeAll(keepingCapacity: true)
        if word.count > Self.wholeHeap { symbols.ids.reserveCapacity(word.scalarCount) }
        var unknown: Int?
        var position = 0
        @inline(__always)
        func append(_ id: Int32, _ count: Int) {
            symbols.ids.append(id)
            if tracksLengths { symbols.lengths.append(Int32(truncatingIfNeeded: count)) }
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
                if let count = unknown, let unknownID {
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
            if let before = unknown {
                if options.fusesUnknown {
                    unknown = before + count
                } else {
                    append(unknownID, before)
                    unknown = count
                }
            } else {
                unknown = count
            }
        }
        if let count = unknown, let unknownID { append(unknownID, count) }
    }

    /// Merges by looking for the best pair among all, each time.
    private func mergeShort(_ symbols: inout Symbols) {
        symbols.pairs.removeAll(keepingCapacity: true)
        for index in 1..<symbols.ids.count {
            symbols.pairs.append(pair(symbols.ids[index - 1], symbols.ids[index]))
        }
        while true {
            var best = -1
            var rank = Int32.max
            for (index, pair) in symbols.pairs.enumerated() where pair.rank < rank {
                rank = pair.rank
                best = index
            }
            if best < 0 { return }
            symbols.ids[best] = symbols.pairs[best].id
            symbols.ids.remove(at: best + 1)
            if !symbols.lengths.isEmpty {
                symbols.lengths[best] += symbols.lengths.remove(at: best + 1)
            }
            symbols.pairs.remove(at: best)
            if best < symbols.pairs.count {
                symbols.pairs[best] = pair(symbols.ids[best], symbols.ids[best + 1])
            }
            if best > 0 {
                symbols.pairs[best - 1] = pair(symbols.ids[best - 1], symbols.ids[best])
            }
        }
    }

    /// The merge of two neighbors; of rank `.max` if there is none.
    @inline(__always)
    private func pair(_ left: Int32, _ right: Int32) -> MergeTable.Merge {
        merges[left, right] ?? MergeTable.Merge(rank: .max, id: -1)
    }

    /// Merges with the pairs in a heap, so that time hardly grows faster than the word.
    private func mergeLong(_ symbols: inout Symbols) {
        var heap = MergeHeap()
        swap(&heap, &symbols.heap)
        symbols.ids.withUnsafeMutableBufferPointer { ids in
            let limit = ids.count <= Self.wholeHeap ? Int.max : ids.count / 8
            repeat {
                heap.removeAll(limit: limit)
                var index = 0
                while case let next = Self.next(index, ids), next < ids.count {
                    if let merge = merges[ids[index], ids[next]] {
                        heap.append(MergeHeap.Merge(rank: merge.rank, place: index))
                    }
                    index = next
                }
                heap.order()
                while let merge = heap.pop() { make(merge, ids, &heap) }
            } while !heap.holdsAll
        }
        swap(&heap, &symbols.heap)
        symbols.compact()
    }

    /// Makes a merge if the symbols are still there.
    @inline(__always)
    private func make(
        _ merge: MergeHeap.Merge, _ ids: UnsafeMutableBufferPointer<Int32>, _ heap: inout MergeHeap
    ) {
        let index = merge.place
        guard ids[index] >= 0, case let next = Self.next(index, ids), next < ids.count,
            let pair = merges[ids[index], ids[next]], pair.rank == merge.rank
        else { return }
        let end = Self.next(next, ids)
        ids[index] = pair.id
        ids[next] = -1
        let added = Int32(truncatingIfNeeded: index + 1 - end)
        ids[index + 1] = added
        ids[end - 1] = added
        if end < ids.count, let merge = merges[pair.id, ids[end]] {
            heap.push(MergeHeap.Merge(rank: merge.rank, place: index))
        }
        if index > 0, case let previous = Self.previous(index, ids),
            let merge = merges[ids[previous], pair.id]
        {
            heap.push(MergeHeap.Merge(rank: merge.rank, place: previous))
        }
    }

    /// The place of the symbol after the one at `index`, or the end.
    @inline(__always)
    fileprivate static func next(
        _ index: Int, _ ids: UnsafeMutableBufferPointer<Int32>
    ) -> Int {
        let next = index + 1
        return next < ids.count && ids[next] < 0 ? next - Int(ids[next]) : next
    }

    /// The place of the symbol before the one at `index`, which is not the first.
    @inline(__always)
    private static func previous(_ index: Int, _ ids: UnsafeMutableBufferPointer<Int32>) -> Int {
        let last = index - 1
        return ids[last] < 0 ? last + Int(ids[last]) : last
    }
}

extension BytePair.Symbols {
    /// Gives each symbol one place again.
    fileprivate mutating func compact() {
        var count = 0
        let tracksLengths = !lengths.isEmpty
        ids.withUnsafeMutableBufferPointer { ids in
            var index = 0
            while index < ids.count {
                let next = BytePair.next(index, ids)
                if tracksLengths { lengths[count] = lengths[index..<next].reduce(0, &+) }
                ids[count] = ids[index]
                index = next
                count += 1
            }
        }
        ids.removeLast(ids.count - count)
        if tracksLengths { lengths.removeLast(lengths.count - count) }
    }
}
