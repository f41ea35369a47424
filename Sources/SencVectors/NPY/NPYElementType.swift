/// An element type of `.npy` files, named as NumPy writes it: byte order, kind, bytes.
public enum NPYElementType: String, CaseIterable, Sendable {
    case float64 = "<f8"
    case float32 = "<f4"
    case float16 = "<f2"
    case int8 = "|i1"
    case uint8 = "|u1"

    /// The bytes of one element.
    public var size: Int {
        switch self {
        case .float64: 8
        case .float32: 4
        case .float16: 2
        case .int8, .uint8: 1
        }
    }
}
