internal import Senc
internal import SencFiles
internal import SencTokenizers

/// The options of a call: the members of one JSON object, each known and of its kind.
struct OptionObject {
    private let values: [String: JSON]

    /// - Parameters:
    ///   - text: NUL-terminated; `nil` for no options.
    ///   - known: the names that the call has.
    init(_ text: UnsafePointer<CChar>?, known: [String]) throws {
        guard let text else {
            values = [:]
            return
        }
        let json: JSON
        do {
            json = try JSON(parsing: FileName(cString: text).bytes)
        } catch {
            throw CallError.mistake("options: \(error)")
        }
        guard let members = json.members else {
            throw CallError.mistake("options are not a JSON object")
        }
        var values: [String: JSON] = [:]
        for (name, value) in members {
            guard known.contains(name) else {
                let question = NearestName.question(
                    NearestName.suggestion(for: name, among: known))
                throw CallError.mistake(
                    """
                    no option \(name.quoted()); there are \(known.joined(separator: ", "))\
                    \(question)
                    """)
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw CallError.mistake("option \(name) is given twice")
            }
        }
        self.values = values.filter { !$1.isNull }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func string(_ name: String) throws -> String? {
        try value(name, "a string") { $0.string }
    }

    func bool(_ name: String) throws -> Bool? {
        try value(name, "true or false") { $0.bool }
    }

    func integer(_ name: String, from least: Int = .min, to largest: Int = .max) throws -> Int? {
        guard let number = try value(name, "a whole number", { $0.int }) else { return nil }
        guard (least...largest).contains(number) else {
            throw CallError.mistake("\(name): \(number) is outside \(least) to \(largest)")
        }
        return number
    }

    func float(_ name: String) throws -> Float? {
        try value(name, "a number") { $0.double.map { Float($0) } }
    }

    /// One of the cases of an enumeration.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _: Choice.Type = Choice.self
    ) throws -> Choice? where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try value(name, "one of \(names)") { $0.string.flatMap(Choice.init) }
    }

    private func value<Value>(
        _ name: String, _ kind: String, _ read: (JSON) -> Value?
    ) throws -> Value? {
        guard let json = values[name] else { return nil }
        guard let value = read(json) else {
            throw CallError.mistake("\(name): \(json.source.quoted()) is not \(kind)")
        }
        return value
    }
}

extension OptionObject {
    /// The most threads that may be asked for.
    private static let maximumThreads = 1024

    func threads() throws -> Int? {
        try integer("threads", from: 1, to: Self.maximumThreads)
    }
}

// MARK: - Options of encoding

extension EncodingOptions {
    private static let names = [
        "prompt", "prompt_text", "role", "normalization", "dimension", "maximum_tokens",
        "overflow", "truncation_side",
    ]

    /// - Throws: `CallError` or, if they do not fit the model, `EncodingError`.
    init(_ text: UnsafePointer<CChar>?, for encoder: SentenceEncoder) throws {
        let object = try OptionObject(text, known: Self.names)
        let prompts = ["prompt", "prompt_text", "role"].filter(object.has)
        guard prompts.count < 2 else {
            throw CallError.mistake("give \(prompts[0]) or \(prompts[1]), not both")
        }
        self.init(
            maximumTokens: try object.integer("maximum_tokens"),
            overflow: try object.choice("overflow") ?? .truncate,
            promptName: try object.string("prompt"), prompt: try object.string("prompt_text"),
            truncateDimension: try object.integer("dimension"),
            normalization: try object.choice("normalization"),
            truncationSide: try object.choice("truncation_side"))
        if let role: TextRole = try object.choice("role") {
            self = encoder.options(for: role, self)
        }
        try encoder.check(self)
    }
}
