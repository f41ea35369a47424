import Senc
import SencFiles
import SencMath

/// What `senc config` prints.
struct ConfigurationReport {
    private let configuration: Configuration

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    // MARK: The table

    var table: String {
        let heading = [
            localized("setting"), localized("value"), localized("from"), localized("can be"),
        ]
        let rows =
            [heading]
            + ConfigurationKey.allCases.map { key in
                [key.rawValue, value(key).onOneLine(), source(key).onOneLine(), choices(key)]
            }
        let widths = heading.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            // Nothing follows the last.
            zip(row, widths).dropLast().map { $0.padded(to: $1) + "  " }.joined() + row[3] + "\n"
        }
        return lines.joined() + "\n" + file + "\n"
            + localized(
                "'senc config set SETTING VALUE' writes it; an option or SENC_… beats it.") + "\n"
    }

    private func value(_ key: ConfigurationKey) -> String {
        if let value = configuration.value(key) { return value }
        return switch key {
        case .model: SentenceEncoder.embeddedModel
        case .precision: Precision.float32.rawValue
        case .threads: localized("\(WorkerPool.processorCount) (one for each processor)")
        case .language: Language.current.rawValue
        }
    }

    private func source(_ key: ConfigurationKey) -> String {
        switch configuration.source(key) {
        case .environment(let variable): "$" + variable
        case .file(let path, let line): localized("\(path), line \(line)")
        case nil: key == .language ? localized("the locale") : localized("built in")
        }
    }

    private func choices(_ key: ConfigurationKey) -> String {
        switch key {
        case .model: localized("what --model takes")
        case .threads: localized("1 or more")
        case .precision, .language: key.values?.joined(separator: ", ") ?? ""
        }
    }

    private var file: String {
        guard let path = configuration.path else {
            return localized("No file: neither HOME nor XDG_CONFIG_HOME is set.")
        }
        return Path.exists(path)
            ? localized("File: \(path.onOneLine())")
            : localized("File: \(path.onOneLine()) (not there yet)")
    }

    // MARK: JSON

    var json: [UInt8] {
        JSONWriter.file { object in
            object.member("file", configuration.path)
            object.member("exists", configuration.path.map(Path.exists) ?? false)
            object.object("settings", .lines(4)) { settings in
                for key in ConfigurationKey.allCases {
                    settings.object(key.rawValue) { write(key, &$0) }
                }
            }
        }
    }

    private func write(_ key: ConfigurationKey, _ object: inout JSONObject) {
        let value = configuration.value(key)
        switch key {
        case .threads: object.member("value", value.flatMap { Int($0) })
        case .language: object.member("value", value ?? Language.current.rawValue)
        case .model, .precision: object.member("value", self.value(key))
        }
        switch configuration.source(key) {
        case .environment(let variable):
            object.member("source", "environment")
            object.member("variable", variable)
        case .file(_, let line):
            object.member("source", "file")
            object.member("line", line)
        case nil: object.member("source", key == .language ? "locale" : "built in")
        }
    }
}
