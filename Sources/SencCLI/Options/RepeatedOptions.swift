import ArgumentParser
import SencFiles

/// Options that are given more often than they count: of two values, one would be lost in silence.
enum RepeatedOptions {
    /// - Parameters:
    ///   - command: what the arguments were parsed as.
    ///   - arguments: all of them, the subcommand's name among them.
    /// - Throws: `UsageError` if an option that takes one value is there twice.
    static func check(_ command: any ParsableCommand.Type, _ arguments: [String]) throws {
        let given = arguments.prefix { $0 != "--" }.filter { $0.utf8.first == UInt8(ascii: "-") }
            .map { String($0.prefix { $0 != "=" }) }
        guard given.count > 1 else { return }
        let options = singleOptions(of: command)
        var seen: [Int: String] = [:]
        for name in given {
            guard let option = options.firstIndex(where: { $0.contains(name) }) else { continue }
            if let first = seen[option] {
                throw UsageError(
                    first == name
                        ? "\(name) is given twice, and counts once only"
                        : "\(first) and \(name) are one option, and count once only")
            }
            seen[option] = name
        }
    }

    /// The names of each option of a command that takes one value.
    private static func singleOptions(of command: any ParsableCommand.Type) -> [[String]] {
        guard let json = try? JSON(parsing: Array(command._dumpHelp().utf8)),
            let arguments = json["command"]?["arguments"]?.elements
        else { return [] }
        return arguments.compactMap { argument in
            guard argument["kind"]?.string == "option", argument["isRepeating"]?.bool == false
            else { return nil }
            return argument["names"]?.elements?.compactMap { name in
                name["name"]?.string.map { (name["kind"]?.string == "long" ? "--" : "-") + $0 }
            }
        }
    }
}
