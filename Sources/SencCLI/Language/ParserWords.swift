import ArgumentParser
import SencFiles

/// What ArgumentParser says by itself, told in the user's language.
///
/// It has no other language than English, so its fixed words are found in what it made of ours.
enum ParserWords {
    private static let value = ""

    /// Lines of a page of help, titles of groups of options among them.
    private static let lines: [Message] = [
        "OVERVIEW: \(value)", "USAGE: \(value)", "ARGUMENTS:", "OPTIONS:", "SUBCOMMANDS:",
        "\(value) SUBCOMMANDS:", "  See '\(value) <subcommand>' for detailed help.",
        "MODEL:", "PASSAGES:", "PROMPTS:", "TEXTS:", "RECOMMENDATIONS:",
        "ITEMS THAT NOBODY CHOSE:",
    ]

    /// What stands within lines of a page of help; `default:` may begin one, behind its list of
    /// values.
    private static let words: [Message] = [
        "<options>", "<subcommand>", "(values:", "default as flag:", "default:", "(default)",
        "Show help information.", "Show the version.", "Show subcommand help information.",
    ]

    /// Errors; of those that fit the same the first is meant.
    private static let errors: [Message] = [
        "Missing value for '\(value)'",
        "Missing expected argument '\(value)'",
        "Missing one of: '\(value)'",
        "Missing required subcommand.",
        "Unknown option '\(value)'. Did you mean '\(value)'?",
        "Unknown option '\(value)'",
        "Invalid option: \(value)",
        "The option '\(value)' does not take any value, but '\(value)' was specified.",
        "Unexpected argument '\(value)'",
        "\(value) unexpected arguments: '\(value)'",
        "Value to be set with flag \(value) had already been set with flag \(value)",
        "The value '\(value)' is invalid for '\(value)'. Please provide one of the following: \(value)",
        "The value '\(value)' is invalid for '\(value)'. Please provide one of \(value) or \(value).",
        "The value '\(value)' is invalid for '\(value)'. Please provide one of \(value) and \(value).",
        "The value '\(value)' is invalid for '\(value)'. Please provide one of \(value).",
        "The value '\(value)' is invalid for '\(value)': \(value)",
        "The value '\(value)' is invalid for '\(value)'",
    ]

    // MARK: - In a language

    /// An error, in one line.
    static func error(_ text: String, in language: Language = .current) -> String {
        localized(text, by: errors, language) ?? text
    }

    /// A page of help.
    static func help(_ text: String, in language: Language) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let line = localized(String(line), by: lines, language) ?? String(line)
            return words.reduce(line) { line, word in
                line.replacing(word.key, with: language.translation(of: word.key) ?? word.key)
            }
        }.joined(separator: "\n")
    }

    /// A text that fits one of several patterns; `nil` if it fits none.
    private static func localized(
        _ text: String, by patterns: [Message], _ language: Language
    ) -> String? {
        for pattern in patterns {
            guard let values = values(of: text, in: pattern.key) else { continue }
            return pattern.text(of: values, language.translation)
        }
        return nil
    }

    /// What a text has in the places of a pattern's values; `nil` if it does not fit.
    private static func values(of text: String, in pattern: String) -> [String]? {
        var pieces: [Substring] = []
        var rest = pattern[...]
        while let sign = rest.firstIndex(of: "%") {
            pieces.append(rest[..<sign])
            rest = rest[sign...].dropFirst(2)
        }
        guard let first = pieces.first else { return text == pattern ? [] : nil }
        guard text.hasPrefix(first), text.dropFirst(first.count).hasSuffix(rest) else { return nil }
        var left = text.dropFirst(first.count).dropLast(rest.count)
        var values: [String] = []
        for piece in pieces.dropFirst() {
            guard let range = left.firstRange(of: piece) else { return nil }
            values.append(String(left[..<range.lowerBound]))
            left = left[range.upperBound...]
        }
        return values + [String(left)]
    }
}
