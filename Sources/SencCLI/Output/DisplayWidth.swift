extension Unicode.Scalar {
    /// Blocks of scalars that take two columns (East_Asian_Width W and F), emoji aside, which say so
    /// themselves. What is unassigned in them is taken for what surrounds it.
    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
    ]

    /// How many columns of a terminal it takes.
    var displayWidth: Int {
        // Letters before the first combining mark.
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        // Vowels and final consonants of Hangul join the consonant before them.
        if 0x1160...0x11FF ~= value { return 0 }
        if value < 0x1100 { return 1 }
        let isWide =
            properties.isEmojiPresentation || Self.wideBlocks.contains { $0.contains(value) }
        return isWide ? 2 : 1
    }
}

extension StringProtocol {
    /// How many columns of a terminal the text takes.
    var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.displayWidth } }
}

extension String {
    /// The text, or as much of it as fits with `…` after it.
    func fitted(to columns: Int) -> String {
        guard displayWidth > columns else { return self }
        guard columns > 0 else { return "" }
        return String(unicodeScalars[..<end(fitting: columns - 1, from: startIndex)]) + "…"
    }

    /// The end of what fits, from a place on.
    func end(fitting columns: Int, from start: Index) -> Index {
        var (end, width) = (start, 0)
        while end < unicodeScalars.endIndex {
            width += unicodeScalars[end].displayWidth
            if width > columns { break }
            end = unicodeScalars.index(after: end)
        }
        return end
    }

    /// The text with spaces behind it, up to a width in columns.
    func padded(toColumns columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - displayWidth))
    }

    /// The text with spaces before it, up to a width in columns.
    func paddedBefore(toColumns columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - displayWidth)) + self
    }
}
