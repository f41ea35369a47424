internal import SencTokenizers

/// Cuts texts that are too long for a model, or for a purpose, into windows of tokens, so that no
/// part of them is lost.
///
/// A window ends where a line does if its last quarter has such a place, else where a word does,
/// else between any two tokens.
public struct TextChunker: Sendable {
    /// Tokens that a window may have, special ones and the prompt's not counted.
    public let tokens: Int
    /// Tokens that a window shares with the one before it, at most.
    public let overlap: Int

    private let tokenizer: Tokenizer
    private let prompt: String
    /// Tokens of the prompt and special ones.
    private let ownTokens: Int

    /// Windows for the texts that a model is to encode.
    /// - Parameters:
    ///   - encoder: the model, whose tokenizer and limit count.
    ///   - tokens: of a window; as many as the model takes if that is less, or if not given.
    ///   - overlap: within 0...tokens / 2; an eighth of them if not given.
    ///   - options: with the prompt and the limit that the windows will be encoded with.
    /// - Throws: `EncodingError` if the options do not fit the model or each other.
    public init(
        _ encoder: SentenceEncoder, tokens: Int? = nil, overlap: Int? = nil,
        options: EncodingOptions = EncodingOptions()
    ) throws(EncodingError) {
        let rules = try encoder.textTokenizer.rules(for: options)
        tokenizer = encoder.tokenizer
        prompt = rules.prompt
        ownTokens = tokenizer.encode(prompt).count
        let room = max(rules.maximumTokens - ownTokens, 1)
        self.tokens = max(min(tokens ?? room, room), 1)
        self.overlap = overlap ?? self.tokens / 8
        guard 0...(self.tokens / 2) ~= self.overlap else {
            throw .invalidOverlap(self.overlap, allowed: 0...(self.tokens / 2))
        }
    }

    /// The windows of a text: ranges of its UTF-8, ascending; white space at their ends is left
    /// out. Just the whole text if it fits a window.
    public func ranges(of text: String) -> [Range<Int>] {
        var text = text
        return text.withUTF8 { bytes in
            if fits(bytes) { return [0..<bytes.count] }
            let offsets = tokenizer.encode(
                String(decoding: bytes, as: UTF8.self), addSpecialTokens: false
            ).offsets
            let cuts = Cuts(offsets, in: bytes)
            var result: [Range<Int>] = []
            var start = 0
            while start < offsets.count {
                var end = offsets.count
                if end - start > tokens {
                    end =
                        cuts.best(from: start + tokens - tokens / 4, through: start + tokens)
                        ?? cuts.next(after: start)
                }
                var range = cuts.range(start..<end)
                // Cut out of its text, a word may have other tokens.
                while let last = cuts.last(within: (start + 1)..<end), !fits(bytes, range) {
                    end = cuts.best(from: last - tokens / 4, through: last, after: start) ?? last
                    range = cuts.range(start..<end)
                }
                if !range.isEmpty { result.append(range) }
                guard end < offsets.count else { break }
                let shared = max(end - overlap, start + 1)
                start = cuts.firstWord(from: shared, through: end) ?? end
            }
            return result
        }
    }

    private func fits(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>? = nil) -> Bool {
        let part = range.map { UnsafeBufferPointer(rebasing: bytes[$0]) } ?? bytes
        var ids: [Int32] = []
        if prompt.isEmpty {
            return tokenizer.appendIDs(ofUTF8: part, maximumTokens: nil, to: &ids).count
                <= ownTokens + tokens
        }
        var whole = prompt + String(decoding: part, as: UTF8.self)
        return whole.withUTF8 {
            tokenizer.appendIDs(ofUTF8: $0, maximumTokens: nil, to: &ids).count
        } <= ownTokens + tokens
    }
}

/// The places between the tokens of a text where it may be cut.
private struct Cuts {
    private enum Rank: Comparable {
        /// Inside a character.
        case none
        case token, word, line
    }

    private let offsets: [Range<Int>]
    private let bytes: UnsafeBufferPointer<UInt8>
    /// Of the place before each token.
    private let ranks: [Rank]

    /// - Parameter offsets: of all tokens, within `bytes`.
    init(_ offsets: [Range<Int>], in bytes: UnsafeBufferPointer<UInt8>) {
        self.offsets = offsets
        self.bytes = bytes
        ranks = offsets.indices.map { index in
            guard index > 0 else { return .line }
            let (before, after) = (offsets[index - 1].upperBound, offsets[index].lowerBound)
            guard before <= after, after < bytes.count, bytes[after] & 0xC0 != 0x80 else {
                return .none
            }
            // Some tokens have the white space before them within them.
            let gap = bytes[max(before - 1, 0)...after]
            if gap.contains(0x0A) { return .line }
            return gap.contains(where: Self.isWhiteSpace) ? .word : .token
        }
    }

    /// The last of the best places in a range and after `start`; `nil` if there is none.
    func best(from first: Int, through last: Int, after start: Int = 0) -> Int? {
        let first = max(first, start + 1)
        guard first <= last else { return nil }
        let best = (first...last).max { (ranks[$0], $0) < (ranks[$1], $1) }
        return best.flatMap { ranks[$0] == .none ? nil : $0 }
    }

    /// The next place, or the end.
    func next(after start: Int) -> Int {
        ranks[(start + 1)...].firstIndex { $0 != .none } ?? offsets.count
    }

    /// The last place in a range.
    func last(within range: Range<Int>) -> Int? {
        range.last { ranks[$0] != .none }
    }

    /// The first start of a word in a range, else the first place.
    func firstWord(from first: Int, through last: Int) -> Int? {
        (first...last).first { ranks[$0] >= .word } ?? (first...last).first { ranks[$0] != .none }
    }

    /// The bytes of tokens, and those up to the next of which no token is made, without white space
    /// at the ends.
    func range(_ tokens: Range<Int>) -> Range<Int> {
        var start = tokens.lowerBound > 0 ? offsets[tokens.lowerBound].lowerBound : 0
        var end =
            tokens.upperBound < offsets.count ? offsets[tokens.upperBound].lowerBound : bytes.count
        end = max(start, end)
        while start < end, Self.isWhiteSpace(bytes[start]) { start += 1 }
        while end > start, Self.isWhiteSpace(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0D ~= byte }
}
