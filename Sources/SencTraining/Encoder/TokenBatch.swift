internal import Senc

/// The tokens of the texts of a step, one text behind the other, and how they are shared out: by chunks
/// of whole texts, which do not depend on how many threads there are.
struct TokenBatch: Sendable {
    /// Whole texts that one thread computes at a time.
    struct Chunk: Sendable {
        let texts: Range<Int>
        let tokens: Range<Int>
    }

    /// Tokens of a chunk, but for a text that has more: few enough for what is computed with them to
    /// stay in cache.
    static let chunkSize = 256

    let ids: [Int32]
    /// Where each text's tokens begin, and where those of the last end.
    let starts: [Int]
    let chunks: [Chunk]
    /// Of each text, others for each of the step's texts: dropout follows from them. `nil` if nothing is
    /// dropped.
    let keys: [UInt64]?

    /// The tokens of each chunk.
    var chunkTokens: [Range<Int>] { chunks.map(\.tokens) }

    /// The texts of each chunk.
    var chunkTexts: [Range<Int>] { chunks.map(\.texts) }

    var textCount: Int { starts.count - 1 }
    var tokenCount: Int { ids.count }
    var longestText: Int { (0..<textCount).reduce(0) { max($0, tokens(ofText: $1).count) } }
    var longestChunk: Int { chunks.reduce(0) { max($0, $1.tokens.count) } }

    /// - Parameters:
    ///   - texts: ids of each.
    ///   - keys: one for each text, if numbers are dropped.
    init(_ texts: some Collection<[Int32]>, keys: [UInt64]? = nil) {
        var (ids, starts) = ([Int32](), [0])
        var chunks: [Chunk] = []
        var first = 0
        for (index, text) in texts.enumerated() {
            ids += text
            starts.append(ids.count)
            let end = index + 1
            if ids.count - starts[first] >= Self.chunkSize || end == texts.count {
                chunks.append(Chunk(texts: first..<end, tokens: starts[first]..<ids.count))
                first = end
            }
        }
        (self.ids, self.starts, self.chunks, self.keys) = (ids, starts, chunks, keys)
    }

    func tokens(ofText text: Int) -> Range<Int> { starts[text]..<starts[text + 1] }

    /// Some whole chunks as a batch of their own.
    private init(_ chunks: ArraySlice<Chunk>, of batch: TokenBatch) {
        let texts =
            chunks[chunks.startIndex].texts
            .lowerBound..<chunks[chunks.endIndex - 1].texts
            .upperBound
        let start = batch.starts[texts.lowerBound]
        ids = Array(batch.ids[start..<batch.starts[texts.upperBound]])
        starts = batch.starts[texts.lowerBound...texts.upperBound].map { $0 - start }
        keys = batch.keys.map { Array($0[texts]) }
        self.chunks = chunks.map { chunk in
            Chunk(
                texts: chunk.texts.lowerBound - texts.lowerBound..<chunk.texts.upperBound
                    - texts.lowerBound,
                tokens: chunk.tokens.lowerBound - start..<chunk.tokens.upperBound - start)
        }
    }

    /// The batch in parts of whole chunks, with so many tokens at most where a chunk has not more.
    func parts(tokens most: Int) -> [(texts: Range<Int>, batch: TokenBatch)] {
        var parts: [(Range<Int>, TokenBatch)] = []
        var first = 0
        for index in chunks.indices {
            let end = index + 1
            let isLast = end == chunks.count
            guard
                isLast || chunks[end].tokens.upperBound - chunks[first].tokens.lowerBound > most
            else { continue }
            let part = chunks[first..<end]
            parts.append(
                (
                    chunks[first].texts.lowerBound..<chunks[index].texts.upperBound,
                    TokenBatch(part, of: self)
                ))
            first = end
        }
        return parts
    }
}
