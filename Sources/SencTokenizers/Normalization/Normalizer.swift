/// The first stage: text → the form of it that the vocabulary is written in.
enum Normalizer: Sendable {
    /// The text as it is.
    case none
    case bert(BertNormalizer)
    /// One step after the other.
    case steps([NormalizationStep])

    /// How long a text's normalized form may be, in bytes: that many times the text and so much more,
    /// which are 16 times a text of 2 MiB. Unicode's own forms are up to 11 times as long. What is
    /// over it is lost, so that hostile texts and normalizers cannot fill the memory.
    private static let maximumGrowth = 3
    private static let growthAllowance = 32 << 20

    init(_ steps: [NormalizationStep]) {
        if steps.count == 1, case .bert(let bert) = steps[0] {
            self = .bert(bert)
        } else {
            self = steps.isEmpty ? .none : .steps(steps)
        }
    }

    /// Appends the normalized form of `range` of `text` to `result`, which must be empty.
    func normalize(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>,
        into result: inout NormalizedText
    ) {
        switch self {
        case .none: result.load(text, range)
        case .bert(let normalizer):
            result.removeAll(start: range.lowerBound)
            normalizer.normalize(text, in: range, into: &result)
        case .steps(let steps):
            result.limit = Self.maximumGrowth * range.count + Self.growthAllowance
            result.load(text, range)
            var other = NormalizedText(
                capacity: range.count + range.count / 8 + 16, tracksOrigins: result.tracksOrigins)
            other.limit = result.limit
            for step in steps {
                other.removeAll(start: range.lowerBound)
                if step.apply(to: result, into: &other) { swap(&result, &other) }
            }
        }
    }

    /// The normalizer that lowers the case too.
    func lowercasing() -> Normalizer {
        switch self {
        case .none: return .steps([.lowercase])
        case .steps(let steps): return .steps(steps + [.lowercase])
        case .bert(let normalizer):
            var options = normalizer.options
            options.stripsAccents = options.stripsAccents ?? options.lowercases
            options.lowercases = true
            return .bert(BertNormalizer(options))
        }
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
