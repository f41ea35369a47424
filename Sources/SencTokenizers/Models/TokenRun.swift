/// The tokens found so far, with their places in the normalized text if asked for.
struct TokenRun {
    var ids: [Int32]
    /// Where each token of the current segment is in its normalized text; empty unless tracked.
    var spans: [Range<Int>] = []
    let tracksSpans: Bool

    // What models work in, kept from word to word.
    var nodes: [Unigram.Node] = []
    var symbols: [BytePair.Symbol] = []
    var merges = MergeHeap()
    private var tokens: [(Int32, Range<Int>)] = []

    init(ids: [Int32], tracksSpans: Bool) {
        self.ids = ids
        self.tracksSpans = tracksSpans
    }

    @inline(__always)
    mutating func append(_ id: Int32, span: @autoclosure () -> Range<Int>) {
        ids.append(id)
        if tracksSpans { spans.append(span()) }
    }

    /// Takes back all tokens after the first `count`, which must be ones of the same segment.
    @inline(__always)
    mutating func truncate(to count: Int) {
        let extra = ids.count - count
        ids.removeLast(extra)
        if tracksSpans { spans.removeLast(extra) }
    }

    /// Makes `nodes` have that many elements, whatever they are.
    mutating func prepareNodes(_ count: Int) {
        if nodes.count > count {
            nodes.removeLast(nodes.count - count)
        } else {
            nodes.append(
                contentsOf: repeatElement(
                    .init(score: 0, id: 0, start: -1), count: count - nodes.count))
        }
    }

    /// An empty list to work in, to be given back.
    mutating func takeTokens() -> [(Int32, Range<Int>)] {
        var result: [(Int32, Range<Int>)] = []
        swap(&result, &tokens)
        return result
    }

    mutating func returnTokens(_ list: inout [(Int32, Range<Int>)]) {
        list.removeAll(keepingCapacity: true)
        swap(&list, &tokens)
    }
}
