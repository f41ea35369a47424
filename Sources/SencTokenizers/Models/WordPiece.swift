/// WordPiece: the longest token the word begins with, then the longest continuing token that
/// the rest begins with, and so on; one unknown token for the word if that fails anywhere.
struct WordPiece: Sendable {
    let vocabulary: TokenTable
    let unknownID: Int32
    /// A word of more scalars is unknown.
    let maximumScalarsPerWord: Int

    @inline(__always)
    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        let first = run.count
        let isTooLong =
            range.count > maximumScalarsPerWord
            && text.slice(range).scalarCount > maximumScalarsPerWord
        var position = range.lowerBound
        while !isTooLong, position < range.upperBound {
            let found = vocabulary.longestPrefix(
                of: text, in: position..<range.upperBound,
                isContinuing: position > range.lowerBound)
            guard let (id, length) = found else { break }
            run.append(id, span: position..<(position + length))
            position += length
        }
        if position < range.upperBound {
            run.truncate(to: first)
            run.append(unknownID, span: range)
        }
    }
}
