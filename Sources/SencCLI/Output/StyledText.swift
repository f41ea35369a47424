import SencFiles

/// What stands in a column of a terminal's table.
protocol TerminalCell {
    /// Columns that all of it takes.
    var width: Int { get }
    /// As much of it as there is room for.
    func fitted(to columns: Int) -> StyledText
}

/// A line, or a part of one, of which some stands out.
struct StyledText: TerminalCell, ExpressibleByStringLiteral {
    typealias Run = (text: String, look: TerminalStyle.Look?)

    private(set) var runs: [Run] = []

    init(stringLiteral value: String) {
        runs = [(value, nil)]
    }

    /// - Parameter text: without control characters.
    init(_ text: String, _ look: TerminalStyle.Look? = nil) {
        runs = [(text, look)]
    }

    init(_ runs: [Run]) {
        self.runs = runs
    }

    /// A text with the bold places given, which ascend and do not overlap.
    init(_ text: String, bold ranges: [Range<String.Index>]) {
        var position = text.startIndex
        for range in ranges {
            runs.append((String(text.unicodeScalars[position..<range.lowerBound]), nil))
            runs.append((String(text.unicodeScalars[range]), .bold))
            position = range.upperBound
        }
        runs.append((String(text.unicodeScalars[position...]), nil))
    }

    var width: Int { runs.reduce(0) { $0 + $1.text.displayWidth } }

    /// As much of it as fits, with `…` after it if that is not all.
    func fitted(to columns: Int) -> StyledText {
        guard width > columns else { return self }
        var (kept, left): ([Run], Int) = ([], columns)
        for run in runs {
            let width = run.text.displayWidth
            // What follows needs room for the mark.
            if width < left {
                kept.append(run)
                left -= width
            } else {
                let part = run.text[
                    ..<run.text.end(fitting: max(left - 1, 0), from: run.text.startIndex)]
                kept.append((String(part), run.look))
                break
            }
        }
        if columns > 0 { kept.append(("…", nil)) }
        return StyledText(kept)
    }

    /// The end of it, with `…` before it if that is not all.
    func fittedAtEnd(to columns: Int) -> StyledText {
        guard width > columns else { return self }
        var (kept, left): ([Run], Int) = ([], columns - 1)
        for run in runs.reversed() where left > 0 {
            var part = String.UnicodeScalarView()
            for scalar in run.text.unicodeScalars.reversed() {
                if scalar.displayWidth > left {
                    left = 0
                    break
                }
                left -= scalar.displayWidth
                part.insert(scalar, at: part.startIndex)
            }
            kept.insert((String(part), run.look), at: 0)
        }
        return StyledText([("…", nil)] + kept)
    }

    func text(_ style: TerminalStyle) -> String {
        runs.map { style.styled($0.text, $0.look) }.joined()
    }
}
