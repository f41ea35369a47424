/// The second stage: normalized text → words.
enum PreTokenizer: Sendable {
    /// All of it is one word.
    case none
    case bert

    /// Visits the words in `range` of normalized UTF-8, in order.
    @inline(__always)
    func forEachWord(
        of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        switch self {
        case .none: if !range.isEmpty { body(range) }
        case .bert: BertPreTokenizer.forEachWord(of: text, in: range, body)
        }
    }
}
