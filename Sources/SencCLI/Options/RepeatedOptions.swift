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
        // Short names are the first letters of long ones; most command lines end here.
        guard Set(given.map(initial)).count < given.count else { return }
        let known = KnownOptions(of: command)
        var seen: [Int: String] = [:]
        for name in given {
            guard let index = known.index(of: name), known.options[index].takesValue,
                !known.options[index].isRepeating
            else { continue }
            if let first = seen[index] {
                throw UsageError(
                    first == name
                        ? "\(name) is given twice, and counts once only"
                        : "\(first) and \(name) are one option, and count once only")
            }
            seen[index] = name
        }
    }

    private static func initial(_ name: String) -> Character? { name.first { $0 != "-" } }
}
