/// Writes spaces as a visible character, SentencePiece's way, and splits before it.
struct Metaspace: Sendable {
    /// Whether the character is put before text that does not begin with it.
    enum Prepending: String {
        case always, first, never
    }

    /// The character's UTF-8.
    var replacement: [UInt8]
    var prepends: Prepending
    var splits: Bool

    func apply(to text: inout PreTokenizedText) {
        text.rewrite { source, word, target in
            let bytes = source.bytes
            let first = word.lowerBound
            let startsWithIt =
                bytes[first] == UInt8(ascii: " ") || bytes.slice(word).starts(with: replacement)
            if !startsWithIt,
                prepends == .always
                    || (prepends == .first && source.origin(at: first).lowerBound == 0)
            {
                target.append(replacement, from: source.origin(at: first))
            }
            for position in word {
                if bytes[position] == UInt8(ascii: " ") {
                    target.append(replacement, from: source.origin(at: position))
                } else {
                    target.append(bytes[position], from: source.origin(at: position))
                }
            }
        }
        guard splits, let lead = replacement.first else { return }
        text.split { bytes, word, words in
            var start = word.lowerBound
            for position in word.dropFirst() where bytes[position] == lead {
                if bytes.slice(position..<word.upperBound).starts(with: replacement) {
                    words.append(start..<position)
                    start = position
                }
            }
            words.append(start..<word.upperBound)
        }
    }
}
