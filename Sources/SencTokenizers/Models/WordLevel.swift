/// A word is a token, or it is unknown.
struct WordLevel: Sendable {
    let vocabulary: TokenTable
    let unknownID: Int32

    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        run.append(vocabulary.id(of: text.slice(range)) ?? unknownID, span: range)
    }
}
