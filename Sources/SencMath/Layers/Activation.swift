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

extension Activation {
    /// Computes y [rows, columns] = activation(gate) · x.
    /// - Parameters:
    ///   - gate: [rows, columns], rows `stride` apart; x: the same.
    ///   - y: without gaps; may start where the first row of either does.
    package func gate(
        _ gate: UnsafePointer<Float>, _ x: UnsafePointer<Float>, stride: Int, rows: Int,
        columns: Int, to y: UnsafeMutablePointer<Float>, family: KernelFamily = .selected
    ) {
        precondition(stride >= columns, "rows must not overlap")
        family.rows.gate(gate, x, stride, rows, columns, kernel, y)
    }
}

/// y += x, both of that many elements.
package func add(
    _ x: UnsafePointer<Float>, count: Int, to y: UnsafeMutablePointer<Float>
) {
    KernelFamily.selected.rows.accumulate(x, SENC_FLOAT32, count, y)
}
