/// Which pieces of text are worked on together.
///
/// Batches hold pieces of like length, the longest first so that the last batches to finish are
/// short.
enum BatchPlan {
    /// Tokens in a batch, unless a piece alone has more: enough to keep the kernels busy, few
    /// enough for the activations to stay in cache.
    private static let tokensPerBatch = 64...256

    /// - Parameters:
    ///   - pieces: the ids of all pieces.
    ///   - indices: the pieces to share out.
    ///   - threads: how many threads there are to work.
    /// - Returns: indices into `pieces`, batch by batch.
    static func batches(of pieces: [[Int32]], indices: some Collection<Int>, threads: Int)
        -> [[Int]]
    {
        let total = indices.reduce(0) { $0 + pieces[$1].count }
        let budget = min(max(total / threads, tokensPerBatch.lowerBound), tokensPerBatch.upperBound)
        let order = indices.sorted { (pieces[$1].count, $0) < (pieces[$0].count, $1) }
        var batches: [[Int]] = []
        var room = 0
        for piece in order {
            let count = pieces[piece].count
            if batches.isEmpty || count > room {
                batches.append([])
                room = budget
            }
            batches[batches.count - 1].append(piece)
            room -= count
        }
        return batches
    }
}
