internal import SencFiles

/// A JSON configuration file whose keys are read with their types and ranges checked.
struct ConfigurationFile: Sendable {
    let path: String
    let root: JSON
    /// What the file itself calls keys that it has under names of its own.
    private let names: [String: String]

    /// - Parameter limit: the most bytes of the file.
    init(path: String, limit: Int = JSON.maximumConfigurationBytes) throws {
        self.init(path: path, root: try JSON(path: path, limit: limit))
        guard root.kind == .object else { throw invalid("", "must be an object at the top level") }
    }

    init(path: String, root: JSON, names: [String: String] = [:]) {
        self.path = path
        self.root = root
        self.names = names
    }

    /// The file, or `nil` if there is none.
    static func ifPresent(_ path: String) throws -> ConfigurationFile? {
        Path.exists(path) ? try ConfigurationFile(path: path) : nil
    }

    func invalid(_ key: String, _ problem: String) -> ModelError {
        .invalidConfiguration(path: path, key: name(of: key), problem: problem)
    }

    /// What the file itself calls a key.
    func name(of key: String) -> String { names[key] ?? key }

    /// The value of a key; `nil` if it is absent or null.
    func value(_ key: String) -> JSON? {
        guard let value = root[key], !value.isNull else { return nil }
        return value
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
