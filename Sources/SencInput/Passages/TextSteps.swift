/// What a file says, line after line, as it is cut into passages: one type for each kind of file.
protocol TextSteps: AnyObject {
    /// How many U+FFFD stand for ill-formed text in what was read.
    var replacementCount: Int { get }
    /// The encoding, if nothing but the bytes tells it and it is not UTF-8.
    var recognizedEncoding: TextEncoding? { get }
    /// Of the file as it is on the disk: where what was given out ends, about.
    var bytesDone: Double { get }
    /// Whether the file seems to be of its kind at all; asked before the first step.
    func isText() throws(InputError) -> Bool
    /// The next step; `nil` at the end.
    func next() throws(InputError) -> TextStep?
}

extension TextSteps {
    var recognizedEncoding: TextEncoding? { nil }
}

enum TextStep {
    /// A line of a paragraph, a list, a table or code.
    case line(LinedText)
    /// A heading, which goes with the paragraph that follows it.
    case heading(LinedText)
    /// A blank line between paragraphs.
    case blank(LinedText)
    /// The end of a paragraph that no blank line ends.
    case end
}

/// The lines of a text file.
final class TextLines: TextSteps {
    private let records: RecordReader
    private var line = 0

    init(path: String, encoding: TextEncoding?) throws(InputError) {
        records = try RecordReader(path: path, encoding: encoding, isRegular: true)
    }

    var replacementCount: Int { records.replacementCount }
    var recognizedEncoding: TextEncoding? { records.recognizedEncoding }
    var bytesDone: Double { records.position }

    func isText() throws(InputError) -> Bool { try records.isText() }

    func next() throws(InputError) -> TextStep? {
        guard let text = try records.next()?.text else { return nil }
        line += 1
        let content = LinedText(text, line: line)
        return content.isBlank ? .blank(content) : .line(content)
    }
}
