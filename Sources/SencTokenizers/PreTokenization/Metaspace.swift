/// Writes spaces as a visible character, SentencePiece's way, and splits before it.
struct Metaspace: Sendable {
    /// Whether the character is put before text that does not begin with it.
    enum Prepending: String {
        case always, first, never
    }

    /// The character's UTF-8.
    var replacement: [UInt8]
    var prepends: Prepending
    var splits: Bool

    /// Visits the words that a word becomes, which must not be empty.
    ///
    /// - Parameters:
    ///   - target: takes each word in place of the one before; empty.
    ///   - body: takes a word, the whole of `target`.
    func forEachWord(
        of text: borrowing NormalizedText, in word: Range<Int>,
        writtenTo target: inout NormalizedText,
        _ body: (borrowing NormalizedText, Range<Int>) -> Void
    ) {
        let bytes = text.bytes
        let space = UInt8(ascii: " ")
        let lead = replacement.first ?? space
        func isReplacement(_ position: Int) -> Bool {
            bytes[position] == lead
                && bytes.slice(position..<word.upperBound).starts(with: replacement)
        }
        let first = word.lowerBound
        let startsWithIt = bytes[first] == space || isReplacement(first)
        if !startsWithIt,
            prepends == .always
                || (prepends == .first && text.origin(at: first).lowerBound == 0)
        {
            target.append(replacement, from: text.origin(at: first))
        }
        for position in word {
            let isSpace = bytes[position] == space
            if splits, position > first, isSpace || isReplacement(position) {
                body(target, 0..<target.count)
                target.removeAll(start: text.start)
            }
            if isSpace {
                target.append(replacement, from: text.origin(at: position))
            } else {
                target.append(bytes[position], from: text.origin(at: position))
            }
        }
        body(target, 0..<target.count)
    }
}
