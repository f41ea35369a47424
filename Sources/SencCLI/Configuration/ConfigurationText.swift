import SencFiles

/// The text of the configuration file: a line `key = value` for each setting, empty lines, and
/// comments from a `#` on that begins a line or follows white space. A value with such a `#`, or
/// with white space at its ends, stands in double quotes.
struct ConfigurationText {
    /// Line feeds are between them.
    private var lines: [String]

    init(_ bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        // A model's path need not be UTF-8.
        lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            FileName(bytes: Array($0)).string
        }
        if lines.last == "" { lines.removeLast() }
    }

    var bytes: [UInt8] { lines.flatMap { FileName($0).bytes + [UInt8(ascii: "\n")] } }

    // MARK: Reading

    /// The values, each with its line, counted from 1.
    func settings(
        path: String
    ) throws(ConfigurationError) -> [ConfigurationKey: (value: String, line: Int)] {
        var settings: [ConfigurationKey: (value: String, line: Int)] = [:]
        for (line, text) in zip(1..., lines) {
            let content = Self.trimmed(text[...])
            if content.isEmpty || content.unicodeScalars.first == "#" { continue }
            guard let name = Self.key(of: text) else { throw .notSetting(line: line, path: path) }
            guard let key = ConfigurationKey(rawValue: name) else {
                throw .unknownKey(name, line: line, path: path)
            }
            guard let value = Self.value(of: text) else {
                throw .notSetting(line: line, path: path)
            }
            if value.isEmpty { throw .missingValue(key, line: line, path: path) }
            if settings[key] != nil { throw .repeated(key, line: line, path: path) }
            if let fault = key.fault(of: value) { throw .invalid(fault, line: line, path: path) }
            settings[key] = (value, line)
        }
        return settings
    }

    /// What is before a line's `=`; `nil` if there is none.
    private static func key(of line: String) -> String? {
        let scalars = line.unicodeScalars
        guard let equals = scalars.firstIndex(of: "="), scalars.first != "#" else { return nil }
        return String(trimmed(line[..<equals]))
    }

    /// What is behind a line's `=`, without a comment; `nil` for text behind quotes.
    private static func value(of line: String) -> String? {
        let scalars = line.unicodeScalars
        guard let equals = scalars.firstIndex(of: "=") else { return nil }
        let text = trimmed(line[scalars.index(after: equals)...]).unicodeScalars
        if text.first == "\"" {
            let inner = text.dropFirst()
            guard let end = inner.firstIndex(of: "\"") else { return nil }
            let rest = trimmed(Substring(inner[inner.index(after: end)...]))
            guard rest.isEmpty || rest.unicodeScalars.first == "#" else { return nil }
            return String(Substring(inner[..<end]))
        }
        var previous: Unicode.Scalar = " "
        let end = text.indices.first { index in
            defer { previous = text[index] }
            return text[index] == "#" && isSpace(previous)
        }
        return String(trimmed(Substring(text[..<(end ?? text.endIndex)])))
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\r"
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var scalars = text.unicodeScalars
        while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
        while let last = scalars.last, isSpace(last) { scalars.removeLast() }
        return Substring(scalars)
    }

    // MARK: Writing

    /// Sets a key on the line that has it, or on one more.
    /// - Precondition: there is neither a quote nor a line break in the value.
    mutating func set(_ key: ConfigurationKey, to value: String) {
        let line = "\(key.rawValue) = \(value)"
        let quoted = "\(key.rawValue) = \"\(value)\""
        let setting = Self.value(of: line) == value ? line : quoted
        if let index = lines.firstIndex(where: { Self.key(of: $0) == key.rawValue }) {
            lines[index] = setting
        } else {
            lines.append(setting)
        }
    }

    /// Removes the lines that have a key.
    /// - Returns: whether there was one.
    mutating func unset(_ key: ConfigurationKey) -> Bool {
        let count = lines.count
        lines.removeAll { Self.key(of: $0) == key.rawValue }
        return lines.count < count
    }
}
