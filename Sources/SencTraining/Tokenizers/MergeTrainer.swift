/// Learns the merges of byte-pair encoding (Sennrich et al. 2016): the pair of tokens that stands
/// side by side most often becomes a token, again and again.
///
/// As Hugging Face tokenizers does it, whose vocabularies and merges these are. Its order of tokens
/// that have a prefix or suffix for their place in a word is that in which it happens to come by the
/// words; here that is the order of their bytes.
struct MergeTrainer {
    private let options: TokenizerOptions
    /// By id.
    private var tokens = WordTable()
    /// Initial symbols of each token.
    private var lengths: [Int] = []
    private var merges: [(pair: UInt64, id: UInt32)] = []

    /// The words' tokens, one word behind the other; where each begins and how many there are yet.
    private var ids: [UInt32] = []
    private var starts: [Int] = []
    private var sizes: [Int] = []
    private var counts: [Int] = []

    private var tally = PairTally()
    private var queue = MergeQueue()
    /// The words in which entries of the queue are, by their lists; emptied when they are merged.
    private var lists: [[UInt32]] = []

    /// Merges between two reports.
    private static let reportInterval = 64

    private init(_ options: TokenizerOptions) { self.options = options }

    /// - Parameter report: is told how many tokens there are.
    /// - Throws: what `report` throws, and `TrainingError.setting` if the alphabet has no room.
    static func train(
        _ words: CountedWords, _ options: TokenizerOptions, _ report: (Int) throws -> Void
    ) throws -> MergedVocabulary {
        var trainer = MergeTrainer(options)
        try trainer.begin(words)
        trainer.countPairs()
        try trainer.merge(report)
        return trainer.result
    }

    // MARK: - The first tokens

    private mutating func begin(_ words: CountedWords) throws {
        for token in options.specialTokens { add(Array(token.utf8)) }
        let known = Self.alphabet(words, options)
        for scalar in known { add(Self.bytes(scalar)) }
        counts = words.counts
        ids.reserveCapacity(words.symbols.count)
        starts.reserveCapacity(words.count)
        sizes.reserveCapacity(words.count)
        /// The ids of each symbol within a word, as its first, as its last, and as both; -1 for what
        /// was not looked for yet, -2 for what is not in the alphabet.
        var places = words.alphabet.map { scalar in
            let id: Int32 = has(Self.bytes(scalar)) ? -1 : -2
            return [id, id, id, id]
        }
        for word in 0..<words.count {
            let range = words.range(of: word)
            starts.append(ids.count)
            for place in range {
                let symbol = Int(words.symbols[place])
                let isFirst = place == range.lowerBound
                let isLast = place == range.upperBound - 1
                let form = (isFirst ? 1 : 0) + (isLast ? 2 : 0)
                if places[symbol][form] == -1 {
                    let id = add(
                        (isFirst ? [] : Array(options.continuingPrefix.utf8))
                            + Self.bytes(words.alphabet[symbol])
                            + (isLast ? Array(options.endSuffix.utf8) : []))
                    places[symbol][form] = Int32(id)
                }
                if places[symbol][form] >= 0 { ids.append(UInt32(places[symbol][form])) }
            }
            sizes.append(ids.count - starts[word])
        }
        try options.checkRoom(forAlphabet: tokens.count)
    }

    /// The scalars that are tokens, ascending: those given and the most frequent ones.
    private static func alphabet(_ words: CountedWords, _ options: TokenizerOptions) -> [UInt32] {
        var counts = Dictionary(
            zip(words.alphabet, words.symbolCounts), uniquingKeysWith: { first, _ in first })
        for scalar in options.initialAlphabet { counts[scalar] = .max }
        guard let limit = options.alphabetLimit, counts.count > limit else {
            return counts.keys.sorted()
        }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return order.prefix(limit).map(\.key).sorted()
    }

    private static func bytes(_ scalar: UInt32) -> [UInt8] {
        Unicode.Scalar(scalar).map { Array(String($0).utf8) } ?? []
    }

    /// - Returns: the token's id.
    @discardableResult
    private mutating func add(_ token: [UInt8]) -> Int {
        let id = token.withUnsafeBufferPointer { tokens.add($0) }
        if id == lengths.count { lengths.append(1) }
        return id
    }

    private func has(_ token: [UInt8]) -> Bool {
        token.withUnsafeBufferPointer { tokens.number(of: $0) } != nil
    }

    // MARK: - Merging

    private mutating func countPairs() {
        for word in starts.indices where sizes[word] > 1 {
            let count = Int64(counts[word])
            for place in starts[word]..<(starts[word] + sizes[word] - 1) {
                add(ids[place], ids[place + 1], count, in: UInt32(word))
            }
        }
        enqueue()
    }

    /// The pairs that were marked since.
    private var pending: [UInt64] = []

    /// Adds to a pair's count and puts the word into the list of those that have it.
    @inline(__always)
    private mutating func add(_ left: UInt32, _ right: UInt32, _ count: Int64, in word: UInt32) {
        let pair = PairTally.pair(left, right)
        let slot = tally.add(pair, count)
        if tally[slot].mark < 0 {
            tally[slot].mark = Int32(lists.count)
            lists.append([word])
            pending.append(pair)
        } else {
            let list = Int(tally[slot].mark)
            if lists[list].last != word { lists[list].append(word) }
        }
    }

    private mutating func enqueue() {
        for (offset, pair) in pending.enumerated() {
            let list = lists.count - pending.count + offset
            let count = tally.unmark(pair)
            if count > 0 {
                queue.push(MergeQueue.Entry(count: UInt64(count), pair: pair, list: Int32(list)))
            } else {
                lists[list] = []
            }
        }
        pending.removeAll(keepingCapacity: true)
    }

    private mutating func merge(_ report: (Int) throws -> Void) throws {
        while tokens.count < options.vocabularySize, var top = queue.pop() {
            // What fell below zero is seen as more than anything, as in the reference.
            let count = UInt64(bitPattern: tally.count(of: top.pair))
            if top.count != count {
                top.count = count
                queue.push(top)
                continue
            }
            if count < 1 || count < UInt64(options.minimumCount) { break }
            let left = UInt32(truncatingIfNeeded: top.pair >> 32)
            let right = UInt32(truncatingIfNeeded: top.pair)
            let id = UInt32(add(joined(left, right)))
            lengths[Int(id)] = lengths[Int(left)] + lengths[Int(right)]
            merges.append((top.pair, id))
            var words: [UInt32] = []
            swap(&words, &lists[Int(top.list)])
            for word in words { merge(left, right, into: id, in: word) }
            enqueue()
            if merges.count % Self.reportInterval == 0 { try report(tokens.count) }
        }
    }

    private func joined(_ left: UInt32, _ right: UInt32) -> [UInt8] {
        let prefix = Array(options.continuingPrefix.utf8)
        return tokens.withWord(Int(left)) { Array($0) }
            + tokens.withWord(Int(right)) { right in
                right.starts(with: prefix) ? Array(right.dropFirst(prefix.count)) : Array(right)
            }
    }

    private mutating func merge(
        _ left: UInt32, _ right: UInt32, into id: UInt32, in word: UInt32
    ) {
        let start = starts[Int(word)]
        let end = start + sizes[Int(word)]
        let count = Int64(counts[Int(word)])
        let limit = options.maximumTokenLength ?? .max
        var (from, to) = (start, start)
        while from < end {
            guard ids[from] == left, from + 1 < end, ids[from + 1] == right else {
                if to < from { ids[to] = ids[from] }
                (from, to) = (from + 1, to + 1)
                continue
            }
            if to > start {
                let before = ids[to - 1]
                _ = tally.add(PairTally.pair(before, left), -count)
                if lengths[Int(before)] + lengths[Int(id)] < limit {
                    add(before, id, count, in: word)
                }
            }
            if from + 2 < end {
                let after = ids[from + 2]
                _ = tally.add(PairTally.pair(right, after), -count)
                if lengths[Int(after)] + lengths[Int(id)] < limit {
                    add(id, after, count, in: word)
                }
            }
            ids[to] = id
            (from, to) = (from + 2, to + 1)
        }
        sizes[Int(word)] = to - start
    }

    /// Of a pair that was merged twice, the last time counts.
    private var result: MergedVocabulary {
        var last: [UInt64: Int] = [:]
        for (rank, merge) in merges.enumerated() { last[merge.pair] = rank }
        let kept = merges.enumerated().filter { last[$1.pair] == $0 }
        return MergedVocabulary(
            tokens: (0..<tokens.count).map { tokens[$0] },
            merges: kept.map { _, merge in
                (Int(merge.pair >> 32), Int(truncatingIfNeeded: merge.pair & 0xFFFF_FFFF))
            })
    }
}

/// Tokens by their ids, and the pairs of ids that are merged, the first ones first.
struct MergedVocabulary {
    var tokens: [String]
    var merges: [(left: Int, right: Int)]
}
