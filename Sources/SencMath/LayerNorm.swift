internal import SencKernels

/// (x − mean) / √(variance + ε) · gain + bias over each row, the variance biased (Ba et al.,
/// "Layer Normalization", 2016).
package struct LayerNorm: Sendable {
    private let gain: [Float]
    private let bias: [Float]?
    private let epsilon: Float

    /// - Parameters:
    ///   - gain: [columns].
    ///   - bias: [columns], if there is one.
    package init(gain: [Float], bias: [Float]?, epsilon: Float) {
        precondition(bias == nil || bias?.count == gain.count, "gain and bias must be of one size")
        self.gain = gain
        self.bias = bias
        self.epsilon = epsilon
    }

    /// Normalizes x + residual, both [rows, columns], into y; y may be x.
    package func apply(
        _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, rows: Int,
        to y: UnsafeMutablePointer<Float>, family: KernelFamily = .selected
    ) {
        family.rows.layer_norm(
            x, residual, rows, gain.count, gain, bias, epsilon, y)
    }
}
