/// The tokens of a Unigram model and their scores. Ids are their places; of equal tokens the last
/// counts.
struct UnigramVocabulary: Sendable {
    /// More bytes of tokens are refused.
    private static let maximumBytes = Int(Int32.max)

    let table: TokenTable
    /// By id.
    let scores: [Double]

    /// - Parameters:
    ///   - count: of the tokens.
    ///   - byteCount: of all tokens in all.
    ///   - path: the file that they are from, for errors.
    ///   - forEachToken: gives the bytes of each token, in their order.
    /// - Throws: `TokenizerError.emptyVocabulary`, or `tooLarge` above 2³¹ - 1 bytes or tokens.
    init(
        count: Int, byteCount: Int, scores: [Double], path: String,
        forEachToken: (_ body: (UnsafeRawBufferPointer) -> Void) -> Void
    ) throws(TokenizerError) {
        precondition(scores.count == count)
        guard count > 0 else { throw .emptyVocabulary(path: path) }
        guard max(count, byteCount) <= Self.maximumBytes else {
            throw .tooLarge(
                path: path, bytes: max(count, byteCount), limit: Self.maximumBytes)
        }
        var builder = TokenTableBuilder(
            capacity: count, byteCapacity: byteCount, continuingPrefix: [])
        var id: Int32 = 0
        forEachToken { token in
            token.withMemoryRebound(to: UInt8.self) { _ = builder.insert($0, id: id) }
            id += 1
        }
        table = builder.finish(idCount: count).table
        self.scores = scores
    }
}

/// A token of a Unigram model and its score.
struct UnigramPiece {
    var token: ArraySlice<UInt8>
    var score: Double
}

extension UnigramVocabulary {
    init(_ pieces: [UnigramPiece], path: String) throws(TokenizerError) {
        try self.init(
            count: pieces.count, byteCount: pieces.reduce(0) { $0 + $1.token.count },
            scores: pieces.map(\.score), path: path
        ) { body in
            for piece in pieces { piece.token.withUnsafeBytes(body) }
        }
    }
}
