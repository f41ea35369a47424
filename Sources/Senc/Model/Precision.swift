/// The arithmetic of the linear layers.
public enum Precision: String, Sendable, CaseIterable {
    /// Equal to the reference implementation up to the rounding of 32-bit floats.
    case float32
    case bfloat16
    case int8

    /// Those that this version can compute in.
    public static let available: [Precision] = [.float32]
}
