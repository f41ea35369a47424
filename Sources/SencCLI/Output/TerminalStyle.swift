import SencFiles

/// How parts of results stand out on a terminal: by SGR codes alone, of colors that can be read on
/// dark and on light; none where `NO_COLOR` is set or the terminal is dumb.
struct TerminalStyle {
    enum Look: String {
        case bold = "1"
        case dim = "2"
        /// Of headers.
        case underlined = "4"
        /// Of files' names.
        case magenta = "35"
        /// Of lines' numbers.
        case green = "32"
    }

    var isPlain = false

    /// That of standard output.
    static var ofResults: TerminalStyle {
        let isColored =
            Terminal.showsResults && Environment.value("TERM") != "dumb"
            && (Environment.value("NO_COLOR") ?? "").isEmpty
        return TerminalStyle(isPlain: !isColored)
    }

    func styled(_ text: String, _ look: Look?) -> String {
        guard let look, !isPlain, !text.isEmpty else { return text }
        return "\u{1B}[\(look.rawValue)m" + text + "\u{1B}[0m"
    }
}
