/// The passages of a text file, read as they are asked for: its units, those cut that are too long.
///
/// A line of white space alone is blank. Line ends within a passage are line feeds.
package final class PassageReader {
    /// No passage is longer. So much of a longer unit is cut at a time, which bounds the memory
    /// that a file takes, but for its longest line.
    package static let maximumBytes = 1 << 17

    private let records: RecordReader
    private let unit: PassageUnit
    private let windows: (String) -> [Range<Int>]
    /// The text read of the unit and not cut yet, and the line that it starts in.
    private var text: [UInt8] = []
    private var textLine = 1
    /// The last line read.
    private var line = 0
    private var ready: ArraySlice<Passage> = []
    private var isAtEnd = false

    /// - Parameters:
    ///   - windows: cuts a text: the ranges of its UTF-8, ascending by their starts; the whole text
    ///     if it need not be cut.
    package init(
        path: String, unit: PassageUnit, encoding: TextEncoding? = nil,
        windows: @escaping (String) -> [Range<Int>]
    ) throws(InputError) {
        records = try RecordReader(path: path, encoding: encoding, isRegular: true)
        (self.unit, self.windows) = (unit, windows)
    }

    /// How many U+FFFD stand for ill-formed UTF-8 in what was read.
    package var replacementCount: Int { records.replacementCount }
    package var bytesRead: Int { records.bytesRead }

    /// Whether the file seems to be text, gzip aside; asked before the first passage.
    package func isText() throws(InputError) -> Bool { try records.isText() }

    package func next() throws(InputError) -> Passage? {
        while ready.isEmpty, !isAtEnd { try read() }
        return ready.popFirst()
    }

    /// Reads a line.
    private func read() throws(InputError) {
        guard let content = try records.next()?.text else {
            isAtEnd = true
            return cut(isWhole: true)
        }
        line += 1
        let isBlank = content.utf8.allSatisfy(\.isWhiteSpace)
        if !isBlank || (unit == .windows && !text.isEmpty) {
            if text.isEmpty { textLine = line } else { text.append(UInt8(ascii: "\n")) }
            text.append(contentsOf: content.utf8)
        }
        let isWhole = unit == .lines || (unit == .paragraphs && isBlank)
        if isWhole || text.count >= Self.maximumBytes { cut(isWhole: isWhole) }
    }

    /// Makes passages of the text.
    /// - Parameter isWhole: whether the unit ends with it. If not, its last window may begin one
    ///   that is longer, so that it is left.
    private func cut(isWhole: Bool) {
        var start = 0
        while start < text.count {
            let end = scalarStart(before: start + Self.maximumBytes)
            let part = String(decoding: text[start..<end], as: UTF8.self)
            let isLast = end == text.count
            var ranges = windows(part)
            var next = end
            if !(isLast && isWhole), let last = ranges.last, last.lowerBound > 0 {
                next = start + last.lowerBound
                ranges.removeLast()
            }
            var position = start
            for range in ranges {
                let range = (start + range.lowerBound)..<(start + range.upperBound)
                textLine += lineFeeds(in: position..<range.lowerBound)
                position = range.lowerBound
                ready.append(
                    Passage(
                        text: String(decoding: text[range], as: UTF8.self),
                        lines: textLine...(textLine + lineFeeds(in: range))))
            }
            textLine += lineFeeds(in: position..<next)
            start = next
            if isLast { break }
        }
        text.removeFirst(start)
    }

    /// The last start of a scalar at or before an offset, or the text's end.
    private func scalarStart(before offset: Int) -> Int {
        guard offset < text.count else { return text.count }
        return text[...offset].lastIndex { $0 & 0xC0 != 0x80 } ?? offset
    }

    private func lineFeeds(in range: Range<Int>) -> Int {
        text[range].count { $0 == UInt8(ascii: "\n") }
    }
}

extension UInt8 {
    /// ASCII's white space.
    var isWhiteSpace: Bool { self == 0x20 || 0x09...0x0D ~= self }
}
