/// One component of a decoder.
enum DecodingStep: Sendable {
    case wordPiece(WordPieceDecoder)
    /// Bytes written as scalars become bytes, and these text.
    case byteLevel
    /// `<0x0A>` and the like become bytes, and these text.
    case byteFallback
    case metaspace(replacement: [UInt8], prepends: Bool)
    /// What ends a word becomes a space.
    case suffix([UInt8])
    case fuse
    case strip(UInt32, start: Int, stop: Int)
    case replace(TextPattern, by: [UInt8])

    func apply(to tokens: [[UInt8]]) -> [[UInt8]] {
        switch self {
        case .wordPiece(let decoder): [decoder.decode(tokens)]
        case .byteLevel:
            [Self.repaired(tokens.flatMap { ByteAlphabet.bytes(of: $0) ?? $0 })]
        case .byteFallback: Self.fallBack(tokens)
        case .metaspace(let replacement, let prepends):
            tokens.enumerated().map { index, token in
                let isDropped = index == 0 && prepends
                return Self.replace(
                    .literal(replacement), by: isDropped ? [] : [UInt8(ascii: " ")], in: token)
            }
        case .suffix(let suffix):
            tokens.enumerated().map { index, token in
                let isLast = index == tokens.count - 1
                return Self.replace(
                    .literal(suffix), by: isLast ? [] : [UInt8(ascii: " ")], in: token)
            }
        case .fuse: [Array(tokens.joined())]
        case .strip(let scalar, let start, let stop):
            tokens.map { Self.strip(scalar, start: start, stop: stop, of: $0) }
        case .replace(let pattern, let content):
            tokens.map { Self.replace(pattern, by: content, in: $0) }
        }
    }

    /// The bytes as well-formed UTF-8.
    private static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        Array(String(decoding: bytes, as: UTF8.self).utf8)
    }

    private static func replace(
        _ pattern: TextPattern, by content: [UInt8], in token: [UInt8]
    ) -> [UInt8] {
        token.withUnsafeBufferPointer { token in
            var result: [UInt8] = []
            var position = 0
            pattern.forEachMatch(in: token) { match in
                result += token[position..<match.lowerBound]
                result += content
                position = match.upperBound
            }
            result += token[position...]
            return result
        }
    }

    private static func strip(
        _ scalar: UInt32, start: Int, stop: Int, of token: [UInt8]
    ) -> [UInt8] {
        let scalars = String(decoding: token, as: UTF8.self).unicodeScalars.map { $0 }
        let left = scalars.prefix(start).prefix { $0.value == scalar }.count
        let right = scalars.suffix(stop).reversed().prefix { $0.value == scalar }.count
        guard left > 0 || right > 0 else { return token }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars[left..<max(left, scalars.count - right)])
        return Array(String(result).utf8)
    }

    /// Runs of byte tokens that are not UTF-8 become a replacement character for each byte.
    private static func fallBack(_ tokens: [[UInt8]]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        var bytes: [UInt8] = []
        func flush() {
            if bytes.isEmpty { return }
            if let text = String(validating: bytes, as: UTF8.self) {
                result.append(Array(text.utf8))
            } else {
                result += bytes.map { _ in Array("\u{FFFD}".utf8) }
            }
            bytes = []
        }
        for token in tokens {
            if let byte = byte(of: token) {
                bytes.append(byte)
            } else {
                flush()
                result.append(token)
            }
        }
        flush()
        return result
    }

    /// The byte that a token like `<0x0A>` stands for.
    private static func byte(of token: [UInt8]) -> UInt8? {
        guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">")
        else { return nil }
        return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
    }
}
