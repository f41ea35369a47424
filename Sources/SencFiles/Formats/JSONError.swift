/// Why bytes are not acceptable as JSON.
package enum JSONError: Error, Localizable, Equatable {
    case tooLarge(bytes: Int)
    case tooDeep(offset: Int)
    /// So many values before this offset that their places would take too much memory.
    case tooManyValues(offset: Int)
    case invalidUTF8(offset: Int)
    case endOfInput
    case unexpectedByte(UInt8, offset: Int)
    case invalidNumber(offset: Int)
    case invalidEscape(offset: Int)
    /// A raw control character inside a string.
    case controlCharacter(offset: Int)
    case trailingBytes(offset: Int)

    package var message: Message {
        switch self {
        case .tooLarge(let bytes):
            "JSON of \(bytes) bytes is over the limit of \(JSONParser.maximumBytes)"
        case .tooDeep(let offset):
            "JSON nested over \(JSONParser.maximumDepth) deep at byte \(offset)"
        case .tooManyValues(let offset):
            "more values in JSON than the limit of \(JSONParser.maximumWords) at byte \(offset)"
        case .invalidUTF8(let offset): "invalid UTF-8 in JSON at byte \(offset)"
        case .endOfInput: "JSON ends too early"
        case .unexpectedByte(let byte, let offset):
            "unexpected \(String(UnicodeScalar(byte)).quoted()) in JSON at byte \(offset)"
        case .invalidNumber(let offset): "malformed number in JSON at byte \(offset)"
        case .invalidEscape(let offset): "malformed escape in JSON at byte \(offset)"
        case .controlCharacter(let offset):
            "unescaped control character in JSON at byte \(offset)"
        case .trailingBytes(let offset): "more bytes after the JSON value at byte \(offset)"
        }
    }
}

/// A file that should be JSON and is not.
package struct JSONFileError: Diagnostic, Equatable {
    package var path: String
    package var reason: JSONError

    package var message: Message { "\(reason) (\(path))" }
    package var status: ExitStatus { .badData }
}
