/// Joins continuing tokens to what they continue, and the others by a space.
struct WordPieceDecoder: Sendable {
    var prefix: [UInt8]
    /// Takes out spaces before punctuation and in English contractions, within each token and
    /// the space before it.
    var cleansUp: Bool

    /// In the order applied.
    private static let replacements: [(from: [UInt8], to: [UInt8])] = [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"),
        (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    func decode(_ tokens: [[UInt8]]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, token) in tokens.enumerated() {
            var piece = token
            if index > 0 {
                if token.starts(with: prefix) {
                    piece.removeFirst(prefix.count)
                } else {
                    piece.insert(UInt8(ascii: " "), at: 0)
                }
            }
            if cleansUp {
                for (from, to) in Self.replacements { Self.replace(from, by: to, in: &piece) }
            }
            result += piece
        }
        return result
    }

    private static func replace(_ from: [UInt8], by to: [UInt8], in bytes: inout [UInt8]) {
        guard bytes.count >= from.count, bytes.contains(from[0]) else { return }
        var result: [UInt8] = []
        var rest = bytes[...]
        while let first = rest.first {
            if rest.starts(with: from) {
                result += to
                rest = rest.dropFirst(from.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        bytes = result
    }
}
