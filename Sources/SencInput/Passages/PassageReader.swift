/// The passages of a text file or document, read as they are asked for: its units, those cut that are
/// too long.
///
/// A line of white space alone is blank. Line ends within a passage are line feeds.
package final class PassageReader {
    /// No passage is longer. So much of a longer unit is cut at a time, which bounds the memory
    /// that a file takes, but for its longest line.
    package static let maximumBytes = 1 << 17

    private let steps: any TextSteps
    private let unit: PassageUnit
    private let windows: (String) -> [Range<Int>]
    /// The text read of the unit and not cut yet.
    private var text = LinedText()
    /// Whether the unit has more than headings.
    private var hasBody = false
    private var ready: ArraySlice<Passage> = []
    private var isAtEnd = false

    /// - Parameters:
    ///   - encoding: of a file that does not say it itself.
    ///   - windows: cuts a text: the ranges of its UTF-8, ascending by their starts; the whole text
    ///     if it need not be cut.
    package init(
        path: String, unit: PassageUnit, encoding: TextEncoding? = nil,
        windows: @escaping (String) -> [Range<Int>]
    ) throws(InputError) {
        steps =
            switch try DocumentKind(ofFile: path) {
            case .markdown where unit != .lines:
                try MarkdownLines(path: path, encoding: encoding)
            case .markdown, nil: try TextLines(path: path, encoding: encoding)
            case .html: HTMLLines(path: path, encoding: encoding)
            case .pdf: PDFLines(path: path)
            }
        (self.unit, self.windows) = (unit, windows)
    }

    /// How many U+FFFD stand for ill-formed UTF-8 in what was read.
    package var replacementCount: Int { steps.replacementCount }
    /// How many bytes of the file, as it is on the disk, the passages are of that were given out,
    /// about.
    package var position: Double {
        let waiting = ready.reduce(text.count) { $0 + $1.text.utf8.count }
        return max(steps.bytesDone - Double(waiting), 0)
    }
    /// The encoding, if nothing but the bytes tells it and it is not UTF-8.
    package var recognizedEncoding: TextEncoding? { steps.recognizedEncoding }

    /// Whether the file seems to be text or a document, compression aside; asked before the first
    /// passage.
    package func isText() throws(InputError) -> Bool { try steps.isText() }

    package func next() throws(InputError) -> Passage? {
        while ready.isEmpty, !isAtEnd { try read() }
        return ready.popFirst()
    }

    private func read() throws(InputError) {
        guard let step = try steps.next() else {
            isAtEnd = true
            return cut(isWhole: true)
        }
        switch step {
        case .line(let line): add(line)
        case .heading(let line):
            if unit == .paragraphs, hasBody { cut(isWhole: true) }
            let hadBody = hasBody
            add(line)
            hasBody = hadBody
        case .blank(let line):
            if unit == .windows { add(line) } else { end() }
        case .end: if unit == .paragraphs { end() }
        }
        if unit == .lines {
            cut(isWhole: true)
        } else if text.count >= Self.maximumBytes {
            cut(isWhole: false)
        }
    }

    /// Appends a line; a unit does not begin with a blank one.
    private func add(_ line: LinedText) {
        if text.isEmpty {
            if !line.isBlank { text = line }
        } else {
            text.append(line: line)
        }
        hasBody = hasBody || !text.isEmpty
    }

    private func end() {
        if hasBody { cut(isWhole: true) }
    }

    /// Makes passages of the text.
    /// - Parameter isWhole: whether the unit ends with it. If not, its last window may begin one
    ///   that is longer, so that it is left.
    private func cut(isWhole: Bool) {
        var start = 0
        while start < text.count {
            let end = scalarStart(before: start + Self.maximumBytes)
            let part = String(decoding: text.bytes[start..<end], as: UTF8.self)
            let isLast = end == text.count
            var ranges = windows(part)
            var next = end
            if !(isLast && isWhole), let last = ranges.last, last.lowerBound > 0 {
                next = start + last.lowerBound
                ranges.removeLast()
            }
            for range in ranges {
                let range = (start + range.lowerBound)..<(start + range.upperBound)
                ready.append(
                    Passage(
                        text: String(decoding: text.bytes[range], as: UTF8.self),
                        lines: text.lines(of: range)))
            }
            start = next
            if isLast { break }
        }
        text.removeFirst(start)
        if isWhole { hasBody = false }
    }

    /// The last start of a scalar at or before an offset, or the text's end.
    private func scalarStart(before offset: Int) -> Int {
        guard offset < text.count else { return text.count }
        return text.bytes[...offset].lastIndex { $0 & 0xC0 != 0x80 } ?? offset
    }
}

extension UInt8 {
    /// ASCII's white space.
    var isWhiteSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }
}
