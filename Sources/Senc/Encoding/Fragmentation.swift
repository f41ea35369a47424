/// Telling that a tokenizer broke a text to pieces, as it does with a script or language that its
/// vocabulary has no words of.
enum Fragmentation {
    /// Of fewer letters nothing can be said.
    private static let leastLetters = 8
    /// Letters that fall on a token, at most, where tokens are single characters.
    private static let lettersPerToken = 4.0 / 3
    /// A text of shorter words is one of initials or the like.
    private static let leastLettersPerWord = 2

    /// - Parameters:
    ///   - tokens: how many tokens the text has, special ones apart.
    ///   - keptTokens: how many of them are kept where the text is cut.
    ///   - unknown: how many of those are unknown.
    static func isPresent(
        in text: inout String, tokens: Int, keptTokens: Int, unknown: Int
    ) -> Bool {
        text.withUTF8 { bytes in
            let isUnknown = tokens == 0 || 2 * unknown > keptTokens
            // Most texts end here: they have several characters to a token.
            let scalars = bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
            guard isUnknown || scalars < 2 * tokens else { return false }
            let counts = Counts(bytes)
            if isUnknown { return counts.letters + counts.ideographs >= leastLetters }
            return counts.letters >= max(leastLetters, leastLettersPerWord * counts.words)
                && Double(counts.letters)
                    < lettersPerToken * Double(tokens - counts.ideographs - counts.others)
        }
    }

    /// What a text's characters are. Ideographs, digits and punctuation are tokens by themselves in
    /// any vocabulary; nonspacing marks may be left out and count for nothing.
    private struct Counts {
        var letters = 0
        var words = 0
        var ideographs = 0
        var others = 0

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            var isInWord = false
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
                let properties = scalar.properties
                if properties.generalCategory == .nonspacingMark { continue }
                let isLetter = properties.isAlphabetic && !properties.isIdeographic
                if isLetter {
                    letters += 1
                    if !isInWord { words += 1 }
                } else if properties.isIdeographic {
                    ideographs += 1
                } else if !properties.isWhitespace {
                    others += 1
                }
                isInWord = isLetter
            }
        }
    }
}
