/// One component of a pre-tokenizer.
enum PreTokenizationStep: Sendable {
    case bert
    /// Runs of word characters, and of characters that are neither that nor white space.
    case whitespace
    case whitespaceSplit
    case metaspace(Metaspace)
    case byteLevel(addsPrefixSpace: Bool, splits: Bool)
    case split(TextPattern, SplitBehavior, inverted: Bool)
    /// Split as a known expression would; every match is a word, and everything matches.
    case words(WordPattern)
    case punctuation(SplitBehavior)
    case digits(individual: Bool)
    case delimiter(UInt32)

    func apply(to text: inout PreTokenizedText) {
        switch self {
        case .bert:
            text.split { bytes, word, words in
                BertPreTokenizer.forEachWord(of: bytes, in: word) { words.append($0) }
            }
        case .whitespace: text.split(Self.splitRuns)
        case .whitespaceSplit: text.split(.removed, Scalars.isWhitespace)
        case .metaspace(let metaspace): metaspace.apply(to: &text)
        case .byteLevel(let addsPrefixSpace, let splits):
            if addsPrefixSpace {
                text.rewrite { source, word, target in
                    if source.bytes[word.lowerBound] != UInt8(ascii: " ") {
                        target.append(
                            UInt8(ascii: " "), from: source.origin(at: word.lowerBound))
                    }
                    target.append(source, word)
                }
            }
            if splits { Self.words(.gpt2).apply(to: &text) }
            text.rewrite { source, word, target in
                ByteAlphabet.append(source, word, to: &target)
            }
        case .split(let pattern, let behavior, let inverted):
            text.split(behavior, at: pattern, inverted: inverted)
        case .words(let pattern):
            text.split { bytes, word, words in
                pattern.forEachMatch(in: bytes, word) { words.append($0) }
            }
        case .punctuation(let behavior): text.split(behavior, Scalars.isPunctuation)
        case .digits(let individual):
            text.split(individual ? .isolated : .contiguous, Scalars.isNumeric)
        case .delimiter(let delimiter): text.split(.removed) { $0 == delimiter }
        }
    }

    private static func splitRuns(
        _ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>, _ words: inout [Range<Int>]
    ) {
        /// 0: white space, 1: word characters, 2: others.
        var kind = 0
        var start = word.lowerBound
        var position = start
        while position < word.upperBound {
            let (scalar, length) = bytes.scalar(at: position)
            let next = Scalars.isWord(scalar) ? 1 : Scalars.isWhitespace(scalar) ? 0 : 2
            if next != kind {
                if kind != 0 { words.append(start..<position) }
                kind = next
                start = position
            }
            position = min(position + length, word.upperBound)
        }
        if kind != 0 { words.append(start..<position) }
    }
}
