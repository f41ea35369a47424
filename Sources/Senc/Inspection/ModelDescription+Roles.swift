internal import SencFiles

extension ModelSettings {
    /// The prompts that go before texts where none is asked for.
    var roleSettings: [Setting] {
        TextRole.allCases.map(setting) + [comparisonSetting]
    }

    private func setting(_ role: TextRole) -> Setting {
        let name: Message = role == .query ? "query role" : "passage role"
        guard let prompt = sentences.promptName(for: role) else {
            let names = role.promptNames.joined(separator: ", ")
            return Setting(
                name: name, value: "no prompt, used as it is", source: "no prompt \(names)")
        }
        return Setting(name: name, value: shown(prompt), in: source)
    }

    /// Of texts that are compared with others of their kind.
    private var comparisonSetting: Setting {
        let name: Message = "comparisons"
        guard let prompt = sentences.comparisonPromptName else {
            let isStated = sentences.statedComparisonPrompt != nil
            return Setting(
                name: name, value: "no prompt",
                source: isStated ? Message(verbatim: key) : "default")
        }
        let source: Message =
            if sentences.defaultPromptName != nil {
                Message(verbatim: sentences.name + " default_prompt_name")
            } else if sentences.statedComparisonPrompt != nil {
                Message(verbatim: key)
            } else {
                "prompts for both roles"
            }
        return Setting(name: name, value: shown(prompt), source: source)
    }

    private var key: String {
        sentences.name + " " + SentenceTransformersConfiguration.comparisonKey
    }

    private var source: String { sentences.name + " prompts" }

    private func shown(_ name: String) -> Message {
        sentences.prompts[name]?.isEmpty == false
            ? "prompt \(name)" : "prompt \(name), which is empty"
    }

    /// The languages that the model is said to be for.
    var languageSettings: [Setting] {
        let (languages, source) = statedLanguages
        guard !languages.isEmpty else { return [] }
        return [
            Setting(
                name: "languages", value: "\(languages.joined(separator: ", "))", in: source)
        ]
    }
}
