internal import SencKernels

/// The arithmetic of the linear layers. All else is computed in 32-bit floats.
public enum Precision: String, Sendable, CaseIterable {
    /// Equal to the reference implementation up to the rounding of 32-bit floats.
    case float32
    /// Weights and activations rounded to 8 significant bits, products summed in 32-bit floats.
    case bfloat16
    /// Weights in 8 bits with a scale for each output, activations in 8 bits with a range for each
    /// token, products summed in 32-bit integers. What lies far outside a token's range is
    /// multiplied in 32-bit floats.
    case int8
}
