import SencFiles

/// What was measured, as it is printed: what it is of, then the measures, each with its name.
struct MeasureList {
    enum Value {
        case text(String)
        case count(Int)
        case measure(Double)
        /// A similarity, larger being closer.
        case score(Float)
    }

    private(set) var entries: [(name: Message, value: Value)] = []

    /// - Parameter name: what is the same in every language.
    mutating func append(_ name: String, _ value: Value) {
        append(called: Message(verbatim: name), value)
    }

    mutating func append(called name: Message, _ value: Value) {
        entries.append((name, value))
    }

    /// Lines of name and value: between tabs and with all digits, or in columns for eyes.
    func table(forEyes: Bool) -> [UInt8] {
        guard forEyes else {
            let lines = entries.map { "\($0)\t\(Self.whole($1).onOneLine())\n" }
            return Array(lines.joined().utf8)
        }
        var table = TerminalTable([.column("measure", .word), .column("value", .text)])
        for (name, value) in entries { table.append(StyledText(name.localized), Self.brief(value)) }
        return table.bytes
    }

    /// One JSON object.
    var object: [UInt8] {
        JSONWriter.line {
            $0.object { object in
                for (message, value) in entries {
                    let name = message.description
                    switch value {
                    case .text(let string): object.member(name, string)
                    case .count(let count): object.member(name, count)
                    case .measure(let number): object.member(name, number)
                    case .score(let number): object.member(name, number)
                    }
                }
            }
        }
    }

    /// A line of names and one of values, so that tables of several models can be put together.
    func rows(delimiter: Character) -> [UInt8] {
        let rows = [entries.map(\.name.description), entries.map { Self.whole($0.value) }]
        let lines = rows.map { row in
            // Quotes of TSV are part of its values.
            row.map { delimiter == "," ? $0.csvQuoted : $0.onOneLine() }
                .joined(separator: String(delimiter)) + "\n"
        }
        return Array(lines.joined().utf8)
    }

    private static func whole(_ value: Value) -> String {
        switch value {
        case .text(let text): text
        case .count(let count): String(count)
        case .measure(let number): number.description
        case .score(let number): number.description
        }
    }

    private static func brief(_ value: Value) -> StyledText {
        switch value {
        case .text(let text): StyledText(text.onOneLine())
        case .count(let count): StyledText(String(count))
        case .measure(let number): StyledText(decimal(number, 4))
        case .score(let number): StyledText(decimal(Double(number), 4))
        }
    }
}
