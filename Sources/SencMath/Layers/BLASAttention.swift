internal import SencKernels

/// Attention within one text whose products, queries · keysᵀ and probabilities · values, are
/// BLAS's.
///
/// Its calls have shapes that follow from the text alone, so a text's answers are the same to the
/// bit whatever other texts there are. Scores are there for a block of queries at once, however
/// long the text is.
struct BLASAttention {
    /// Queries whose scores are computed at once.
    private static let blockQueries = 64

    let shape: senc_attention_shape
    let tokens: Int
    let blas: BLAS
    let rows: senc_rows

    /// The keys that at least one of some queries sees.
    private static func keys(
        seenBy queries: Range<Int>, _ shape: senc_attention_shape, tokens: Int
    ) -> Range<Int> {
        let first = max(0, queries.lowerBound - min(shape.before, tokens))
        let end = min(tokens, queries.upperBound + min(shape.after, tokens))
        return first..<end
    }

    /// Floats of scratch that a text of that many tokens needs, whatever its queries see.
    static func scratchCount(tokens: Int) -> Int { min(blockQueries, tokens) * tokens }

    /// - Parameters:
    ///   - queriesKeysValues: [tokens, (heads + 2 · key heads) · head size].
    ///   - result: [tokens, heads · head size].
    ///   - scratch: `scratchCount` floats.
    func apply(
        _ queriesKeysValues: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let size = shape.head_size
        let width = shape.heads * size
        let stride = width + 2 * shape.key_heads * size
        for head in 0..<shape.heads {
            let keyHead = head / (shape.heads / shape.key_heads)
            let keys = queriesKeysValues + width + keyHead * size
            let values = keys + shape.key_heads * size
            for first in Swift.stride(from: 0, to: tokens, by: Self.blockQueries) {
                let block = first..<min(tokens, first + Self.blockQueries)
                let seen = Self.keys(seenBy: block, shape, tokens: tokens)
                blas.multiply(
                    queriesKeysValues + first * stride + head * size, stride: stride,
                    byRowsOf: keys + seen.lowerBound * stride, stride: stride, rows: block.count,
                    depth: size, columns: seen.count, to: scratch, stride: seen.count)
                for query in block {
                    makeProbabilities(
                        scratch + (query - first) * seen.count, head: head, query: query,
                        keys: seen)
                }
                blas.multiply(
                    scratch, stride: seen.count, by: values + seen.lowerBound * stride,
                    stride: stride, rows: block.count, depth: seen.count, columns: size,
                    to: result + first * width + head * size, stride: width)
            }
        }
    }

    /// Replaces a query's scores by probabilities, 0 for the keys that it does not see.
    private func makeProbabilities(
        _ scores: UnsafeMutablePointer<Float>, head: Int, query: Int, keys: Range<Int>
    ) {
        let seen = Self.keys(seenBy: query..<(query + 1), shape, tokens: tokens)
        let first = seen.lowerBound - keys.lowerBound
        let bias = shape.bias.map {
            $0 + head * (2 * shape.reach + 1) + shape.reach + seen.lowerBound - query
        }
        rows.softmax(scores + first, seen.count, shape.scale, bias)
        scores.update(repeating: 0, count: first)
        (scores + first + seen.count).update(
            repeating: 0, count: keys.upperBound - seen.upperBound)
    }
}
