internal import SencKernels

/// Multi-head scaled dot-product attention within one text (Vaswani et al., "Attention Is All
/// You Need", 2017).
package struct Attention: Sendable {
    package let heads: Int
    package let headSize: Int
    private let family: KernelFamily

    package init(heads: Int, headSize: Int, family: KernelFamily = .selected) {
        self.heads = heads
        self.headSize = headSize
        self.family = family
    }

    /// Floats of scratch that a text of so many tokens needs.
    package func scratchCount(tokens: Int) -> Int {
        family.rows.attention_scratch(tokens, headSize)
    }

    /// Computes softmax(q kᵀ / √headSize) v for each head.
    /// - Parameters:
    ///   - queriesKeysValues: [tokens, 3 · heads · headSize], the three side by side.
    ///   - result: [tokens, heads · headSize].
    ///   - scratch: `scratchCount(tokens:)` floats.
    package func apply(
        _ queriesKeysValues: UnsafePointer<Float>, tokens: Int,
        to result: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let width = heads * headSize
        family.rows.attention(
            queriesKeysValues, queriesKeysValues + width, queriesKeysValues + 2 * width, 3 * width,
            tokens, heads, headSize, 1 / Float(headSize).squareRoot(), result, width, scratch)
    }
}
