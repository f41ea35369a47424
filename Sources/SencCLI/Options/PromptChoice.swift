public import ArgumentParser
public import Senc
import SencFiles

extension TextRole: ExpressibleByArgument {}

/// What texts are encoded for, by which a model's prompt is chosen where none is asked for.
enum TextUse {
    /// Whatever comes after: the model's default prompt, if it has one.
    case any
    /// To be compared with texts of the same kind: the default prompt, else that for queries of a
    /// model that asks for roles.
    case comparison
    /// One side of a search: the role's prompt; else the default one, if that is not for the other.
    case role(TextRole)
}

/// The prompt that a command line asks for: at most one of the three.
struct PromptChoice: Equatable {
    var name: String?
    var text: String?
    var role: TextRole?

    var isGiven: Bool { self != PromptChoice() }

    /// - Parameter options: the names of the three options, as they are typed.
    /// - Throws: `UsageError` if more than one was given.
    func check(_ options: (name: String, text: String, role: String?)) throws {
        let given = [
            name == nil ? nil : options.name, text == nil ? nil : options.text,
            role == nil ? nil : options.role,
        ].compactMap(\.self)
        if given.count > 1 { throw UsageError("give \(given[0]) or \(given[1]), not both") }
    }
}

extension EncodingOptions {
    /// These with the prompt that is asked for, or else that which goes before texts of a use.
    func prompted(
        _ choice: PromptChoice, for use: TextUse, of encoder: SentenceEncoder
    ) -> EncodingOptions {
        var result = self
        (result.promptName, result.prompt) = (choice.name, choice.text?.repaired)
        guard choice.name == nil, choice.text == nil else { return result }
        if let role = choice.role { return encoder.options(for: role, result) }
        switch use {
        case .any: break
        case .comparison: result.promptName = encoder.comparisonPromptName
        case .role(let role):
            return encoder.searchOptions(for: role, result)
        }
        return result
    }
}
