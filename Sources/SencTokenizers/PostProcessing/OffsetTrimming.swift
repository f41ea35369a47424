/// Leaves the blanks out of what tokens cover that have them at their ends, as byte-level models
/// want it.
struct OffsetTrimming: Sendable, Equatable {
    /// A single blank at the start of the text counts as put there, not as found.
    var addsPrefixSpace: Bool

    /// How many blanks a token begins and ends with.
    struct Blanks {
        private(set) var leading = 0
        private(set) var trailing = 0

        init(of token: UnsafeBufferPointer<UInt8>) {
            var position = 0
            while position < token.count {
                let (scalar, length) = token.scalar(at: position)
                guard Self.isBlank(scalar) else { break }
                leading += 1
                position += length
            }
            var end = token.count
            while end > 0, Self.isBlank(token.slice(0..<end).scalar(before: end)) {
                trailing += 1
                end -= 1
                while end > 0, token[end] & 0xC0 == 0x80 { end -= 1 }
            }
        }

        /// White space, or the scalar that stands for the space's byte.
        private static func isBlank(_ scalar: UInt32) -> Bool {
            scalar == 0x120 || Scalars.isWhitespace(scalar)
        }
    }

    /// - Parameter isFirst: the token is the text's first.
    func trimmed(
        _ offsets: Range<Int>, of text: UnsafeBufferPointer<UInt8>, blanks: Blanks, isFirst: Bool
    ) -> Range<Int> {
        var start = offsets.lowerBound
        var end = offsets.upperBound
        if blanks.leading > 0 {
            let isAdded = (isFirst || start == 0) && addsPrefixSpace && blanks.leading == 1
            for _ in 0..<(isAdded ? 0 : blanks.leading) where start < end {
                start = min(start + text.scalar(at: start).length, end)
            }
        }
        for _ in 0..<blanks.trailing where end > start {
            end -= 1
            while end > start, text[end] & 0xC0 == 0x80 { end -= 1 }
        }
        return start..<end
    }
}
