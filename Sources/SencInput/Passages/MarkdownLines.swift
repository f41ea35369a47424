/// The text of a Markdown file, by the lines that it stands in: front matter, comments and definitions
/// of links left out, headings told, lists and code kept together, links and images reduced to
/// their texts.
///
/// Only what decides where passages begin and end is read; other marks stay as they are.
final class MarkdownLines: TextSteps {
    /// Front matter that is longer is none.
    private static let frontMatterLines = 1000

    private let records: RecordReader
    private var line = 0
    private var place = Place.start
    /// Lines that were read ahead and are to be looked at, and steps that are to be taken.
    private var waiting: ArraySlice<(text: String, line: Int)> = []
    private var ready: ArraySlice<TextStep> = []
    /// Blank lines between two items of a list, or behind it.
    private var gap: [LinedText] = []
    /// Whether the last lines are a list's.
    private var isInList = false

    private enum Place {
        case start, text, comment
        /// In code that so many of a character began.
        case code(fence: UInt8, count: Int)
    }

    init(path: String, encoding: TextEncoding?) throws(InputError) {
        records = try RecordReader(path: path, encoding: encoding, isRegular: true)
    }

    var replacementCount: Int { records.replacementCount }
    var recognizedEncoding: TextEncoding? { records.recognizedEncoding }
    var bytesDone: Double { records.position }

    func isText() throws(InputError) -> Bool { try records.isText() }

    func next() throws(InputError) -> TextStep? {
        while ready.isEmpty {
            guard let (text, line) = try nextLine() else { return nil }
            if case .start = place {
                place = .text
                if text.trimmedMarkdown.elementsEqual("---".utf8), try skipFrontMatter() {
                    continue
                }
            }
            try take(text, line)
        }
        return ready.popFirst()
    }

    private func nextLine() throws(InputError) -> (text: String, line: Int)? {
        if let first = waiting.popFirst() { return first }
        return try readLine()
    }

    private func readLine() throws(InputError) -> (text: String, line: Int)? {
        guard let text = try records.next()?.text else { return nil }
        line += 1
        return (text, line)
    }

    /// Moves over the lines to the mark that ends front matter. Without one, or if a blank line
    /// follows the first mark, they are text.
    private func skipFrontMatter() throws(InputError) -> Bool {
        var lines: [(text: String, line: Int)] = []
        while lines.count < Self.frontMatterLines, let line = try readLine() {
            let text = line.text.trimmedMarkdown
            if text.elementsEqual("---".utf8) || text.elementsEqual("...".utf8) { return true }
            lines.append(line)
            if lines.count == 1, text.isEmpty { break }
        }
        waiting = lines[...]
        return false
    }

    private func take(_ text: String, _ line: Int) throws(InputError) {
        let content = text.trimmedMarkdown
        switch place {
        case .code(let fence, let count):
            if content.count >= count, content.allSatisfy({ $0 == fence }) {
                place = .text
                if !isInList { ready.append(.end) }
            } else {
                ready.append(.line(LinedText(text, line: line)))
            }
        case .comment:
            if content.firstRange(of: "-->".utf8) != nil { place = .text }
        case .start, .text:
            if content.isEmpty {
                let blank = LinedText(text, line: line)
                if isInList { gap.append(blank) } else { ready.append(.blank(blank)) }
            } else {
                try takeText(text, content, line)
            }
        }
    }

    /// Takes a line that is not blank and stands outside of code and comments.
    private func takeText(
        _ text: String, _ content: Substring.UTF8View, _ line: Int
    ) throws(InputError) {
        let isItem = content.isListItem
        let isIndented = text.utf8.first == 0x20 || text.utf8.first == 0x09
        if isInList, !isItem, !isIndented, !gap.isEmpty || content.beginsBlock { isInList = false }
        // Within a list a blank line separates no passages.
        ready += gap.map { isInList ? .line($0) : .blank($0) }
        gap = []
        if content.starts(with: "<!--".utf8), content.firstRange(of: "-->".utf8) == nil {
            place = .comment
        } else if let (fence, count) = content.fence {
            place = .code(fence: fence, count: count)
            if !isInList { ready.append(.end) }
        } else if let heading = content.heading {
            ready.append(.heading(LinedText(heading.withoutMarkdownLinks, line: line)))
        } else if content.isRule {
            ready.append(.end)
        } else if !content.isLinkDefinition {
            isInList = isInList || isItem
            try takeParagraph(text, line)
        }
    }

    /// Takes a line of a paragraph, which is a heading if the next line underlines it.
    private func takeParagraph(_ text: String, _ line: Int) throws(InputError) {
        let content = LinedText(text.withoutMarkdownLinks, line: line)
        // A comment alone is neither a line nor a blank one.
        if content.isBlank { return }
        if !isInList, let next = try nextLine() {
            if next.text.trimmedMarkdown.isUnderline { return ready.append(.heading(content)) }
            waiting.insert(next, at: waiting.startIndex)
        }
        ready.append(.line(content))
    }
}
