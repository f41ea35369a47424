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
