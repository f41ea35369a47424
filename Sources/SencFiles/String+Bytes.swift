/// Names and paths cut and compared by their bytes, as the system does. Swift's own functions go
/// by characters: in `"../\u{301}x"` they find one slash less than the system.
extension StringProtocol {
    /// The parts between the separators, empty ones too.
    package func parts(between separator: Unicode.Scalar) -> [String] {
        utf8.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    package func startsWithBytes(of prefix: some StringProtocol) -> Bool {
        utf8.starts(with: prefix.utf8)
    }

    /// Whether an ASCII character is among the bytes.
    package func containsByte(_ scalar: Unicode.Scalar) -> Bool {
        utf8.contains(UInt8(ascii: scalar))
    }
}

/// The private-use scalars by which a string stands for the bytes of a name that are not UTF-8:
/// U+10FF80 to U+10FFFF for 0x80 to 0xFF.
enum EscapedByte {
    private static let scalars: ClosedRange<UInt32> = 0x10_FF80...0x10_FFFF
    private static let base: UInt32 = 0x10_FF00

    /// The byte that a scalar stands for; `nil` if it stands for itself.
    static func value(of scalar: Unicode.Scalar) -> UInt8? {
        scalars.contains(scalar.value) ? UInt8(truncatingIfNeeded: scalar.value) : nil
    }

    static func scalar(for byte: UInt8) -> Unicode.Scalar? { Unicode.Scalar(base + UInt32(byte)) }
}
