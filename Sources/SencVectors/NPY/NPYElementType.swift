/// An element type of `.npy` files, named as NumPy writes it: byte order, kind, bytes.
public enum NPYElementType: String, CaseIterable, Sendable {
    /// IEEE 754 binary64; becomes the nearest 32-bit float when it is read.
    case float64 = "<f8"
    /// IEEE 754 binary32.
    case float32 = "<f4"
    /// IEEE 754 binary16.
    case float16 = "<f2"
    /// Signed bytes, also of vectors that a `Calibration` quantized.
    case int8 = "|i1"
    /// Unsigned bytes, also of vectors of bits, eight to a byte.
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

extension NPYElementType {
    /// Reads what `numpy.dtype(name)` makes such elements of: `<`, `=`, `|` or no sign for the byte
    /// order are this machine's, `>` is the other.
    static func parse(_ name: String) -> (type: NPYElementType, isBigEndian: Bool)? {
        let sign = name.utf8.first
        let isSigned = sign.map { Array("<>=|".utf8).contains($0) } ?? false
        let kind = isSigned ? String(name.dropFirst()) : name
        guard let type = allCases.first(where: { $0.rawValue.dropFirst() == kind }) else {
            return nil
        }
        return (type, sign == UInt8(ascii: ">") && type.size > 1)
    }

    /// What NumPy calls elements that are not read: `int64` for `<i8`; `nil` for what it does not
    /// know either.
    static func usualName(of name: String) -> String? {
        let body = name.drop { "<>=|".contains($0) }
        guard let kind = body.first else { return nil }
        let size = body.dropFirst()
        let bits = Int(size).flatMap { 1...64 ~= $0 ? $0 * 8 : nil }
        return switch kind {
        case "b": "bool"
        case "i": bits.map { "int\($0)" }
        case "u": bits.map { "uint\($0)" }
        case "f": bits.map { "float\($0)" }
        case "c": bits.map { "complex\($0)" }
        case "O": "object"
        case "U": "text"
        case "S", "a": "bytes"
        case "V": "void"
        case "M": "datetime64"
        case "m": "timedelta64"
        default: nil
        }
    }
}
