import SencTokenizers

/// As much of a text as there is room for, around the place that matters, which is bold, as are the
/// words of what was searched for.
struct Excerpt: TerminalCell {
    /// One line.
    let text: String
    let place: Range<String.Index>?
    /// Folded.
    let words: Set<String>

    /// The words of a query that tell something by themselves: short ones are mostly articles and
    /// the like.
    static func words(of query: String) -> Set<String> {
        Set(query.wordRanges.map { query[$0].folded }.filter { $0.displayWidth > 3 })
    }

    var width: Int { text.displayWidth }

    func fitted(to columns: Int) -> StyledText {
        let start = start(in: columns)
        guard start > text.startIndex else {
            return StyledText(text, bold: bold(from: start)).fitted(to: columns)
        }
        let rest = String(text[start...])
        let part = Excerpt(
            text: rest, place: place.flatMap { rest.range(at: $0, of: text, from: start) },
            words: words)
        let shown = StyledText(rest, bold: part.bold(from: rest.startIndex))
        return StyledText([("…", nil)] + shown.runs).fitted(to: columns)
    }

    /// Where the part begins that is shown: at the text's start if the place is seen then, else at
    /// the place, or before it as far as there is room.
    private func start(in columns: Int) -> String.Index {
        guard let place, text.displayWidth > columns else { return text.startIndex }
        let before = text[..<place.lowerBound].displayWidth
        let width = text[place].displayWidth
        if before + width < columns { return text.startIndex }
        let after = text[place.upperBound...].displayWidth
        // Of the marks on both sides, the second is needed only if something follows.
        let room = columns - 1 - width - min(after, columns)
        guard room > 0 else { return place.lowerBound }
        var (start, left) = (place.lowerBound, room)
        let scalars = text.unicodeScalars
        while start > scalars.startIndex {
            let previous = scalars.index(before: start)
            left -= scalars[previous].displayWidth
            if left < 0 { break }
            start = previous
        }
        // A word is seen from its start.
        while start > scalars.startIndex, start < place.lowerBound,
            scalars[scalars.index(before: start)] != " "
        {
            start = scalars.index(after: start)
        }
        return start
    }

    /// The place, and words outside of it.
    private func bold(from start: String.Index) -> [Range<String.Index>] {
        let found = text.wordRanges.filter { range in
            if let place, range.overlaps(place) { return false }
            return words.contains(text[range].folded)
        }
        return (found + (place.map { [$0] } ?? [])).sorted { $0.lowerBound < $1.lowerBound }
    }
}

extension String {
    /// Runs of letters, marks and digits.
    fileprivate var wordRanges: [Range<Index>] {
        let scalars = unicodeScalars
        var ranges: [Range<Index>] = []
        var position = scalars.startIndex
        while position < scalars.endIndex {
            let start = position
            while position < scalars.endIndex, scalars[position].isOfWord {
                position = scalars.index(after: position)
            }
            if position > start {
                ranges.append(start..<position)
            } else {
                position = scalars.index(after: position)
            }
        }
        return ranges
    }

    /// A place of another text, of which this is the end.
    fileprivate func range(
        at place: Range<Index>, of text: String, from start: Index
    ) -> Range<Index>? {
        let offset = text.utf8.distance(from: start, to: place.lowerBound)
        guard offset >= 0 else { return nil }
        let lower = utf8.index(startIndex, offsetBy: offset)
        let length = text.utf8.distance(from: place.lowerBound, to: place.upperBound)
        return lower..<utf8.index(lower, offsetBy: length)
    }
}

extension Unicode.Scalar {
    fileprivate var isOfWord: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber:
            true
        default: false
        }
    }
}
