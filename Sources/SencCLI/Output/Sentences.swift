import SencFiles

extension String {
    /// The text with each run of white space as one space, none at its ends, and control characters
    /// escaped.
    var asOneLine: String {
        unicodeScalars.split { $0.properties.isWhitespace }.map { String($0).onOneLine() }
            .joined(separator: " ")
    }

    /// Where the sentences of a text are that has one line: up to a mark that ends one, with what
    /// closes quotes, before a space and no small letter; after the marks of Chinese and Japanese
    /// anywhere.
    var sentences: [Range<Index>] {
        let scalars = unicodeScalars
        var ranges: [Range<Index>] = []
        var start = scalars.startIndex
        var position = start
        while position < scalars.endIndex {
            let mark = scalars[position]
            position = scalars.index(after: position)
            guard mark.endsSentence else { continue }
            while position < scalars.endIndex, scalars[position].closesSentence {
                position = scalars.index(after: position)
            }
            guard position < scalars.endIndex else { break }
            if mark.isWideEnd {
                if scalars[position] == " " { position = scalars.index(after: position) }
            } else {
                guard scalars[position] == " " else { continue }
                let next = scalars.index(after: position)
                guard next < scalars.endIndex, !scalars[next].properties.isLowercase else {
                    continue
                }
                ranges.append(start..<position)
                (start, position) = (next, next)
                continue
            }
            ranges.append(start..<position)
            start = position
        }
        if start < scalars.endIndex { ranges.append(start..<scalars.endIndex) }
        return ranges
    }
}

extension Unicode.Scalar {
    fileprivate var isWideEnd: Bool { "。！？｡".unicodeScalars.contains(self) }

    fileprivate var endsSentence: Bool { ".!?…।؟".unicodeScalars.contains(self) || isWideEnd }

    fileprivate var closesSentence: Bool {
        endsSentence || "\"')]»”’」』）".unicodeScalars.contains(self)
    }
}
