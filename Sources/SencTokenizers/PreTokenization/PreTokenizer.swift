/// The second stage: normalized text → words.
enum PreTokenizer: Sendable {
    /// All of it is one word.
    case none
    case bert
    /// One step after the other.
    case steps([PreTokenizationStep])

    /// Visits the words in `range` of normalized UTF-8, in order, for the kinds that leave the
    /// text as it is.
    @inline(__always)
    func forEachWord(
        of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        switch self {
        case .none, .steps: if !range.isEmpty { body(range) }
        case .bert: BertPreTokenizer.forEachWord(of: text, in: range, body)
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

/// A text on its way through the steps of a pre-tokenizer, and its words so far.
struct PreTokenizedText: ~Copyable {
    var text: NormalizedText
    var words: [Range<Int>] = []
    /// What a step writes, before it takes the place of the above.
    var nextText: NormalizedText
    var nextWords: [Range<Int>] = []
    var pieces: [SplitBehavior.Piece] = []

    init(capacity: Int, tracksOrigins: Bool) {
        text = NormalizedText(capacity: capacity, tracksOrigins: tracksOrigins)
        nextText = NormalizedText(capacity: capacity, tracksOrigins: tracksOrigins)
    }

    /// Starts with `range` of a text as the only word.
    mutating func load(_ source: borrowing NormalizedText, _ range: Range<Int>) {
        text.removeAll(start: source.start)
        text.append(source, range)
        words.removeAll(keepingCapacity: true)
        if !range.isEmpty { words.append(0..<range.count) }
    }

    /// Splits every word, the text staying as it is.
    mutating func split(
        _ body: (UnsafeBufferPointer<UInt8>, Range<Int>, inout [Range<Int>]) -> Void
    ) {
        nextWords.removeAll(keepingCapacity: true)
        for word in words { body(text.bytes, word, &nextWords) }
        swap(&words, &nextWords)
    }

    /// Splits every word at the scalars that `isDelimiter` tells.
    @inline(__always)
    mutating func split(_ behavior: SplitBehavior, _ isDelimiter: (UInt32) -> Bool) {
        nextWords.removeAll(keepingCapacity: true)
        let bytes = text.bytes
        for word in words {
            pieces.removeAll(keepingCapacity: true)
            var start = word.lowerBound
            var position = start
            while position < word.upperBound {
                let (scalar, length) = bytes.scalar(at: position)
                let end = min(position + length, word.upperBound)
                if isDelimiter(scalar) {
                    if start < position {
                        pieces.append(.init(range: start..<position, isDelimiter: false))
                    }
                    pieces.append(.init(range: position..<end, isDelimiter: true))
                    start = end
                }
                position = end
            }
            if start < position {
                pieces.append(.init(range: start..<position, isDelimiter: false))
            }
            behavior.appendWords(of: pieces, to: &nextWords)
        }
        swap(&words, &nextWords)
    }

    /// Splits every word where the pattern matches.
    mutating func split(_ behavior: SplitBehavior, at pattern: TextPattern, inverted: Bool) {
        nextWords.removeAll(keepingCapacity: true)
        for word in words {
            pieces.removeAll(keepingCapacity: true)
            var position = word.lowerBound
            pattern.forEachMatch(in: text.bytes.slice(word)) { match in
                let start = word.lowerBound + match.lowerBound
                let end = word.lowerBound + match.upperBound
                if position < start {
                    pieces.append(.init(range: position..<start, isDelimiter: inverted))
                }
                pieces.append(.init(range: start..<end, isDelimiter: !inverted))
                position = end
            }
            if position < word.upperBound {
                pieces.append(.init(range: position..<word.upperBound, isDelimiter: inverted))
            }
            behavior.appendWords(of: pieces, to: &nextWords)
        }
        swap(&words, &nextWords)
    }

    /// Writes every word anew; `body` appends a word's new form to the text it is given.
    mutating func rewrite(
        _ body: (borrowing NormalizedText, Range<Int>, inout NormalizedText) -> Void
    ) {
        nextText.removeAll(start: text.start)
        nextWords.removeAll(keepingCapacity: true)
        for word in words {
            let start = nextText.count
            body(text, word, &nextText)
            nextWords.append(start..<nextText.count)
        }
        swap(&text, &nextText)
        swap(&words, &nextWords)
    }
}
