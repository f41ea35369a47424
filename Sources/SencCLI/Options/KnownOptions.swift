import ArgumentParser
import SencFiles

/// The options that a command has, as ArgumentParser describes them.
struct KnownOptions {
    struct Option {
        /// As they are typed.
        let names: [String]
        let takesValue: Bool
        let isRepeating: Bool
    }

    let options: [Option]

    /// Takes some milliseconds.
    init(of command: any ParsableCommand.Type) {
        let json = try? JSON(parsing: Array(command._dumpHelp().utf8))
        options = (json?["command"]?["arguments"]?.elements ?? []).compactMap { argument in
            guard let kind = argument["kind"]?.string, kind != "positional" else { return nil }
            let names = argument["names"]?.elements?.compactMap { name in
                name["name"]?.string.map { (name["kind"]?.string == "long" ? "--" : "-") + $0 }
            }
            return Option(
                names: names ?? [], takesValue: kind == "option",
                isRepeating: argument["isRepeating"]?.bool ?? false)
        }
    }

    /// The index of the option of a name.
    func index(of name: String) -> Int? {
        options.firstIndex { $0.names.contains(name) }
    }

    /// Names that help shows, for suggestions.
    var longNames: [String] { options.flatMap(\.names).filter { $0.hasPrefix("--") } }
}
