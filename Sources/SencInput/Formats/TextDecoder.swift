import SencFiles

/// Makes strings of bytes that should be UTF-8.
///
/// What is ill-formed is replaced by U+FFFD, one for each maximal subpart (Unicode Standard,
/// section 3.9), and counted.
struct TextDecoder {
    private(set) var replacementCount = 0

    mutating func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        bytes.withMemoryRebound(to: UInt8.self) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            if Self.mayHaveReplacements(text) {
                replacementCount += UTF8Validation.invalidSequenceCount(in: bytes)
            }
            return text
        }
    }

    /// Counts U+FFFD that another decoder put in place of what is ill-formed.
    mutating func count(replacements: Int) {
        replacementCount += replacements
    }

    /// Whether a byte of the text is the first that U+FFFD has, for which to look is quicker than
    /// to validate the bytes once more.
    private static func mayHaveReplacements(_ text: String) -> Bool {
        text.utf8.withContiguousStorageIfAvailable {
            UnsafeRawBufferPointer($0).offset(of: 0xEF, from: 0) != nil
        } ?? true
    }
}
