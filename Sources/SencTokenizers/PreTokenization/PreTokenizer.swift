/// The second stage: normalized text → words.
enum PreTokenizer: Sendable {
    /// All of it is one word.
    case none
    case bert
    /// One step after the other.
    case steps([PreTokenizationStep])

    init(_ steps: [PreTokenizationStep]) {
        if steps.count == 1, case .bert = steps[0] {
            self = .bert
        } else {
            self = steps.isEmpty ? .none : .steps(steps)
        }
    }

    /// Visits the words in `range` of a normalized text, in order.
    ///
    /// - Parameters:
    ///   - buffers: of this pre-tokenizer.
    ///   - body: takes a word and the text that it stands in, which is the normalized text or one
    ///     that a step wrote; valid during the call.
    @inline(__always)
    func forEachWord(
        of text: borrowing NormalizedText, in range: Range<Int>, _ buffers: StepBuffers,
        _ body: (borrowing NormalizedText, Range<Int>) -> Void
    ) {
        if range.isEmpty { return }
        switch self {
        case .none: body(text, range)
        case .bert: BertPreTokenizer.forEachWord(of: text.bytes, in: range) { body(text, $0) }
        case .steps(let steps): Self.apply(steps[...], to: text, range, buffers, body)
        }
    }

    /// Takes each word through all steps before the next one, so that no step holds more than a
    /// word.
    private static func apply(
        _ steps: ArraySlice<PreTokenizationStep>, to text: borrowing NormalizedText,
        _ word: Range<Int>, _ buffers: StepBuffers,
        _ body: (borrowing NormalizedText, Range<Int>) -> Void
    ) {
        guard let step = steps.first else { return body(text, word) }
        step.forEachWord(of: text, in: word, buffers[steps.startIndex]) {
            apply(steps.dropFirst(), to: $0, $1, buffers, body)
        }
    }

    /// Whether words depend on where in the original the text is from.
    var needsOrigins: Bool {
        guard case .steps(let steps) = self else { return false }
        return steps.contains {
            if case .metaspace(let metaspace) = $0 { metaspace.prepends == .first } else { false }
        }
    }
}

/// What the steps of a pre-tokenizer write words into, one text a step, kept from word to word.
final class StepBuffers {
    private let buffers: [StepBuffer]

    init(for preTokenizer: PreTokenizer, tracksOrigins: Bool) {
        guard case .steps(let steps) = preTokenizer else {
            buffers = []
            return
        }
        buffers = steps.map { _ in StepBuffer(tracksOrigins: tracksOrigins) }
    }

    subscript(step: Int) -> StepBuffer { buffers[step] }
}

final class StepBuffer {
    private var text: NormalizedText?
    private let tracksOrigins: Bool

    init(tracksOrigins: Bool) {
        self.tracksOrigins = tracksOrigins
    }

    /// An empty text to write in, to be given back.
    /// - Parameter start: as of the text that it is written from.
    func take(start: Int) -> NormalizedText {
        var result = text.take() ?? NormalizedText(capacity: 64, tracksOrigins: tracksOrigins)
        result.removeAll(start: start)
        return result
    }

    func giveBack(_ text: consuming NormalizedText) { self.text = consume text }
}
