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
