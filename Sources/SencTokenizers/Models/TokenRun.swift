/// The tokens found so far, with their places in the normalized text if asked for.
struct TokenRun {
    private(set) var ids: [Int32]
    /// Where each token of the current word is in its text; empty unless tracked.
    private(set) var spans: [Range<Int>] = []
    let tracksSpans: Bool
    /// This many ids are kept, the first ones.
    private let limit: Int
    /// Tokens over the limit.
    private var omitted = 0
    /// Tokens that were taken back, if they are asked for.
    private(set) var takenBack: [Int32] = []
    private let keepsTakenBack: Bool

    // What models work in, kept from word to word.
    var lattice = Unigram.Lattice()
    var symbols = BytePair.Symbols()

    /// - Parameter ids: come before the others, and count for the limit.
    init(
        ids: [Int32] = [], limit: Int = .max, tracksSpans: Bool, keepsTakenBack: Bool = false
    ) {
        self.ids = ids
        self.limit = limit
        self.tracksSpans = tracksSpans
        self.keepsTakenBack = keepsTakenBack
    }

    /// Of all tokens, with those over the limit.
    var count: Int { ids.count + omitted }

    @inline(__always)
    mutating func append(_ id: Int32, span: @autoclosure () -> Range<Int>) {
        append(id)
        if tracksSpans { spans.append(span()) }
    }

    /// Appends a token that belongs to no word.
    @inline(__always)
    mutating func append(_ id: Int32) {
        if ids.count < limit { ids.append(id) } else { omitted += 1 }
    }

    /// Makes room for many tokens at once.
    mutating func reserve(_ more: Int) {
        ids.reserveCapacity(min(limit, ids.count + more))
    }

    /// Takes back all tokens after the first `count`, which must be ones of the same word.
    @inline(__always)
    mutating func truncate(to count: Int) {
        let extra = self.count - count
        let unkept = min(extra, omitted)
        omitted -= unkept
        if keepsTakenBack { takenBack += ids.suffix(extra - unkept) }
        ids.removeLast(extra - unkept)
        if tracksSpans { spans.removeLast(extra) }
    }

    mutating func removeSpans() { spans.removeAll(keepingCapacity: true) }

    /// Gives the ids back.
    mutating func takeIDs() -> [Int32] {
        var result: [Int32] = []
        swap(&result, &ids)
        return result
    }
}
