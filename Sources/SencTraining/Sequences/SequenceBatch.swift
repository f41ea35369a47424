internal import SencMath

/// Sequences that are trained on together: the numbers of their things, one sequence behind the
/// other.
struct SequenceBatch: Sendable {
    var ids: [UInt32] = []
    /// Where each sequence ends in them.
    var ends: [Int] = []
    /// How many things there were before this batch in the pass: what is drawn at random for a thing
    /// depends on its place among all.
    var first = 0

    /// A longer sequence is several.
    private static let longestSequence = 10_000

    /// Adds a thing to the last sequence.
    mutating func append(_ thing: UInt32) {
        ids.append(thing)
        if ids.count - (ends.last ?? 0) >= Self.longestSequence { endSequence() }
    }

    mutating func endSequence() {
        if ids.count > ends.last ?? 0 { ends.append(ids.count) }
    }

    /// Adds the sequences of another batch behind these.
    mutating func append(_ other: SequenceBatch) {
        let start = ids.count
        ids += other.ids
        ends += other.ends.map { start + $0 }
    }
}

/// The windows of a batch: the things of a sequence that are near a thing in its middle, once some
/// of the frequent ones were left out.
struct Windows {
    /// A thing and how many neighbors it has on either side.
    struct Window {
        var middle: Int32
        var left: Int32
        var right: Int32

        var neighbors: Int { Int(left + right) }
    }

    /// What is left of the batch.
    private(set) var ids: [UInt32] = []
    /// Where each of them stands among all of the pass.
    private(set) var places: [Int] = []
    private(set) var windows: [Window] = []
    /// Windows that make one step together, by where they end.
    private(set) var blockEnds: [Int] = []

    /// How windows are made of a batch.
    struct Rule: Sendable {
        let options: SequenceOptions
        /// With which each thing is kept.
        let probabilities: [Float]
        let blockWindows: Int
        /// How often a vector is moved in a block at most, if it is of several windows: where a text
        /// repeats itself, steps that do not know of each other add up beyond the goal, and with the
        /// learning rate times it above 2, vectors of some thousand words were seen to grow without
        /// bound.
        let largestLoad: Int
    }

    init(
        _ batch: SequenceBatch, _ rule: Rule, _ random: CounterRandom, _ workers: WorkerPool
    ) throws {
        // Sequences are gone through by some threads, each a run of them.
        let runs = min(
            batch.ends.count, Self.runs, max(1, batch.ids.count / Self.runThings))
        let parts = try workers.map(items: runs) { run in
            let range = batch.ends.count * run / runs..<batch.ends.count * (run + 1) / runs
            return Windows(of: batch, range, rule, random)
        }
        for part in parts {
            let (start, first) = (Int32(ids.count), windows.count)
            ids += part.ids
            places += part.places
            windows += part.windows.map {
                Window(middle: start + $0.middle, left: $0.left, right: $0.right)
            }
            blockEnds += part.blockEnds.map { first + $0 }
        }
    }

    /// Runs at most, and things of each at least.
    private static let runs = 16
    private static let runThings = 4096

    /// The windows of some of the sequences of a batch.
    private init(
        of batch: SequenceBatch, _ sequences: Range<Int>, _ rule: Rule, _ random: CounterRandom
    ) {
        let (keep, shrink) = (random.child(0), random.child(1))
        var start = sequences.lowerBound == 0 ? 0 : batch.ends[sequences.lowerBound - 1]
        let things = batch.ends[sequences.upperBound - 1] - start
        ids.reserveCapacity(things)
        places.reserveCapacity(things)
        windows.reserveCapacity(things)
        for end in batch.ends[sequences] {
            let first = ids.count
            for index in start..<end {
                let id = batch.ids[index]
                let place = batch.first + index
                let probability = rule.probabilities[Int(id)]
                if probability < 1, Float(keep.uniform(at: UInt64(place))) >= probability {
                    continue
                }
                ids.append(id)
                places.append(place)
            }
            start = end
            for middle in first..<ids.count {
                var reach = rule.options.window
                if rule.options.shrinksWindows {
                    reach = 1 + shrink.integer(below: reach, at: UInt64(places[middle]))
                }
                let left = min(reach, middle - first)
                let right = min(reach, ids.count - 1 - middle)
                guard left + right > 0 else { continue }
                windows.append(
                    Window(middle: Int32(middle), left: Int32(left), right: Int32(right)))
            }
        }
        endBlocks(rule)
    }

    private mutating func endBlocks(_ rule: Rule) {
        var (start, rows) = (0, 0)
        var load = RowLoad()
        let usesMean = rule.options.objective == .cbow
        for (index, window) in windows.enumerated() {
            let more = window.neighbors + 1
            var most = load.add(window, ids, usesMean: usesMean)
            if index > start,
                rows + more > SequenceOptions.blockRows || index - start >= rule.blockWindows
                    || most > rule.largestLoad
            {
                blockEnds.append(index)
                (start, rows) = (index, 0)
                load.reset()
                most = load.add(window, ids, usesMean: usesMean)
            }
            rows += more
        }
        if windows.count > start { blockEnds.append(windows.count) }
    }

    func block(_ index: Int) -> Range<Int> {
        (index == 0 ? 0 : blockEnds[index - 1])..<blockEnds[index]
    }
}
