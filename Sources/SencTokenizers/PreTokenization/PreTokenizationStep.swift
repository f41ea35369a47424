/// One component of a pre-tokenizer.
enum PreTokenizationStep: Sendable {
    case bert
    /// Runs of word characters, and of characters that are neither that nor white space.
    case whitespace
    case whitespaceSplit
    case metaspace(Metaspace)
    /// Puts a space before a word that does not begin with one.
    case prefixSpace
    /// Writes each byte as the scalar that stands for it.
    case byteLevel
    case split(TextPattern, SplitBehavior, inverted: Bool)
    /// Split as a known expression would; every match is a word, and everything matches.
    case words(WordPattern)
    case punctuation(SplitBehavior)
    case digits(individual: Bool)
    case delimiter(UInt32)

    /// Visits the words that a word becomes, which must not be empty.
    ///
    /// - Parameters:
    ///   - buffer: of this step.
    ///   - body: takes a word and the text it stands in, `text` or one in the
    ///     buffer.
    func forEachWord(
        of text: borrowing NormalizedText, in word: Range<Int>, _ buffer: StepBuffer,
        _ body: (borrowing NormalizedText, Range<Int>) -> Void
    ) {
        let bytes = text.bytes
        switch self {
        case .bert: BertPreTokenizer.forEachWord(of: bytes, in: word) { body(text, $0) }
        case .whitespace: Self.forEachRun(of: bytes, in: word) { body(text, $0) }
        case .whitespaceSplit:
            Self.split(bytes, word, .removed, Scalars.isWhitespace) { body(text, $0) }
        case .metaspace(let metaspace):
            var written = buffer.take(start: text.start)
            metaspace.forEachWord(of: text, in: word, writtenTo: &written, body)
            buffer.giveBack(written)
        case .prefixSpace:
            if bytes[word.lowerBound] == UInt8(ascii: " ") { return body(text, word) }
            var written = buffer.take(start: text.start)
            written.append(UInt8(ascii: " "), from: text.origin(at: word.lowerBound))
            written.append(text, word)
            body(written, 0..<written.count)
            buffer.giveBack(written)
        case .byteLevel:
            var written = buffer.take(start: text.start)
            ByteAlphabet.append(text, word, to: &written)
            body(written, 0..<written.count)
            buffer.giveBack(written)
        case .split(let pattern, let behavior, let inverted):
            Self.split(bytes, word, behavior, at: pattern, inverted: inverted) { body(text, $0) }
        case .words(let pattern): pattern.forEachMatch(in: bytes, word) { body(text, $0) }
        case .punctuation(let behavior):
            Self.split(bytes, word, behavior, Scalars.isPunctuation) { body(text, $0) }
        case .digits(let individual):
            Self.split(bytes, word, individual ? .isolated : .contiguous, Scalars.isNumeric) {
                body(text, $0)
            }
        case .delimiter(let delimiter):
            Self.split(bytes, word, .removed, { $0 == delimiter }, { body(text, $0) })
        }
    }

    /// Splits a word at the scalars that `isDelimiter` tells.
    @inline(__always)
    private static func split(
        _ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>, _ behavior: SplitBehavior,
        _ isDelimiter: (UInt32) -> Bool, _ body: (Range<Int>) -> Void
    ) {
        var joiner = StretchJoiner(behavior)
        var start = word.lowerBound
        var position = start
        while position < word.upperBound {
            let (scalar, length) = bytes.scalar(at: position)
            let end = min(position + length, word.upperBound)
            if isDelimiter(scalar) {
                if start < position { joiner.append(start..<position, isDelimiter: false, body) }
                joiner.append(position..<end, isDelimiter: true, body)
                start = end
            }
            position = end
        }
        if start < position { joiner.append(start..<position, isDelimiter: false, body) }
        joiner.finish(body)
    }

    /// Splits a word where the pattern matches.
    private static func split(
        _ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>, _ behavior: SplitBehavior,
        at pattern: TextPattern, inverted: Bool, _ body: (Range<Int>) -> Void
    ) {
        var joiner = StretchJoiner(behavior)
        var position = word.lowerBound
        pattern.forEachMatch(in: bytes.slice(word)) { match in
            let start = word.lowerBound + match.lowerBound
            let end = word.lowerBound + match.upperBound
            if position < start { joiner.append(position..<start, isDelimiter: inverted, body) }
            joiner.append(start..<end, isDelimiter: !inverted, body)
            position = end
        }
        if position < word.upperBound {
            joiner.append(position..<word.upperBound, isDelimiter: inverted, body)
        }
        joiner.finish(body)
    }

    private static func forEachRun(
        of bytes: UnsafeBufferPointer<UInt8>, in word: Range<Int>, _ body: (Range<Int>) -> Void
    ) {
        /// 0: white space, 1: word characters, 2: others.
        var kind = 0
        var start = word.lowerBound
        var position = start
        while position < word.upperBound {
            let (scalar, length) = bytes.scalar(at: position)
            let next = Scalars.isWord(scalar) ? 1 : Scalars.isWhitespace(scalar) ? 0 : 2
            if next != kind {
                if kind != 0 { body(start..<position) }
                kind = next
                start = position
            }
            position = min(position + length, word.upperBound)
        }
        if kind != 0 { body(start..<position) }
    }
}
