internal import SencFiles
internal import SencMath

/// Counts how often words stand near each other: each pair of words of a sequence that are at most a
/// window apart, by one through the distance. Pairs have no direction.
struct CooccurrenceCounter {
    /// What a count of 1 is, so that counts are whole numbers, whose sum has no order.
    static let unit: UInt64 = 1 << 30

    let layout: BlockLayout
    private let options: CooccurrenceOptions
    private let pairs: PairCounter
    private let workers: WorkerPool
    /// By the distance less one.
    private let weights: [UInt64]
    /// Of all words.
    private let codes: [UInt32]

    /// Parts of a batch, which some threads count.
    private static let grains = 64

    init(
        words: Int, _ layout: BlockLayout, _ options: CooccurrenceOptions, _ workers: WorkerPool
    ) {
        (self.layout, self.options, self.workers) = (layout, options, workers)
        pairs = PairCounter(
            workers: workers.threads, memory: options.memory / 2,
            directory: options.temporaryDirectory)
        weights = (1...options.window).map { (Self.unit + UInt64($0) / 2) / UInt64($0) }
        codes = (0..<words).map { layout.code(of: $0) }
    }

    /// Counts the pairs of some sequences.
    func add(_ batch: SequenceBatch) throws {
        let sequences = batch.ends.count
        let grains = min(Self.grains, sequences)
        try workers.forEach(items: grains) { grain, worker in
            let table = pairs.table(of: worker)
            var ids: [UInt32] = []
            for sequence in sequences * grain / grains..<sequences * (grain + 1) / grains {
                let start = sequence == 0 ? 0 : batch.ends[sequence - 1]
                ids.removeAll(keepingCapacity: true)
                for id in batch.ids[start..<batch.ends[sequence]] { ids.append(codes[Int(id)]) }
                try ids.withUnsafeBufferPointer { try count($0, in: table) }
            }
        }
    }

    private func count(_ codes: UnsafeBufferPointer<UInt32>, in table: PairTable) throws {
        try weights.withUnsafeBufferPointer { weights in
            for place in codes.indices {
                try pairs.makeRoom(in: table)
                for distance in 0..<min(weights.count, place) {
                    table.add(
                        BlockLayout.key(codes[place], codes[place - distance - 1]),
                        weights[distance])
                }
            }
        }
    }

    /// All pairs, by blocks.
    func finish() throws -> CooccurrenceStore {
        let store = CooccurrenceStore(layout, options)
        try pairs.forEachPair { pair in
            let (block, first, second) = layout.place(of: pair.key)
            var count = Double(pair.count) / Double(Self.unit)
            // Either of two equal words is the other's neighbor.
            if first == second { count *= 2 }
            let weight = min(1, Double.pow(count / options.fullCount, options.exponent))
            try store.append(
                TrainingKernels.Cooccurrence(
                    first: UInt32(first), second: UInt32(second),
                    logarithm: Float(Double.log(count)), weight: Float(weight)), to: block)
        }
        try store.finish()
        return store
    }
}
