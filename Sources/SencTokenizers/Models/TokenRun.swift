/// The tokens found so far, with their places in the normalized text if asked for.
struct TokenRun {
    var ids: [Int32]
    /// Where each token of the current segment is in its normalized text; empty unless tracked.
    var spans: [Range<Int>] = []
    let tracksSpans: Bool

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
}
