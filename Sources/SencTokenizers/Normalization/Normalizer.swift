/// The first stage: text → the form of it that the vocabulary is written in.
enum Normalizer: Sendable {
    /// The text as it is.
    case none
    case bert(BertNormalizer)

    /// Appends the normalized form of `range` of `text` to `result`.
    func normalize(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>,
        into result: inout NormalizedText
    ) {
        switch self {
        case .none:
            var position = range.lowerBound
            while position < range.upperBound {
                let (value, length) = text.scalar(at: position)
                result.append(scalar: value, from: position..<(position + length))
                position += length
            }
        case .bert(let normalizer): normalizer.normalize(text, in: range, into: &result)
        }
    }

    /// The normalizer that lowers the case too.
    func lowercasing() -> Normalizer {
        var options = BertNormalizer.Options(
            cleansText: false, spacesChinese: false, stripsAccents: false)
        if case .bert(let normalizer) = self {
            options = normalizer.options
            options.stripsAccents = options.stripsAccents ?? options.lowercases
        }
        options.lowercases = true
        return .bert(BertNormalizer(options))
    }

    /// The normalized form of some bytes.
    func normalize(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBufferPointer { text in
            var result = NormalizedText(capacity: text.count, tracksOrigins: false)
            normalize(text, in: 0..<text.count, into: &result)
            return Array(result.bytes)
        }
    }
}
