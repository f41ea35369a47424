import ArgumentParser
import SencFiles

/// A command line that ArgumentParser did not take: what it may have meant, or a better error.
struct ArgumentList {
    private let words: [String]
    private let root: any ParsableCommand.Type
    /// Names beside commands that `senc help` knows.
    private let topics: [String]

    init(_ words: [String], of root: any ParsableCommand.Type, topics: [String] = []) {
        (self.words, self.root, self.topics) = (words, root, topics)
    }

    /// The same with texts and values that begin with a minus told from options, and values apart
    /// from short names, as `-n5`.
    /// - Throws: `UsageError` for a command or an option that is not there, with the nearest one.
    func mended() throws -> [String] {
        let (path, command) = try command()
        // What else the program itself takes, ArgumentParser knows.
        guard !path.isEmpty else { return words }
        return path + (try mended(words.dropFirst(path.count), of: command, path))
    }

    /// The words that name the command, as far as they do.
    var path: [String] { (try? command().path) ?? [] }

    // MARK: - Commands

    /// The words that name the command, and what it is.
    private func command() throws -> (path: [String], command: any ParsableCommand.Type) {
        var (path, command) = ([String](), root)
        for word in words {
            let subcommands = command.configuration.subcommands
            guard !subcommands.isEmpty, !word.hasPrefix("-") else { break }
            guard let next = Self.find(word, in: subcommands) else {
                if command.configuration.defaultSubcommand != nil { break }
                throw Self.unknown(word, path, subcommands)
            }
            path.append(word)
            command = next
        }
        return (path, command.configuration.defaultSubcommand ?? command)
    }

    private static func find(
        _ name: String, in commands: [any ParsableCommand.Type]
    ) -> (any ParsableCommand.Type)? {
        commands.first { $0.configuration.commandName == name }
    }

    private static func names(of commands: [any ParsableCommand.Type]) -> [String] {
        commands.compactMap { $0.configuration.commandName }
    }

    private static func unknown(
        _ word: String, _ path: [String], _ commands: [any ParsableCommand.Type]
    ) -> UsageError {
        if word.unicodeScalars.contains(where: \.properties.isWhitespace) {
            return UsageError(
                "a text comes after a command: senc encode \(word.quoted()), for one")
        }
        let nearest = NearestName.suggestion(for: word, among: names(of: commands))
        let help = (["senc", "help"] + path).joined(separator: " ")
        return UsageError(
            "no command \(word.quoted())\(NearestName.question(nearest)) ('\(help)' lists all)")
    }

    /// - Throws: `UsageError` if there is no help on what comes after `senc help`.
    func checkHelp() throws {
        var command = root
        for (depth, word) in words.enumerated().dropFirst() where !word.hasPrefix("-") {
            if depth == 1, topics.contains(word) { return }
            let subcommands = command.configuration.subcommands
            guard let next = Self.find(word, in: subcommands) else {
                let names = Self.names(of: subcommands) + (depth == 1 ? topics : [])
                let nearest = NearestName.suggestion(for: word, among: names)
                throw UsageError(
                    """
                    no command or topic \(word.quoted())\(NearestName.question(nearest)) \
                    ('senc help' lists all)
                    """)
            }
            command = next
        }
    }

    // MARK: - Options and texts

    private func mended(
        _ words: ArraySlice<String>, of command: any ParsableCommand.Type, _ path: [String]
    ) throws -> [String] {
        let known = KnownOptions(of: command)
        var (options, texts, all) = ([String](), [String](), [String]())
        var rest = words
        while let word = rest.popFirst() {
            if word == "--" {
                texts += rest
                all += [word] + rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                texts.append(word)
                all.append(word)
                continue
            }
            guard let (name, value) = Self.parts(word, known) else {
                if Self.isText(word) {
                    texts.append(word)
                    all.append(word)
                    continue
                }
                throw Self.unknown(word, known, path)
            }
            var given = [name]
            if let value {
                given = name.hasPrefix("--") ? [name + "=" + value] : [name, value]
            } else if known.takesValue(name), let next = rest.first, next != "--" {
                if !next.hasPrefix("-") || next == "-" {
                    given.append(next)
                    rest.removeFirst()
                } else if Self.isText(next) {
                    given = [name + "=" + next]
                    rest.removeFirst()
                }
            }
            options += given
            all += given
        }
        // Before a text that begins with a minus goes --, and options before that.
        let isPlain = texts.allSatisfy { !$0.hasPrefix("-") || $0 == "-" } || words.contains("--")
        return isPlain ? all : options + ["--"] + texts
    }

    /// An option's name, and the value that is written with it.
    /// - Returns: `nil` if there is no such option.
    private static func parts(
        _ word: String, _ known: KnownOptions
    ) -> (name: String, value: String?)? {
        let name = String(word.prefix { $0 != "=" })
        if known.index(of: name) != nil {
            return (name, name == word ? nil : String(word.dropFirst(name.count + 1)))
        }
        let short = String(word.prefix(2))
        guard !word.hasPrefix("--"), word.count > 2, known.takesValue(short) else { return nil }
        return (short, String(word.dropFirst(2)))
    }

    /// Whether a word with a minus before it cannot be an option's name: a number, or what has
    /// spaces or other letters.
    private static func isText(_ word: String) -> Bool {
        let scalars = word.unicodeScalars.dropFirst()
        guard let first = scalars.first else { return true }
        return ("0"..."9").contains(first) || first == "."
            || scalars.contains { !$0.isASCII || $0 == " " || $0 == "\n" || $0 == "\t" }
    }

    private static func unknown(
        _ word: String, _ known: KnownOptions, _ path: [String]
    ) -> UsageError {
        let name = String(word.prefix { $0 != "=" })
        let nearest = NearestName.suggestion(for: name, among: known.longNames)
        let help = (["senc"] + path + ["--help"]).joined(separator: " ")
        return UsageError(
            "no option \(name.quoted())\(NearestName.question(nearest)) ('\(help)' lists all)")
    }
}

extension KnownOptions {
    fileprivate func takesValue(_ name: String) -> Bool {
        index(of: name).map { options[$0].takesValue } ?? false
    }
}
