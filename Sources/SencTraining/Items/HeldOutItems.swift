internal import SencMath

/// A sample of sessions, some without their last item, which is to be told from the others.
struct HeldOutItems: Sendable {
    /// What is learned from.
    private(set) var training: ItemSequences
    let vocabulary: Vocabulary
    /// The earlier items of each session that is measured, and its last.
    private(set) var questions: [(known: [Int], next: Int)] = []

    /// Interactions of the sample, about, and sessions of it that are measured at most.
    private static let sampleSize = 50_000
    private static let measuredSessions = 2000
    /// Of a session, so many of the last items are in the sample at most.
    private static let sessionItems = 50
    /// Of the earlier items, so many of the last tell the next.
    private static let knownItems = 10
    /// At most one in so many sessions of the sample is measured.
    private static let share = 2

    /// - Throws: `ItemError`.
    init(_ sequences: ItemSequences, _ options: ItemOptions, seed: UInt64) throws(ItemError) {
        let order = CounterRandom(seed: seed, purpose: 71).permutation(
            of: sequences.sessionCount)
        var chosen: [Int] = []
        var size = 0
        for session in order where size < Self.sampleSize {
            chosen.append(session)
            size += min(sequences[session].count, Self.sessionItems)
        }
        let most = min(Self.measuredSessions, max(chosen.count / Self.share, 1))
        var measured = Set<Int>()
        // Who has the same item again is asked nothing new.
        for session in chosen where measured.count < most {
            let items = sequences[session].suffix(Self.sessionItems)
            guard let last = items.last, items.count > 1, !items.dropLast().contains(last) else {
                continue
            }
            measured.insert(session)
        }
        var items: [UInt32] = []
        var starts = [0]
        for session in chosen.sorted() {
            let own = sequences[session].suffix(Self.sessionItems)
            items += measured.contains(session) ? own.dropLast() : own
            starts.append(items.count)
        }
        training = ItemSequences(names: sequences.names, items: items, starts: starts)
        vocabulary = try training.vocabulary(options)
        let words = vocabulary.words
        let names = sequences.names
        func number(_ item: UInt32) -> Int? {
            names.withWord(Int(item)) { words.number(of: $0) }
        }
        for session in measured.sorted() {
            let own = sequences[session].suffix(Self.sessionItems)
            guard let last = own.last, let next = number(last) else { continue }
            let known = own.dropLast().compactMap(number)
            if !known.isEmpty { questions.append((known, next)) }
        }
        guard !questions.isEmpty else { throw .nothingToPredict }
    }

    /// - Parameter vectors: of the items of the vocabulary.
    func measures(of vectors: Matrix, _ workers: WorkerPool) throws -> ItemMeasures {
        let (count, dimension) = (vectors.rows, vectors.columns)
        var unit = vectors.elements
        for row in 0..<count {
            let length = Float(dotProduct(vectors[row], vectors[row]).squareRoot())
            guard length > 0 else { continue }
            for column in 0..<dimension { unit[row * dimension + column] /= length }
        }
        let rows = unit
        let ranks = try workers.map(items: questions.count) { question in
            rank(questions[question], rows, count: count, dimension: dimension)
        }
        return ItemMeasures(ranks: ranks)
    }

    /// How many items are closer to the mean of the known ones than the next, and 1.
    /// - Parameter rows: of length 1, [count, dimension].
    private func rank(
        _ question: (known: [Int], next: Int), _ rows: [Float], count: Int, dimension: Int
    ) -> Int {
        let (known, next) = question
        var mean = [Float](repeating: 0, count: dimension)
        for item in known.suffix(Self.knownItems) {
            for column in 0..<dimension { mean[column] += rows[item * dimension + column] }
        }
        let earlier = Set(known)
        return rows.withUnsafeBufferPointer { rows in
            mean.withUnsafeBufferPointer { mean in
                guard let rows = rows.baseAddress, let mean = mean.baseAddress else { return 1 }
                func score(_ item: Int) -> Float {
                    SimilarityFunction.dot(rows + item * dimension, mean, count: dimension)
                }
                let wanted = score(next)
                return (0..<count).reduce(1) { rank, item in
                    let score = score(item)
                    guard score > wanted || (score == wanted && item < next) else { return rank }
                    return earlier.contains(item) ? rank : rank + 1
                }
            }
        }
    }
}
