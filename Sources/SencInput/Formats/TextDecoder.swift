import SencFiles

/// Makes strings of bytes that should be UTF-8.
///
/// What is ill-formed is replaced by U+FFFD, one for each maximal subpart (Unicode Standard,
/// section 3.9), and counted.
struct TextDecoder {
    private(set) var replacementCount = 0

    mutating func decode(_ bytes: UnsafeRawBufferPointer) -> String {
        bytes.withMemoryRebound(to: UInt8.self) { bytes in
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            replacementCount += UTF8Validation.invalidSequenceCount(in: bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
