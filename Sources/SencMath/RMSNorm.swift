internal import SencKernels

/// x / √(mean(x²) + ε) · gain over each row (Zhang and Sennrich, "Root Mean Square Layer
/// Normalization", 2019).
package struct RMSNorm: Sendable {
    private let gain: [Float]
    private let epsilon: Float

    /// - Parameter gain: [columns].
    package init(gain: [Float], epsilon: Float) {
        self.gain = gain
        self.epsilon = epsilon
    }

    /// Normalizes x + residual, both [rows, columns], into y; y may be x.
    package func apply(
        _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, rows: Int,
        to y: UnsafeMutablePointer<Float>, family: KernelFamily = .selected
    ) {
        family.rows.rms_norm(x, residual, rows, gain.count, gain, epsilon, y)
    }
}
