/// What the elements of stored vectors are.
public enum VectorElementType: String, CaseIterable, Sendable {
    case float32, float16, int8
    /// A bit a component, eight a byte.
    case binary

    /// The bytes of one vector.
    public func bytesPerVector(dimension: Int) -> Int {
        switch self {
        case .float32: dimension * 4
        case .float16: dimension * 2
        case .int8: dimension
        case .binary: dimension / 8 + (dimension % 8 > 0 ? 1 : 0)
        }
    }
}
