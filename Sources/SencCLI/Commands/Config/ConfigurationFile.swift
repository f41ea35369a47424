import SencFiles

/// The user's configuration file, to be written.
enum ConfigurationFile {
    /// - Throws: `UsageError` for a name that is not a setting's.
    static func key(_ name: String) throws -> ConfigurationKey {
        guard let key = ConfigurationKey(rawValue: name) else {
            throw UsageError(
                """
                \(name.quoted()) is not a setting; the settings are \
                \(ConfigurationError.keys.joined(separator: ", "))\
                \(ConfigurationError.question(name))
                """)
        }
        return key
    }

    /// Writes the file anew if a change makes a difference; it is made if it is not there.
    static func change(_ change: (inout ConfigurationText) throws -> Void) throws {
        guard let path = Configuration.path() else {
            throw UsageError(
                "there is no place for the file: neither HOME nor XDG_CONFIG_HOME is set")
        }
        let old =
            Path.exists(path)
            ? try FileContents.bytes(of: path, limit: Configuration.maximumBytes) : []
        var text = ConfigurationText(old)
        let before = text.bytes
        try change(&text)
        guard text.bytes != before else { return }
        if let directory = Path.parent(of: path) { try Directory.makeAll(directory) }
        let file = try OutputFile(path: path)
        try file.write(text.bytes)
        try file.commit()
    }
}
