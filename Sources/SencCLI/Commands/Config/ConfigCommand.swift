import ArgumentParser
import SencFiles

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: localized("Show or change what commands go by if no option says otherwise."),
        discussion: localized(
            """
            An option beats the environment (SENC_MODEL, SENC_PRECISION, SENC_THREADS, \
            SENC_LANGUAGE), which beats the file, which beats what is built in.

            Examples:
              senc config
              senc config set precision int8
              senc config unset precision
            """),
        subcommands: [ConfigShowCommand.self, ConfigSetCommand.self, ConfigUnsetCommand.self],
        defaultSubcommand: ConfigShowCommand.self)
}

struct ConfigShowCommand: ParsableCommand, ConfigurationMending {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: localized("Show each setting, its value and where that comes from."),
        discussion: localized(
            """
            Example:
              senc config show --json
            """))

    @OptionGroup var results: ReportOptions

    func run() throws {
        let report = ConfigurationReport(try Configuration())
        try results.place.write(results.isJSON ? report.json : Array(report.table.utf8))
    }
}

struct ConfigSetCommand: ParsableCommand, ConfigurationMending {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: localized("Write a setting into the configuration file."),
        discussion: localized(
            """
            The rest of the file stays as it is, comments too.

            Examples:
              senc config set model all-MiniLM-L6-v2
              senc config set threads 4
            """))

    @Argument(
        help: .text("What to set: \(ConfigurationError.keys.joined(separator: ", "))."),
        completion: .configurationKey)
    var key: String

    @Argument(help: .text("What commands will go by."), completion: .configurationValue)
    var value: String

    func run() throws {
        let key = try ConfigurationFile.key(key)
        var value = value
        if let fault = key.fault(of: value) { throw UsageError(fault) }
        if value.isEmpty || value != value.onOneLine() || value.containsByte("\"") {
            throw UsageError(
                "\(key.rawValue) cannot be \(value.quoted()): that cannot stand in the file")
        }
        if key == .model, value.utf8.starts(with: "./".utf8) || value.utf8.starts(with: "../".utf8)
        {
            // The working directory will be another one.
            value = try Path.existing(value)
        }
        try ConfigurationFile.change { $0.set(key, to: value) }
        if Environment.value(key.variable) != nil {
            Terminal.report("hint: \(key.variable) is set, and beats the file")
        }
    }
}

struct ConfigUnsetCommand: ParsableCommand, ConfigurationMending {
    static let configuration = CommandConfiguration(
        commandName: "unset",
        abstract: localized("Remove a setting from the configuration file."),
        discussion: localized(
            """
            Example:
              senc config unset model
            """))

    @Argument(
        help: .text("What to remove: \(ConfigurationError.keys.joined(separator: ", "))."),
        completion: .configurationKey)
    var key: String

    func run() throws {
        let key = try ConfigurationFile.key(key)
        try ConfigurationFile.change { text in
            if !text.unset(key) {
                Terminal.report("hint: \(key.rawValue) was not set in the file")
            }
        }
    }
}
