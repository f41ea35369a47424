/// Where the Hugging Face libraries keep what they downloaded, by the variables that they heed.
package enum HubCache {
    /// - Parameter environment: the value of a variable; `nil` for none.
    package static func directory(
        environment: (String) -> String? = Environment.value
    ) -> String? {
        environment("HF_HUB_CACHE") ?? home(environment: environment).map { Path.join($0, "hub") }
    }

    /// The directory of the caches and of the user's token.
    package static func home(environment: (String) -> String? = Environment.value) -> String? {
        if let home = environment("HF_HOME") { return home }
        let caches =
            environment("XDG_CACHE_HOME") ?? environment("HOME").map { Path.join($0, ".cache") }
        return caches.map { Path.join($0, "huggingface") }
    }

    /// What the hub takes for an organization, a user or a model's name.
    private static let maximumNameLength = 96

    /// Whether a text is a model's name on the hub, `ORG/NAME`: letters, digits, `-`, `_` and `.`,
    /// as huggingface_hub's `validate_repo_id` has it.
    package static func isRepository(_ text: some StringProtocol) -> Bool {
        let parts = text.parts(between: "/")
        return parts.count == 2
            && parts.allSatisfy { part in
                (1...maximumNameLength).contains(part.utf8.count)
                    && part.utf8.allSatisfy(isNameByte)
                    && !part.contains("--") && !part.contains("..")
                    && !"-.".contains(part.first ?? ".") && !"-.".contains(part.last ?? ".")
            }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// The folder of the cache that a model `org/name` is kept in.
    package static func folder(of repository: some StringProtocol) -> String {
        "models--" + repository.parts(between: "/").joined(separator: "--")
    }
}
