import SencFiles

/// How JSON lies in an input, told by its first bytes: those who write it seldom think of lines.
enum JSONShape: Equatable {
    /// Each line begins with an object or an array of its own, as in JSON Lines.
    case lines
    /// The elements of one array.
    case array
    /// A value over several lines.
    case value

    /// Bytes that are looked at.
    static let sampleBytes = 8000
    /// What a character, a number or an escape that the sample's end cuts may take.
    private static let cutBytes = 32

    /// - Parameters:
    ///   - head: the first bytes of an input in UTF-8.
    ///   - isWhole: whether these are all.
    ///   - isJSON: whether JSON is expected, so that little of it is enough.
    /// - Returns: `nil` if it is not JSON, or a scalar.
    init?(_ head: [UInt8], isWhole: Bool, isJSON: Bool) {
        let head = Array(head.drop { $0.isJSONSpace })
        guard let first = head.first, [UInt8(ascii: "["), UInt8(ascii: "{")].contains(first)
        else { return nil }
        let isArray = first == UInt8(ascii: "[")
        /// Where the first value ends; `nil` if that is behind the sample.
        let end: Int?
        do {
            _ = try JSON(parsing: head)
            end = head.count
        } catch {
            switch error {
            case .trailingBytes(let offset): end = offset
            case .endOfInput where !isWhole: end = nil
            case .endOfInput where isJSON && Self.hasLineWithin(head): end = nil
            case .invalidUTF8(let offset), .invalidNumber(let offset), .invalidEscape(let offset):
                guard !isWhole, offset + Self.cutBytes > head.count else { return nil }
                end = nil
            default: return nil
            }
        }
        let value = head[..<(end ?? head.count)]
        if Self.hasLineWithin(value) {
            self = isArray ? .array : .value
            return
        }
        guard let end else {
            self = isArray ? .array : .lines
            return
        }
        if end < head.count {
            // What goes on behind a value on its line is a text.
            guard value.last?.isJSONSpace == true else { return nil }
            let space = value.reversed().prefix(while: \.isJSONSpace)
            guard space.contains(UInt8(ascii: "\n")) else { return nil }
            self = .lines
        } else if isArray, isWhole {
            // A text may be in brackets, too.
            let element = value.dropFirst().first { !$0.isJSONSpace }
            let isTelling =
                [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(element)
                || element == UInt8(ascii: "\"")
            guard isJSON || isTelling else { return nil }
            self = .array
        } else {
            self = .lines
        }
    }

    /// Whether a line ends within a value, the space behind it aside.
    private static func hasLineWithin(_ value: some BidirectionalCollection<UInt8>) -> Bool {
        guard let last = value.lastIndex(where: { !$0.isJSONSpace }) else { return false }
        return value[..<last].contains(UInt8(ascii: "\n"))
    }

    /// Whether a name is that of JSON, the end of a compressed file's name aside.
    static func isName(_ path: String) -> Bool {
        var extensions = Path.lastComponent(of: path).lowercased().split(separator: ".").dropFirst()
        if let last = extensions.last, Compression.nameExtensions.contains(last) {
            extensions.removeLast()
        }
        return extensions.last == "json"
    }
}

extension UInt8 {
    /// Whether it is space between the tokens of JSON.
    fileprivate var isJSONSpace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D
    }
}

extension JSONShape {
    /// A command of a shell that makes a file of lines of one that is JSON, as far as it is known.
    static func linesCommand(isArray: Bool, path: String) -> String {
        let command = "jq -c " + (isArray ? "'.[]'" : ".")
        let isCompressed = Compression.nameExtensions.contains { path.hasSuffix("." + $0) }
        if path == "standard input" || isCompressed { return command }
        let output = (path.hasSuffix(".json") ? String(path.dropLast(5)) : path) + ".jsonl"
        return "\(command) \(path.shellQuoted) > \(output.shellQuoted)"
    }
}

extension ByteWindow {
    /// - Parameter isExpected: whether JSON is.
    /// - Returns: whether the lines seem to be values of JSON.
    /// - Throws: `InputError.json` if there is JSON that does not lie so.
    func hasJSONLines(isExpected: Bool) throws(InputError) -> Bool {
        let (head, isWhole) = try sample(JSONShape.sampleBytes)
        let shape = JSONShape(Array(head), isWhole: isWhole, isJSON: isExpected)
        switch shape {
        case .array, .value: throw .json(isArray: shape == .array, path: source.source.path)
        case .lines: return true
        case nil: return false
        }
    }
}
