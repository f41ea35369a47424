import SencFiles

/// What is wrong with a setting, and where it stands.
enum ConfigurationError: Diagnostic, Equatable {
    /// A line that is not `key = value`.
    case notSetting(line: Int, path: String)
    case unknownKey(String, line: Int, path: String)
    case missingValue(ConfigurationKey, line: Int, path: String)
    /// A key that an earlier line has.
    case repeated(ConfigurationKey, line: Int, path: String)
    case invalid(Message, line: Int, path: String)
    /// The value of an environment variable.
    case invalidVariable(Message, name: String)

    var message: Message {
        switch self {
        case .notSetting(let line, let path):
            "the line is not a setting, such as threads = 4 (\(path), line \(line))"
        case .unknownKey(let key, let line, let path):
            """
            \(key.quoted()) is not a setting; the settings are \(Self.keys.joined(separator: ", "))\
            \(Self.question(key)) (\(path), line \(line))
            """
        case .missingValue(let key, let line, let path):
            "\(key.rawValue) needs a value (\(path), line \(line))"
        case .repeated(let key, let line, let path):
            "\(key.rawValue) is set above already; remove one of the two (\(path), line \(line))"
        case .invalid(let fault, let line, let path): "\(fault) (\(path), line \(line))"
        case .invalidVariable(let fault, let name): "\(fault) (the environment's \(name))"
        }
    }

    var status: ExitStatus {
        if case .invalidVariable = self { .usage } else { .badData }
    }

    static var keys: [String] { ConfigurationKey.allCases.map(\.rawValue) }

    /// Which key may be meant by one that there is not.
    static func question(_ key: String) -> Message {
        NearestName.question(NearestName.suggestion(for: key, among: keys))
    }
}
