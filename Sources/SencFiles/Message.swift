/// A text for the user, written in English where it is needed, that can be told in other languages:
/// its literal is kept apart from the values that stand in it.
///
///     let message: Message = "no model \(name.quoted()) in \(directory)"
///     message.key            // "no model %1 in %2"
///     message.description    // "no model 'x' in /models"
public struct Message: ExpressibleByStringInterpolation, CustomStringConvertible, Sendable {
    /// The literal with `%1`, `%2` … in place of the values, by which translations are found.
    package let key: String
    fileprivate let values: [Value]

    fileprivate enum Value: Sendable {
        case text(String)
        /// Is told in the same language as the whole.
        case message(Message)
        /// One that is an error of its own, whose control characters are escaped.
        case line(Message)
    }

    public init(stringLiteral value: String) {
        (key, values) = (value, [])
    }

    public init(stringInterpolation: Interpolation) {
        (key, values) = (stringInterpolation.key, stringInterpolation.values)
    }

    /// A text that is the same in all languages: a name, a number, what a system says.
    package init(verbatim text: String) {
        (key, values) = ("%1", [.text(text)])
    }

    /// What stands for the path of a stream where errors name it.
    fileprivate static let streams: [Message] = [
        "standard input", "standard output", "standard error",
    ]

    /// The text in English.
    public var description: String { text { _ in nil } }

    /// - Parameter translation: of a key, with the same places for values; `nil` if there is none.
    package func text(_ translation: (String) -> String?) -> String {
        let format = translation(key) ?? key
        guard !values.isEmpty else { return format }
        var (text, rest) = ("", format[...])
        while let sign = rest.firstIndex(of: "%") {
            text += rest[..<sign]
            let next = rest.index(after: sign)
            if next < rest.endIndex, let number = rest[next].wholeNumberValue,
                values.indices.contains(number - 1)
            {
                text += values[number - 1].text(translation)
                rest = rest[rest.index(after: next)...]
            } else {
                text += "%"
                rest = rest[next...]
            }
        }
        return text + rest
    }

    /// The text with other values in the places of its own.
    package func text(of values: [String], _ translation: (String) -> String?) -> String {
        Message(key: key, values: values.map(Value.text)).text(translation)
    }

    private init(key: String, values: [Value]) {
        (self.key, self.values) = (key, values)
    }

    /// Keeps the values of a literal apart from its text.
    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var key = ""
        fileprivate var values: [Value] = []

        public init(literalCapacity: Int, interpolationCount: Int) {
            key.reserveCapacity(literalCapacity + 2 * interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            key += literal
        }

        /// Keeps a value: a message or an error of ours to be told in the same language, anything
        /// else as its description.
        /// - Precondition: there are no more than nine values.
        public mutating func appendInterpolation(_ value: some Any) {
            let value: Value =
                switch value {
                case let message as Message: .message(message)
                case let error as any Diagnostic: .line(error.message)
                case let part as any Localizable: .message(part.message)
                default: .text("\(value)")
                }
            values.append(value)
            key += "%\(values.count)"
        }
    }
}

extension Message.Value {
    fileprivate func text(_ translation: (String) -> String?) -> String {
        switch self {
        case .text(let text) where Message.streams.contains { $0.key == text }:
            translation(text) ?? text
        case .text(let text): text
        case .message(let message): message.text(translation)
        case .line(let message): message.text(translation).onOneLine()
        }
    }
}

extension Message: Equatable {
    /// By what they say.
    public static func == (one: Message, other: Message) -> Bool {
        one.description == other.description
    }
}

extension Message: Hashable {
    public func hash(into hasher: inout Hasher) {
        hasher.combine(description)
    }
}

/// What tells itself to users by a message.
public protocol Localizable: CustomStringConvertible {
    /// What is told, in the language of whoever reads it.
    var message: Message { get }
}

extension Localizable {
    /// In English.
    public var description: String { message.description }
}
