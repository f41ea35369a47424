/// Which examples each step of a pass learns from.
enum SentenceBatches {
    /// What random numbers are for.
    private static let purpose: UInt64 = 0x7365_6E74_6F72

    /// What random numbers are for where sets are mixed.
    private static let mixingPurpose: UInt64 = 0x7365_6E74_6D78

    /// The batches of several sets, those of each in their order: the next one is of a set at random, of
    /// which more batches are left the more often.
    /// - Parameters:
    ///   - sets: of each, its batches.
    ///   - pass: from 0.
    static func mixed(_ sets: [[[Int]]], seed: UInt64, pass: Int) -> [SentenceBatch] {
        if sets.count == 1 { return sets[0].map { SentenceBatch(set: 0, rows: $0) } }
        let all = sets.enumerated().flatMap { set, batches in batches.map { _ in set } }
        var rest = sets.map { $0[...] }
        return CounterRandom(seed: seed, purpose: mixingPurpose).child(UInt64(pass))
            .permutation(of: all.count).compactMap { place in
                let set = all[place]
                return rest[set].popFirst().map { SentenceBatch(set: set, rows: $0) }
            }
    }

    /// The batches of a pass, in their order: all examples of the pass once, at random.
    ///
    /// Where texts may not be twice in a batch, an example whose texts are there already waits for the
    /// next one, and a batch is smaller when all that wait have such.
    /// - Parameters:
    ///   - examples: those of the pass.
    ///   - columns: of each, the examples' texts as numbers that are equal for equal ones; `nil` if a batch
    ///     may have equal texts.
    ///   - pass: from 0.
    static func batches(
        of examples: Range<Int>, size: Int, texts columns: [[Int32]]?, seed: UInt64, pass: Int
    ) -> [[Int]] {
        let order = CounterRandom(seed: seed, purpose: purpose).child(UInt64(pass))
            .permutation(of: examples.count).map { examples.lowerBound + $0 }
        guard let columns else {
            return stride(from: 0, to: order.count, by: size).map {
                Array(order[$0..<min($0 + size, order.count)])
            }
        }
        var batches: [[Int]] = []
        var waiting: [Int] = []
        var rest = order[...]
        while !rest.isEmpty || !waiting.isEmpty {
            var (batch, seen, left) = ([Int](), Set<Int32>(), [Int]())
            func take(_ example: Int) {
                // Texts of one example may be equal: those are its own affair.
                let own = Set(columns.map { $0[example] })
                if seen.isDisjoint(with: own) {
                    batch.append(example)
                    seen.formUnion(own)
                } else {
                    left.append(example)
                }
            }
            var index = 0
            while index < waiting.count, batch.count < size {
                take(waiting[index])
                index += 1
            }
            left += waiting[index...]
            while batch.count < size, let example = rest.popFirst() { take(example) }
            batches.append(batch)
            waiting = left
        }
        return batches
    }
}
