/// Text that knows from which lines of its file it is, also where it is not the file's text as it
/// stands there.
struct LinedText {
    private(set) var bytes: [UInt8] = []
    /// Where the text of another line begins. Offsets and lines ascend.
    private var marks: [(offset: Int, line: Int)] = []

    init() {}

    init(_ text: String, line: Int) {
        append(text.utf8, line: line)
    }

    var count: Int { bytes.count }
    var isEmpty: Bool { bytes.isEmpty }
    var isBlank: Bool { bytes.allSatisfy(\.isWhiteSpace) }

    mutating func append(_ text: some Sequence<UInt8>, line: Int) {
        mark(line)
        bytes.append(contentsOf: text)
    }

    mutating func append(_ byte: UInt8, line: Int) {
        mark(line)
        bytes.append(byte)
    }

    /// Appends a line of text behind a line feed, which belongs to the line that it ends.
    mutating func append(line text: LinedText) {
        if let last = marks.last?.line { append(UInt8(ascii: "\n"), line: last) }
        let start = bytes.count
        bytes += text.bytes
        for mark in text.marks { self.mark(mark.line, at: start + mark.offset) }
    }

    mutating func removeFirst(_ count: Int) {
        let line = bytes.count > count ? self.line(at: count) : nil
        bytes.removeFirst(count)
        guard let line else { return marks.removeAll() }
        marks =
            [(0, line)] + marks.filter { $0.offset > count }.map { ($0.offset - count, $0.line) }
    }

    /// The lines of a part of the text; the one behind a line feed that it ends in is the last.
    func lines(of range: Range<Int>) -> ClosedRange<Int> {
        let first = line(at: range.lowerBound)
        let isOpen = range.isEmpty || bytes[range.upperBound - 1] == UInt8(ascii: "\n")
        return first...max(first, line(at: isOpen ? range.upperBound : range.upperBound - 1))
    }

    /// The line that the byte at an offset is from.
    private func line(at offset: Int) -> Int {
        var (low, high) = (0, marks.count)
        while low < high {
            let middle = (low + high) / 2
            if marks[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        return marks[max(low - 1, 0)].line
    }

    private mutating func mark(_ line: Int, at offset: Int? = nil) {
        let last = marks.last?.line ?? 0
        if line > last { marks.append((offset ?? bytes.count, line)) }
    }
}
