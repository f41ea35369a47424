/// The scalars that stand for bytes in byte-level vocabularies: printable ones of Latin-1 for
/// themselves, the others, in order, from U+0100 on.
enum ByteAlphabet {
    /// The scalar of each byte.
    static let scalars: [UInt16] = {
        var next: UInt16 = 0x100
        return (UInt16(0)..<256).map { byte in
            if 0x21...0x7E ~= byte || 0xA1...0xAC ~= byte || 0xAE...0xFF ~= byte { return byte }
            defer { next += 1 }
            return next
        }
    }()

    /// The byte of each scalar below U+0144; -1 for none.
    static let bytes: [Int16] = {
        var result = [Int16](repeating: -1, count: 0x144)
        for (byte, scalar) in scalars.enumerated() { result[Int(scalar)] = Int16(byte) }
        return result
    }()

    /// The bytes that a token stands for; `nil` if a scalar of it stands for none.
    static func bytes(of token: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        for scalar in String(decoding: token, as: UTF8.self).unicodeScalars {
            guard scalar.value < 0x144, case let byte = bytes[Int(scalar.value)], byte >= 0 else {
                return nil
            }
            result.append(UInt8(byte))
        }
        return result
    }
}
