extension ModelSettings {
    /// What `inspect` tells of the prompts that go before texts where none is asked for.
    var roleDecisions: [Decision] {
        TextRole.allCases.map(decision) + [comparisonDecision]
    }

    private func decision(_ role: TextRole) -> Decision {
        let name = "\(role.rawValue) role"
        guard let prompt = sentences.promptName(for: role) else {
            let names = role.promptNames.joined(separator: ", ")
            return Decision(
                name: name, value: "no prompt, used as it is", source: "no prompt \(names)")
        }
        return Decision(name: name, value: shown(prompt), source: source)
    }

    /// Of texts that are compared with others of their kind.
    private var comparisonDecision: Decision {
        let name = "comparisons"
        guard let prompt = sentences.comparisonPromptName else {
            let isStated = sentences.statedComparisonPrompt != nil
            return Decision(
                name: name, value: "no prompt", source: isStated ? key : "default")
        }
        let source =
            if sentences.defaultPromptName != nil {
                sentences.name + " default_prompt_name"
            } else if sentences.statedComparisonPrompt != nil {
                key
            } else {
                "prompts for both roles"
            }
        return Decision(name: name, value: shown(prompt), source: source)
    }

    private var key: String {
        sentences.name + " " + SentenceSettings.comparisonKey
    }

    private var source: String { sentences.name + " prompts" }

    private func shown(_ name: String) -> String {
        sentences.prompts[name]?.isEmpty == false
            ? "prompt \(name)" : "prompt \(name), which is empty"
    }
}
