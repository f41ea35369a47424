import SencFiles

/// What a request asks, as an object; a member of another kind than it must be is an error that
/// names it.
struct JSONBody {
    static let contentType = "application/json"

    let json: JSON

    init(_ bytes: [UInt8]) throws(ServiceError) {
        let parsed: JSON
        do throws(JSONError) {
            parsed = try JSON(parsing: bytes)
        } catch {
            throw ServiceError(.malformed, "the body is not JSON: \(error)")
        }
        try self.init(parsed, "the body")
    }

    private init(_ json: JSON, _ name: String) throws(ServiceError) {
        guard json.kind == .object else {
            throw ServiceError(.malformed, "\(name) must be a JSON object")
        }
        self.json = json
    }

    /// A member; `nil` for none and for `null`.
    subscript(key: String) -> JSON? { json[key].flatMap { $0.isNull ? nil : $0 } }

    /// The first of some members that is there, for dialects that have several names for one thing.
    func first(_ keys: [String]) -> (key: String, value: JSON)? {
        for key in keys {
            if let value = self[key] { return (key, value) }
        }
        return nil
    }

    func string(_ key: String) throws(ServiceError) -> String? {
        try read(key, "a string", \.string)
    }

    func bool(_ key: String) throws(ServiceError) -> Bool? {
        try read(key, "true or false", \.bool)
    }

    func integer(_ key: String) throws(ServiceError) -> Int? {
        try read(key, "an integer", \.int)
    }

    func object(_ key: String) throws(ServiceError) -> JSONBody? {
        guard let value = self[key] else { return nil }
        return try JSONBody(value, key.quoted())
    }

    func strings(_ key: String) throws(ServiceError) -> [String]? {
        guard let value = self[key] else { return nil }
        return try Self.strings(value, key)
    }

    static func strings(_ value: JSON, _ key: String) throws(ServiceError) -> [String] {
        guard value.kind == .array else {
            throw ServiceError(
                .invalid, "\(key.quoted()) must be an array of strings", parameter: key)
        }
        var strings: [String] = []
        try value.forEachElement { element throws(ServiceError) in
            guard let string = element.string else {
                throw ServiceError(
                    .invalid,
                    "\(key.quoted()) has at \(strings.count) \(element.kind.message), not a string",
                    parameter: key)
            }
            strings.append(string)
        }
        return strings
    }

    private func read<Value>(
        _ key: String, _ kind: String, _ value: (JSON) -> Value?
    ) throws(ServiceError) -> Value? {
        guard let member = self[key] else { return nil }
        guard let value = value(member) else {
            throw ServiceError(.invalid, "\(key.quoted()) must be \(kind)", parameter: key)
        }
        return value
    }
}
