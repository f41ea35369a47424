import SencFiles

/// A thing that `senc doctor` looked at.
struct Finding {
    /// Its name in JSON.
    let key: String
    /// What the user calls it.
    let name: String
    /// What was found, for eyes.
    let text: String
    /// The same for programs.
    let value: any JSONValue

    init(
        _ key: String, called name: Message, found text: Message, _ value: any JSONValue
    ) {
        (self.key, self.name, self.text) = (key, localized(name), localized(text).onOneLine())
        self.value = value
    }

    /// What is the same for both.
    init(_ key: String, called name: Message, _ value: String) {
        self.init(key, called: name, found: Message(verbatim: value), value)
    }
}

/// Findings of a kind.
struct FindingGroup {
    let key: String
    let heading: String
    let findings: [Finding]

    init(_ key: String, called heading: Message, _ findings: [Finding]) {
        (self.key, self.heading, self.findings) = (key, localized(heading), findings)
    }
}
