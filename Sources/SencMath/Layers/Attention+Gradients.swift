internal import SencKernels

/// Which elements are dropped in training, by keys and by the elements' numbers alone.
package struct Dropout: Sendable {
    let kernel: senc_dropout

    /// - Parameters:
    ///   - rate: the share that is dropped, within 0..<1; what is left is divided by 1 - rate.
    ///   - key: others are dropped for another key.
    package init(rate: Double, key: UInt64) {
        precondition(0..<1 ~= rate, "not all can be dropped")
        kernel = senc_dropout(
            keys: (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32)),
            threshold: UInt32(rate * 0x1p32), scale: Float(1 / (1 - rate)))
    }
}

extension Attention {
    /// Attention as it is learned: in float32, by senc's own kernels.
    package struct Learned: Sendable {
        private let attention: Attention
        private let kernel: senc_attention

        package init(_ attention: Attention, family: KernelFamily = .selected) {
            self.attention = attention
            kernel = family.attention(.float32)
        }

        package var heads: Int { attention.heads }
        package var keyHeads: Int { attention.keyHeads }
        package var headSize: Int { attention.headSize }

        /// The farthest distance that there is a bias for, if there are biases.
        package var reach: Int? { attention.bias?.reach }

        /// Floats of sums that a token has.
        package var sumsPerToken: Int { 2 * attention.heads }

        /// Floats of scratch that a text of that many tokens needs, in both directions.
        package func scratchCount(tokens: Int) -> Int {
            attention.withShape {
                max(kernel.scratch_size($0, tokens), kernel.back_scratch_size($0, tokens))
            }
        }

        /// As `Attention.apply`.
        /// - Parameters:
        ///   - biases: [heads, 2 · reach + 1], in place of those that attention was made with.
        ///   - dropout: of probabilities.
        ///   - sums: `sumsPerToken` floats for each token, for `back`.
        package func apply(
            _ queriesKeysValues: UnsafePointer<Float>, tokens: Int,
            biases: UnsafePointer<Float>? = nil, dropout: Dropout?,
            to result: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
            scratch: UnsafeMutablePointer<Float>
        ) {
            let (width, keyWidth) = widths
            let keys = queriesKeysValues + width
            attention.withShape(biases: biases) { shape in
                withDropout(dropout) {
                    kernel.apply(
                        shape, queriesKeysValues, keys, keys + keyWidth, width + 2 * keyWidth,
                        tokens, result, width, $0, sums, scratch)
                }
            }
        }

        /// What the way back needs of the way forward.
        package struct Trace {
            /// [tokens, (heads + 2 · keyHeads) · headSize]
            package var queriesKeysValues: UnsafePointer<Float>
            package var sums: UnsafePointer<Float>
            package var biases: UnsafePointer<Float>?
            package var dropout: Dropout?

            package init(
                queriesKeysValues: UnsafePointer<Float>, sums: UnsafePointer<Float>,
                biases: UnsafePointer<Float>?, dropout: Dropout?
            ) {
                (self.queriesKeysValues, self.sums) = (queriesKeysValues, sums)
                (self.biases, self.dropout) = (biases, dropout)
            }
        }

        /// The gradients by queries, keys and values, from those by the result.
        /// - Parameters:
        ///   - gradients: [tokens, heads · headSize]
        ///   - target: as `queriesKeysValues`.
        ///   - biasGradients: [heads, 2 · reach + 1], to which those by the biases are added.
        package func back(
            _ trace: Trace, tokens: Int, _ gradients: UnsafePointer<Float>,
            to target: UnsafeMutablePointer<Float>,
            biasGradients: UnsafeMutablePointer<Float>? = nil,
            scratch: UnsafeMutablePointer<Float>
        ) {
            let (width, keyWidth) = widths
            let stride = width + 2 * keyWidth
            let queries = trace.queriesKeysValues
            attention.withShape(biases: trace.biases) { shape in
                withDropout(trace.dropout) { dropout in
                    var list = senc_attention_gradients(
                        dy: gradients, dy_stride: width, sums: trace.sums,
                        dropout: dropout, dq: target, dk: target + width,
                        dv: target + width + keyWidth, dbias: biasGradients)
                    kernel.back(
                        shape, queries, queries + width, queries + width + keyWidth, stride,
                        tokens, &list, scratch)
                }
            }
        }

        private var widths: (queries: Int, keys: Int) {
            (attention.heads * attention.headSize, attention.keyHeads * attention.headSize)
        }
    }
}

private func withDropout(_ dropout: Dropout?, _ body: (UnsafePointer<senc_dropout>?) -> Void) {
    guard var kernel = dropout?.kernel else { return body(nil) }
    body(&kernel)
}
