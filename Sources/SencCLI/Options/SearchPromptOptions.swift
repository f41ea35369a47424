import ArgumentParser
import SencFiles

/// The prompts of the two sides of a search.
struct SearchPromptOptions: ParsableArguments {
    @Option(
        help: .text(
            "The model's prompt for queries, if it is not its own for them; --prompt is the same.",
            valueName: "name"))
    var queryPrompt: String?

    @Option(help: .text("A text to put before queries in place of a prompt; '' for none."))
    var queryPromptText: String?

    @Option(
        help: .text(
            "The model's prompt for texts to be found, if it is not its own for passages.",
            valueName: "name"))
    var passagePrompt: String?

    @Option(
        help: .text("A text to put before those to be found in place of a prompt; '' for none."))
    var passagePromptText: String?

    var passages: PromptChoice { PromptChoice(name: passagePrompt, text: passagePromptText) }

    private var ownQueries: PromptChoice {
        PromptChoice(name: queryPrompt, text: queryPromptText)
    }

    /// - Parameter other: what `--prompt` and the like ask for.
    func queries(else other: PromptChoice) -> PromptChoice {
        ownQueries.isGiven ? ownQueries : other
    }

    /// - Throws: `UsageError` if queries have one prompt by these options and one by others.
    func check(against other: PromptChoice) throws {
        guard ownQueries.isGiven, other.isGiven else { return }
        let own = queryPrompt == nil ? "--query-prompt-text" : "--query-prompt"
        throw UsageError(
            "--prompt, --prompt-text and --role are for queries here, and go without \(own)")
    }

    func validate() throws {
        try ownQueries.check(("--query-prompt", "--query-prompt-text", nil))
        try passages.check(("--passage-prompt", "--passage-prompt-text", nil))
    }
}
