/// A list of words: each word of the text that is in it is a token, all others are skipped.
///
/// Words stand between white space. One is looked for as it is written, then without the ASCII
/// punctuation around it, then that in lower case, as sentence-transformers' `WhitespaceTokenizer`
/// does.
struct WordList: Sendable {
    let vocabulary: TokenTable
    /// Words that are skipped, in whichever of its three forms a word is one.
    let stopWords: TokenTable
    /// Whether a word is lowered before it is looked for at all.
    let lowercases: Bool

    /// Appends the words of the text at `range`.
    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        forEachWord(of: text, at: range) { id, span in
            if let id { run.append(id, span: span) }
        }
    }

    /// Visits the words of the text at `range`.
    /// - Parameter body: takes a word's id, `nil` if it has none, and where it stands as it is
    ///   written.
    func forEachWord(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>,
        _ body: (Int32?, Range<Int>) -> Void
    ) {
        var position = range.lowerBound
        while position < range.upperBound {
            let start = position
            var length = 0
            while position < range.upperBound {
                let scalar = text.scalar(at: position)
                length = scalar.length
                if Self.isSpace(scalar.value) { break }
                position += length
            }
            if start < position {
                let span = start..<position
                let word = text.slice(span)
                let id =
                    lowercases
                    ? word.lowercased().withUnsafeBufferPointer(self.id(of:)) : self.id(of: word)
                body(id, span)
            }
            position += length
        }
    }

    private func id(of word: UnsafeBufferPointer<UInt8>) -> Int32? {
        if stopWords.id(of: word) != nil { return nil }
        if let id = vocabulary.id(of: word) { return id }
        let bare = word.withoutPunctuationAround
        if bare.isEmpty || stopWords.id(of: bare) != nil { return nil }
        if let id = vocabulary.id(of: bare) { return id }
        return bare.lowercased().withUnsafeBufferPointer {
            stopWords.id(of: $0) == nil ? vocabulary.id(of: $0) : nil
        }
    }

    /// What Python's `str.split` splits at: White_Space and the four separators of ASCII.
    private static func isSpace(_ scalar: UInt32) -> Bool {
        0x1C...0x1F ~= scalar || Scalars.isWhitespace(scalar)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate var withoutPunctuationAround: UnsafeBufferPointer<UInt8> {
        func isMark(_ byte: UInt8) -> Bool { byte < 0x80 && Scalars.isPunctuation(UInt32(byte)) }
        guard let first = firstIndex(where: { !isMark($0) }),
            let last = lastIndex(where: { !isMark($0) })
        else { return UnsafeBufferPointer(start: baseAddress, count: 0) }
        return slice(first..<(last + 1))
    }

    /// The text in lower case as Python's `str.lower` has it: each scalar's full mapping, and the
    /// final form of sigma at the end of a word.
    fileprivate func lowercased() -> [UInt8] {
        if allSatisfy({ $0 < 0x80 }) {
            return map { 0x41...0x5A ~= $0 ? $0 + 0x20 : $0 }
        }
        let scalars = Array(String(decoding: self, as: UTF8.self).unicodeScalars)
        var result: [UInt8] = []
        for (index, scalar) in scalars.enumerated() {
            if scalar == "Σ" {
                let before = scalars[..<index].last { !$0.properties.isCaseIgnorable }
                let after = scalars[(index + 1)...].first { !$0.properties.isCaseIgnorable }
                let isFinal =
                    before?.properties.isCased == true && after?.properties.isCased != true
                result += (isFinal ? "ς" : "σ").utf8
            } else {
                result += scalar.properties.lowercaseMapping.utf8
            }
        }
        return result
    }
}
