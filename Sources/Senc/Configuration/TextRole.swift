/// What a text is in a search. Models that were trained with a prompt for each role ask for it.
public enum TextRole: String, Sendable, CaseIterable {
    /// What is asked.
    case query
    /// What is searched.
    case passage

    /// What models call the prompt of a role; the first that is declared counts, as in
    /// sentence-transformers.
    package var promptNames: [String] {
        switch self {
        case .query: ["query"]
        case .passage: ["document", "passage", "corpus"]
        }
    }
}

extension SentenceTransformersConfiguration {
    /// The name of the prompt that the model declares for a role; `nil` if it declares none.
    func promptName(for role: TextRole) -> String? {
        role.promptNames.first { prompts[$0] != nil }
    }

    /// The text that goes before those of a role; empty if there is none.
    func prompt(for role: TextRole) -> String {
        promptName(for: role).flatMap { prompts[$0] } ?? ""
    }

    /// Whether the model was trained with a prompt for either role, as e5 was. One for queries alone
    /// is an instruction for searches.
    var asksForRoles: Bool { TextRole.allCases.allSatisfy { !prompt(for: $0).isEmpty } }

    /// The prompt for texts of which none is searched for the others: the default one, else what the
    /// model says, else, if it asks for roles, that for queries.
    var comparisonPromptName: String? {
        if let defaultPromptName { return defaultPromptName }
        if let statedComparisonPrompt { return statedComparisonPrompt }
        return asksForRoles ? promptName(for: .query) : nil
    }
}
