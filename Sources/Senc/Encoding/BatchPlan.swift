/// Which sequences are worked on together.
///
/// Batches hold sequences of like length, the longest first so that the last batches to finish are
/// short.
enum BatchPlan {
    /// Tokens in a batch, unless a sequence alone has more: enough to keep the kernels busy, few
    /// enough for the activations to stay in cache.
    private static let tokensPerBatch = 64...256

    /// - Parameters:
    ///   - sequences: the ids of all.
    ///   - indices: those to share out.
    ///   - threads: how many threads there are to work.
    /// - Returns: indices into `sequences`, batch by batch.
    static func batches(of sequences: [[Int32]], indices: some Collection<Int>, threads: Int)
        -> [[Int]]
    {
        let total = indices.reduce(0) { $0 + sequences[$1].count }
        let budget = min(max(total / threads, tokensPerBatch.lowerBound), tokensPerBatch.upperBound)
        let order = indices.sorted { (sequences[$1].count, $0) < (sequences[$0].count, $1) }
        var batches: [[Int]] = []
        var room = 0
        for sequence in order {
            let count = sequences[sequence].count
            if batches.isEmpty || count > room {
                batches.append([])
                room = budget
            }
            batches[batches.count - 1].append(sequence)
            room -= count
        }
        return batches
    }
}
