/// Finding ill-formed UTF-8 (Unicode Standard, table 3-7).
package enum UTF8Validation {
    /// The offset of the first byte that starts no well-formed sequence; `nil` if all is valid.
    package static func firstInvalidOffset(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBufferPointer { firstInvalidOffset(in: $0) }
    }

    /// How many U+FFFD take the place of what is ill-formed, one for each maximal subpart.
    package static func invalidSequenceCount(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var position = 0
        while position < bytes.count {
            if bytes[position] < 0x80 {
                position = skipASCII(in: bytes, from: position + 1)
                continue
            }
            let (length, isValid) = sequence(at: position, in: bytes)
            if !isValid { count += 1 }
            position += length
        }
        return count
    }

    package static func firstInvalidOffset(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var position = 0
        while position < bytes.count {
            if bytes[position] < 0x80 {
                position += 1
                position = skipASCII(in: bytes, from: position)
                continue
            }
            let (length, isValid) = sequence(at: position, in: bytes)
            if !isValid { return position }
            position += length
        }
        return nil
    }

    /// Moves over bytes below 0x80 by eights.
    @inline(__always)
    private static func skipASCII(
        in bytes: UnsafeBufferPointer<UInt8>, from start: Int
    ) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        var position = start
        while position + 8 <= raw.count,
            raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080
                == 0
        {
            position += 8
        }
        return position
    }

    /// The sequence that starts at `position`, not an ASCII byte: its length, or that of its
    /// longest well-formed beginning (at least 1), which a decoder replaces by one U+FFFD.
    package static func sequence(
        at position: Int, in bytes: UnsafeBufferPointer<UInt8>
    ) -> (length: Int, isValid: Bool) {
        let lead = bytes[position]
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return (1, false)
        }
        for index in 1..<length {
            guard position + index < bytes.count,
                (index == 1 ? second : 0x80...0xBF) ~= bytes[position + index]
            else { return (index, false) }
        }
        return (length, true)
    }
}
