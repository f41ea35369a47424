internal import SencFiles

/// Reads what `config.json` says of an encoder under whichever of a key's spellings it uses, and
/// notes where each value was found.
struct EncoderKeys {
    let file: ConfigurationFile
    private let architecture: Architecture
    private(set) var settings: [Setting] = []

    init(_ file: ConfigurationFile, _ architecture: Architecture) {
        self.file = file
        self.architecture = architecture
    }

    /// The spelling of a key that the file has; the key itself if it has none.
    /// - Throws: `ModelError.invalidConfiguration` if it has two that say different things.
    func spelling(of key: String) throws -> String {
        let spellings = [key] + (architecture.spellings[key] ?? [])
        let present = spellings.filter { file.value($0) != nil }
        guard let first = present.first, let value = file.value(first) else { return key }
        for other in present.dropFirst() where !isSame(file.value(other), value) {
            throw file.invalid(other, "contradicts \(first.quoted())")
        }
        return first
    }

    private func isSame(_ a: ConfigurationValue?, _ b: ConfigurationValue) -> Bool {
        if let a = a?.double, let b = b.double { return a == b }
        guard let a = a?.scalar, let b = b.scalar else { return false }
        return architecture.activationNames[a] ?? a == architecture.activationNames[b] ?? b
    }

    /// - Throws: `ModelError.invalidConfiguration` if the value is missing and there is no default,
    ///   or it is out of range.
    mutating func integer(
        _ key: String, called name: Message, in range: ClosedRange<Int>,
        default fallback: Int? = nil
    ) throws -> Int {
        let spelling = try spelling(of: key)
        let value = try file.integer(spelling, in: range)
        guard let result = value ?? fallback else { throw file.invalid(spelling, "is missing") }
        note(name: name, value: "\(result)", value == nil ? nil : spelling)
        return result
    }

    func number(_ key: String) throws -> Double? {
        try file.number(try spelling(of: key))
    }

    func flag(_ flag: Architecture.Flag) throws -> Bool {
        switch flag {
        case .always: true
        case .never: false
        case .key(let key, let fallback): try file.bool(key) ?? fallback
        }
    }

    /// - Parameter key: where the value was found; `nil` if it is the default.
    mutating func note(name: Message, value: Message, _ key: String?) {
        settings.append(
            Setting(
                name: name, value: value,
                source: key.map {
                    "\(Path.lastComponent(of: file.path)) \(file.name(of: $0))"
                } ?? "default"))
    }
}
