/// An error that knows how to tell itself to a user: in one line, with the exit status of a
/// command that ends because of it.
public protocol Diagnostic: Error, Localizable {
    /// What went wrong, where, and the mend if there is one; no full stop.
    var message: Message { get }
    /// The exit status of a command that ends because of it.
    var status: ExitStatus { get }
}

extension Diagnostic {
    /// The message in English and in one line: control characters are escaped, which names of files and what
    /// stands in them may have.
    public var description: String { message.description.onOneLine() }
}

/// Exit statuses, numbered as in BSD's `sysexits.h`.
public enum ExitStatus: Int32, Sendable {
    /// What was asked for is not possible as asked: an option, a number out of its range.
    case usage = 64
    /// The bytes are there but are not what they should be.
    case badData = 65
    /// An input that does not exist or cannot be read.
    case noInput = 66
    /// Reading or writing failed on the way.
    case ioFailure = 74
    /// Ended by the user's signal, numbered as shells do.
    case interrupted = 130
}

extension String {
    /// The text as one line of at most `limit` scalars, control characters escaped: fit to stand
    /// in an error message whatever a hostile file put into it.
    package func quoted(limit: Int = 80) -> String {
        let start = String(unicodeScalars.prefix(limit)).onOneLine()
        return "'" + start + (unicodeScalars.count > limit ? "…" : "") + "'"
    }

    /// The text with control characters escaped, line breaks among them, and the bytes of names
    /// that are not UTF-8 (`FileName.string`).
    package func onOneLine() -> String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .format:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            case .privateUse, .unassigned:
                if let byte = EscapedByte.value(of: scalar) {
                    result += "\\x" + String(byte, radix: 16)
                } else {
                    result.unicodeScalars.append(scalar)
                }
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text as a value of CSV, in quotes where it needs them (RFC 4180).
    package var csvQuoted: String {
        guard utf8.contains(where: { ",\"\r\n".utf8.contains($0) }) else { return self }
        // Scalar by scalar: a combining mark makes another character of a quote.
        return "\"" + unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    /// The text as a word of a shell's command.
    package var shellQuoted: String {
        let isPlain = utf8.allSatisfy { byte in
            switch UnicodeScalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "/", ".", "_", "-", "+", ",", ":", "=", "@": true
            default: false
            }
        }
        guard utf8.isEmpty || !isPlain else { return self }
        return "'"
            + unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
