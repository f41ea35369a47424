internal import SencKernels

/// A normalization of rows, of either kind.
package enum Norm: Sendable {
    case layer(LayerNorm)
    case rootMeanSquare(RMSNorm)

    /// Normalizes x + residual, both [rows, columns], into y; y may be x.
    package func apply(
        _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, rows: Int,
        to y: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .layer(let norm): norm.apply(x, residual: residual, rows: rows, to: y)
        case .rootMeanSquare(let norm): norm.apply(x, residual: residual, rows: rows, to: y)
        }
    }
}

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
            x, residual, rows, gain.count, gain, bias, epsilon, y, nil)
    }
}

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
        family.rows.rms_norm(x, residual, rows, gain.count, gain, epsilon, y, nil)
    }
}
