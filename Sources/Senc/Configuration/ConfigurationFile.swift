internal import SencFiles

/// A value of a configuration: one of JSON, or a single one of a file of another format.
enum ConfigurationValue: Sendable {
    case json(JSON)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case text(String)

    var int: Int? {
        switch self {
        case .json(let json): json.int
        case .integer(let value): value
        default: nil
        }
    }

    var double: Double? {
        switch self {
        case .json(let json): json.double
        case .integer(let value): Double(value)
        case .number(let value): value.isFinite ? value : nil
        default: nil
        }
    }

    var bool: Bool? {
        switch self {
        case .json(let json): json.bool
        case .bool(let value): value
        default: nil
        }
    }

    var string: String? {
        switch self {
        case .json(let json): json.string
        case .text(let value): value
        default: nil
        }
    }

    /// A string, number or boolean as text; `nil` of anything else.
    var scalar: String? {
        switch self {
        case .json(let json): json.scalar
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .bool(let value): String(value)
        case .text(let value): value
        }
    }
}

extension JSON {
    /// A string, number or boolean as text; `nil` of anything else.
    var scalar: String? { string ?? literal }
}

/// A file that configures something, whose keys are read with their types and ranges checked.
struct ConfigurationFile: Sendable {
    private enum Source: Sendable {
        case json(JSON)
        case values([String: ConfigurationValue])
    }

    let path: String
    private let source: Source
    /// What the file itself calls keys that it has under names of its own.
    private let names: [String: String]

    /// - Parameter limit: the most bytes of the file.
    init(path: String, limit: Int = JSON.maximumConfigurationBytes) throws {
        let root = try JSON(path: path, limit: limit)
        self.init(path: path, root: root)
        guard root.kind == .object else { throw invalid("", "must be an object at the top level") }
    }

    init(path: String, root: JSON) {
        self.path = path
        source = .json(root)
        names = [:]
    }

    /// A file of another format than JSON.
    /// - Parameter names: what it calls keys that have other names here.
    init(path: String, values: [String: ConfigurationValue], names: [String: String] = [:]) {
        self.path = path
        source = .values(values)
        self.names = names
    }

    /// The file, or `nil` if there is none.
    static func ifPresent(_ path: String) throws -> ConfigurationFile? {
        Path.exists(path) ? try ConfigurationFile(path: path) : nil
    }

    func invalid(_ key: String, _ problem: Message) -> ModelError {
        .invalidConfiguration(path: path, key: name(of: key), problem: problem)
    }

    /// What the file itself calls a key.
    func name(of key: String) -> String { names[key] ?? key }

    /// The whole of a JSON file; `nil` of other formats.
    var root: JSON? {
        if case .json(let root) = source { root } else { nil }
    }

    /// The value of a key, a list or an object as well as a single one; `nil` if it is absent or
    /// null, and of other formats than JSON.
    func json(_ key: String) -> JSON? {
        guard let value = root?[key], !value.isNull else { return nil }
        return value
    }

    /// The value of a key; `nil` if it is absent or null.
    func value(_ key: String) -> ConfigurationValue? {
        switch source {
        case .json: json(key).map { .json($0) }
        case .values(let values): values[key]
        }
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = value(key) else { return nil }
        guard let integer = value.int, range.contains(integer) else {
            throw invalid(
                key, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return integer
    }

    func requiredInteger(_ key: String, in range: ClosedRange<Int>) throws -> Int {
        guard let integer = try integer(key, in: range) else { throw invalid(key, "is missing") }
        return integer
    }

    func number(_ key: String) throws -> Double? {
        guard let value = value(key) else { return nil }
        guard let number = value.double, number.isFinite else {
            throw invalid(key, "must be a number")
        }
        return number
    }

    func string(_ key: String) throws -> String? {
        guard let value = value(key) else { return nil }
        guard let string = value.string else { throw invalid(key, "must be a string") }
        return string
    }

    func bool(_ key: String) throws -> Bool? {
        guard let value = value(key) else { return nil }
        guard let bool = value.bool else { throw invalid(key, "must be true or false") }
        return bool
    }
}
