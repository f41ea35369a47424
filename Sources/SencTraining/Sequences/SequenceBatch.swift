/// Sequences that are trained on together: the numbers of their things, one sequence behind the
/// other.
struct SequenceBatch: Sendable {
    var ids: [UInt32] = []
    /// Where each sequence ends in them.
    var ends: [Int] = []
    /// How many things there were before this batch in the pass: what is drawn at random for a thing
    /// depends on its place among all.
    var first = 0

    mutating func endSequence() {
        if ids.count > ends.last ?? 0 { ends.append(ids.count) }
    }
}

/// The windows of a batch: the things of a sequence that are near a thing in its middle, once some
/// of the frequent ones were left out.
struct Windows {
    /// What is left of the batch.
    private(set) var ids: [UInt32] = []
    /// Where each of them stands among all of the pass.
    private(set) var places: [Int] = []
    /// Of each window the middle and the things from the first to behind the last, all in `ids`.
    private(set) var middles: [Int32] = []
    private(set) var ranges: [Range<Int32>] = []
    /// Windows that make one step together, by where they end.
    private(set) var blockEnds: [Int] = []

    init(
        _ batch: SequenceBatch, _ options: SequenceOptions, keeping probabilities: [Float],
        blockWindows: Int, _ random: CounterRandom
    ) {
        ids.reserveCapacity(batch.ids.count)
        places.reserveCapacity(batch.ids.count)
        let (keep, shrink) = (random.child(0), random.child(1))
        var start = 0
        var rows = 0
        for end in batch.ends {
            let first = ids.count
            for index in start..<end {
                let id = batch.ids[index]
                let place = batch.first + index
                let probability = probabilities[Int(id)]
                if probability < 1, Float(keep.uniform(at: UInt64(place))) >= probability {
                    continue
                }
                ids.append(id)
                places.append(place)
            }
            start = end
            for middle in first..<ids.count {
                let reach = 1 + shrink.integer(below: options.window, at: UInt64(places[middle]))
                let range = max(first, middle - reach)..<min(ids.count, middle + reach + 1)
                guard range.count > 1 else { continue }
                let isFull =
                    rows + range.count > SequenceOptions.blockRows
                    || middles.count - (blockEnds.last ?? 0) >= blockWindows
                if isFull, middles.count > blockEnds.last ?? 0 {
                    blockEnds.append(middles.count)
                    rows = 0
                }
                middles.append(Int32(middle))
                ranges.append(Int32(range.lowerBound)..<Int32(range.upperBound))
                rows += range.count
            }
        }
        if middles.count > blockEnds.last ?? 0 { blockEnds.append(middles.count) }
    }
}
