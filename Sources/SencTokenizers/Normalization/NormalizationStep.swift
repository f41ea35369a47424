/// One component of a normalizer that has several, or that is not BERT's.
enum NormalizationStep: Sendable {
    case bert(BertNormalizer)
    case form(UnicodeForm)
    case lowercase
    /// Removes marks, decomposing nothing.
    case stripAccents
    case strip(left: Bool, right: Bool)
    case replace(TextPattern, by: [UInt8])
    case prepend([UInt8])
    case precompiled(PrecompiledMap)
    case nmt
    /// Writes each byte as the scalar that stands for it.
    case byteLevel

    /// Appends the new form of `source` to `target`, which must be empty.
    /// - Returns: `false` if nothing changes; `target` then means nothing.
    func apply(to source: borrowing NormalizedText, into target: inout NormalizedText) -> Bool {
        switch self {
        case .bert(let normalizer):
            normalizer.normalize(source.bytes, in: 0..<source.count, into: &target)
            target.composeOrigins(with: source)
        case .form(let form): return form.apply(to: source, into: &target)
        case .lowercase: lowercase(source, into: &target)
        case .stripAccents:
            mapScalars(source, into: &target) { Scalars.isMark($0) ? nil : $0 }
        case .strip(let left, let right):
            let kept = Self.stripped(source.bytes, left: left, right: right)
            if kept.count == source.count { return false }
            target.append(source, kept)
        case .replace(let pattern, let content):
            return Self.replace(pattern, by: content, in: source, into: &target)
        case .prepend(let bytes):
            if source.count == 0 { return false }
            target.append(bytes, from: source.origin(at: 0))
            target.append(source, 0..<source.count)
        case .precompiled(let map): return map.apply(to: source, into: &target)
        case .nmt: mapScalars(source, into: &target, Self.nmt)
        case .byteLevel: ByteAlphabet.append(source, 0..<source.count, to: &target)
        }
        return true
    }

    /// Replaces each scalar by one or none.
    @inline(__always)
    private func mapScalars(
        _ source: borrowing NormalizedText, into target: inout NormalizedText,
        _ map: (UInt32) -> UInt32?
    ) {
        let bytes = source.bytes
        var position = 0
        while position < bytes.count {
            let (scalar, length) = bytes.scalar(at: position)
            if let mapped = map(scalar) {
                target.append(scalar: mapped, from: source.origin(at: position))
            }
            position += length
        }
    }

    private func lowercase(
        _ source: borrowing NormalizedText, into target: inout NormalizedText
    ) {
        let bytes = source.bytes
        var position = 0
        while position < bytes.count {
            let (scalar, length) = bytes.scalar(at: position)
            let origin = source.origin(at: position)
            if scalar == 0x130 {
                target.append(UInt8(ascii: "i"), from: origin)
                target.append(scalar: 0x307, from: origin)
            } else if scalar < 0x80 {
                let isUpper = 0x41...0x5A ~= scalar
                target.append(UInt8(scalar) | (isUpper ? 0x20 : 0), from: origin)
            } else {
                target.append(scalar: Scalars.lowercase(scalar), from: origin)
            }
            position += length
        }
    }

    static func stripped(
        _ bytes: UnsafeBufferPointer<UInt8>, left: Bool, right: Bool
    ) -> Range<Int> {
        var start = 0
        var end = bytes.count
        while left, start < end {
            let (scalar, length) = bytes.scalar(at: start)
            guard Scalars.isWhitespace(scalar) else { break }
            start += length
        }
        while right, end > start, Scalars.isWhitespace(bytes.slice(0..<end).scalar(before: end)) {
            end -= 1
            while end > start, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        }
        return min(start, end)..<end
    }

    /// What replaces a match belongs to the match's last scalar.
    static func replace(
        _ pattern: TextPattern, by content: [UInt8], in source: borrowing NormalizedText,
        into target: inout NormalizedText
    ) -> Bool {
        var position = 0
        var isChanged = false
        func append(_ match: Range<Int>, to target: inout NormalizedText) {
            isChanged = true
            target.append(source, position..<match.lowerBound)
            let end = match.upperBound
            target.append(
                content,
                from: end > 0 ? source.origin(at: end - 1) : source.start..<source.start)
            position = end
        }
        pattern.forEachMatch(in: source.bytes) { append($0, to: &target) }
        guard isChanged else { return false }
        target.append(source, position..<source.count)
        return true
    }

    /// What the rules called nmt say beside those of Unicode.
    private static func nmt(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x01...0x08, 0x0B, 0x0E...0x1F, 0x7F, 0x8F, 0x9F: nil
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1680, 0x200B...0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF,
            0xFFFD:
            0x20
        default: scalar
        }
    }
}
