/// Makes lines of a page's elements and texts, as they are shown: paragraphs, headings, items of lists
/// and rows of tables.
final class HTMLText {
    /// Browsers nest elements half as deep.
    static let maximumDepth = 1024

    /// What was made so far and not taken yet.
    var steps: [TextStep] = []
    private(set) var isTooDeep = false
    /// How many lines the page has; the parser may count more in what it reads twice.
    var lineCount = Int.max

    private struct Element {
        let name: String
        /// Whether its text is not shown.
        let isLeftOut: Bool
        /// Whether white space counts.
        let isPreformatted: Bool
        let isHeading: Bool
    }

    private var elements: [Element] = []
    private var line = LinedText()
    /// Whether white space was read behind the line's text.
    private var hasSpace = false
    /// The last line of the source that has text, and the one that the parser came to: no text that
    /// it tells of later is from an earlier one.
    private var lastLine = 1
    private var reachedLine = 1

    private static let leftOut: Set<String> = [
        "script", "style", "template", "noscript", "svg", "head",
    ]
    private static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]
    private static let preformatted: Set<String> = ["pre", "textarea", "listing", "xmp"]
    /// Elements that are paragraphs, or hold some.
    private static let blocks: Set<String> = [
        "address", "article", "aside", "blockquote", "body", "center", "details", "dialog", "div",
        "dl", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr",
        "html",
        "main", "menu", "nav", "ol", "p", "search", "section", "summary", "table", "title", "ul",
    ]
    /// Elements that are a line of a list or table.
    private static let lines: Set<String> = [
        "br", "caption", "dd", "dt", "legend", "li", "optgroup", "option", "tr",
    ]
    private static let cells: Set<String> = ["td", "th"]

    /// - Parameter line: the line that the tag ends in.
    func start(_ name: String, line: Int) {
        reachedLine = max(reachedLine, min(line, lineCount))
        guard elements.count < Self.maximumDepth else {
            isTooDeep = true
            return
        }
        let parent = elements.last
        let isLeftOut =
            name == "title" && parent?.name == "head"
            ? false : parent?.isLeftOut == true || Self.leftOut.contains(name)
        let isHeading = Self.headings.contains(name)
        if !isLeftOut { separate(name, isEnd: false) }
        elements.append(
            Element(
                name: name, isLeftOut: isLeftOut,
                isPreformatted: parent?.isPreformatted == true || Self.preformatted.contains(name),
                isHeading: parent?.isHeading == true || isHeading))
    }

    func end(_ name: String) {
        guard let index = elements.lastIndex(where: { $0.name == name }) else { return }
        if !elements[index].isLeftOut { separate(name, isEnd: true) }
        elements.removeSubrange(index...)
    }

    /// Ends what was begun before an element or its end.
    private func separate(_ name: String, isEnd: Bool) {
        if Self.headings.contains(name) {
            endLine()
        } else if Self.blocks.contains(name) || Self.preformatted.contains(name) {
            endLine()
            if case .end = steps.last { return }
            steps.append(.end)
        } else if Self.lines.contains(name) {
            if name == "br", !isEnd, elements.last?.isPreformatted == true {
                appendLine()
            } else {
                endLine()
            }
        } else if Self.cells.contains(name) {
            hasSpace = true
        }
    }

    /// Ends the last line, too.
    func finish() {
        endLine()
    }

    /// - Parameter last: the line of the source that the text ends in.
    func add(_ text: UnsafeBufferPointer<UInt8>, endingIn last: Int) {
        let element = elements.last
        guard element?.isLeftOut != true, !isTooDeep else { return }
        // Some versions do not count a line feed at the end of a long text yet.
        var number = max(last - text.count { $0 == UInt8(ascii: "\n") }, reachedLine)
        number = min(number, lineCount)
        reachedLine = max(reachedLine, min(last, lineCount))
        var position = 0
        while position < text.count {
            let byte = text[position]
            position += 1
            if byte == UInt8(ascii: "\n") { number = min(number + 1, lineCount) }
            if element?.isPreformatted == true {
                if byte == UInt8(ascii: "\n") {
                    appendLine()
                } else {
                    lastLine = number
                    line.append(byte, line: number)
                }
            } else if byte.isWhiteSpace {
                hasSpace = true
            } else if byte == 0xC2, position < text.count, text[position] == 0xA0 {
                // A space that lines are not broken at.
                position += 1
                hasSpace = true
            } else {
                if hasSpace, !line.isEmpty { line.append(UInt8(ascii: " "), line: lastLine) }
                hasSpace = false
                lastLine = number
                line.append(byte, line: number)
            }
        }
    }

    private func endLine() {
        if !line.isEmpty { appendLine() }
        hasSpace = false
    }

    private func appendLine() {
        steps.append(elements.last?.isHeading == true ? .heading(line) : .line(line))
        line = LinedText()
    }
}
