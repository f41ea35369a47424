/// A part of a text file.
package struct Passage: Equatable, Sendable {
    package var text: String
    /// The lines that it is from, counted from 1.
    package var lines: ClosedRange<Int>

    package init(text: String, lines: ClosedRange<Int>) {
        (self.text, self.lines) = (text, lines)
    }
}

/// What a text file is cut into.
package enum PassageUnit: String, CaseIterable, Sendable {
    /// Each line that is not blank.
    case lines
    /// Lines one after the other without a blank one between them.
    case paragraphs
    /// The whole text.
    case windows
}
