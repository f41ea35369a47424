import ArgumentParser
import SencFiles

/// What `senc help` and `--help` print: ArgumentParser's pages, in the house's words, and those of
/// topics.
struct HelpPage {
    let text: String

    /// What `senc help WORD` asks for, or the page of the program itself.
    /// - Parameter arguments: all of the command line's; a word of help is a command or a topic.
    /// - Returns: `nil` if something else is asked for, or what ArgumentParser does by itself.
    init?(_ arguments: [String], root: any ParsableCommand.Type) {
        if [["help"], ["--help"], ["-h"]].contains(arguments) {
            text = Self.told(root.helpMessage()) + "\n" + Self.topics
            return
        }
        guard arguments.count == 2, arguments[0] == "help",
            let topic = HelpTopic(rawValue: arguments[1])
        else { return nil }
        let command = root.configuration.subcommands.first { $0._commandName == topic.rawValue }
        text =
            (command.map { Self.told(root.helpMessage(for: $0)) + Self.rule(before: topic) } ?? "")
            + topic.page
    }

    /// What parts a command's page from that of the topic of its name.
    private static func rule(before topic: HelpTopic) -> String {
        let name = topic.rawValue
        return "\n" + String(repeating: "-", count: 78) + "\n"
            + localized("The topic \(name) ('senc \(name) --help' shows the command alone):")
            + "\n\n"
    }

    func print() throws {
        try ResultOutput(nil).write(Array(text.utf8))
    }

    /// What is to be printed in place of what ArgumentParser throws to have something printed.
    /// - Parameter text: what it would print, which may be a script or a version as well.
    static func message(for error: any Error, _ text: String) -> any Error {
        let isHelp = text.hasPrefix("OVERVIEW: ") || text.hasPrefix("USAGE: ")
        return isHelp ? CleanExit.message(told(text).withoutLineFeed) : error
    }

    private static var topics: String {
        let lines = HelpTopic.allCases.map { topic in
            "  " + topic.rawValue.padded(to: 24) + topic.abstract + "\n"
        }
        return localized("TOPICS:") + "\n" + lines.joined() + "\n  "
            + localized("See 'senc help <topic>' for one.") + "\n"
    }

    /// A page of ArgumentParser's, whose groups of commands are called by their names alone, with a
    /// line feed at its end.
    private static func told(_ text: String) -> String {
        let group = " SUBCOMMANDS:"
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix(" ") || !line.hasSuffix(group) ? line : line.dropLast(group.count) + ":"
        }
        let page = lines.joined(separator: "\n").withoutLineFeed + "\n"
        return ParserWords.help(page, in: .current)
    }
}

extension String {
    fileprivate var withoutLineFeed: String {
        utf8.last == UInt8(ascii: "\n") ? String(dropLast()) : self
    }
}
