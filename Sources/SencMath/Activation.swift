internal import SencKernels

/// A function applied to each element of a layer's output.
package enum Activation: Sendable, Equatable {
    case identity
    /// x Φ(x), the exact form with erf (Hendrycks and Gimpel, "Gaussian Error Linear Units",
    /// 2016).
    case gelu
    /// The tanh approximation from the same paper.
    case geluTanh
    case relu
    /// x σ(x)
    case silu
    case tanh
    /// 1 / (1 + e⁻ˣ)
    case sigmoid
    /// x σ(1.702 x)
    case quickGELU

    var kernel: senc_activation {
        switch self {
        case .identity: SENC_IDENTITY
        case .gelu: SENC_GELU
        case .geluTanh: SENC_GELU_TANH
        case .relu: SENC_RELU
        case .silu: SENC_SILU
        case .tanh: SENC_TANH
        case .sigmoid: SENC_SIGMOID
        case .quickGELU: SENC_QUICK_GELU
        }
    }
}
