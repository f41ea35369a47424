import Senc
import SencFiles
import SencMath

/// A command that shows or mends a configuration with a fault, because of which others end.
protocol ConfigurationMending {}

/// What commands go by where no option says otherwise: the environment, then the user's file, then
/// what is built in.
struct Configuration {
    /// Where a value comes from.
    enum Source: Equatable {
        case environment(variable: String)
        case file(path: String, line: Int)
    }

    private typealias Setting = (value: String, source: Source)

    /// Larger files are refused.
    static let maximumBytes = 1 << 16

    /// The file, be it there or not; `nil` if nothing says where the user's files are.
    let path: String?
    private var settings: [ConfigurationKey: Setting] = [:]

    /// - Throws: `ConfigurationError`, or `FileError` for a file that is there and cannot be read.
    init(environment: (String) -> String? = Environment.value) throws {
        path = Self.path(environment: environment)
        if let path, Path.exists(path) {
            let text = ConfigurationText(
                try FileContents.bytes(of: path, limit: Self.maximumBytes))
            settings = try text.settings(path: path).mapValues {
                ($0.value, .file(path: path, line: $0.line))
            }
            if let home = environment("HOME"), let model = settings[.model],
                model.value.utf8.starts(with: "~/".utf8)
            {
                // Which a shell would have done.
                settings[.model]?.value = Path.join(home, String(model.value.dropFirst(2)))
            }
        }
        for key in ConfigurationKey.allCases {
            guard let value = environment(key.variable) else { continue }
            if let fault = key.fault(of: value) {
                throw ConfigurationError.invalidVariable(fault, name: key.variable)
            }
            settings[key] = (value, .environment(variable: key.variable))
        }
    }

    /// `senc/config` where the user's configurations are, as the XDG base directories have it.
    static func path(environment: (String) -> String? = Environment.value) -> String? {
        let given = environment("XDG_CONFIG_HOME").flatMap {
            $0.utf8.first == UInt8(ascii: "/") ? $0 : nil
        }
        let directory = given ?? environment("HOME").map { Path.join($0, ".config") }
        return directory.map { Path.join($0, "senc/config") }
    }

    func value(_ key: ConfigurationKey) -> String? { settings[key]?.value }

    /// `nil` for what is built in.
    func source(_ key: ConfigurationKey) -> Source? { settings[key]?.source }

    // MARK: The user's

    /// The one of this process; read when it is first needed.
    private static let current = Result { try Configuration() }

    /// - Throws: what is wrong with the configuration, which commands would not go by.
    static func check() throws { _ = try current.get() }

    private static func value(_ key: ConfigurationKey) -> String? {
        (try? current.get())?.value(key)
    }

    static var model: String { value(.model) ?? SentenceEncoder.defaultModel }

    static var precision: Precision { value(.precision).flatMap(Precision.init) ?? .float32 }

    /// `nil` for one thread for each processor.
    static var threads: Int? { value(.threads).flatMap { Int($0) } }

    static var language: String? { value(.language) }
}
