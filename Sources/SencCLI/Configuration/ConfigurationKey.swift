import Senc
import SencFiles
import SencMath

/// What a user can set once for all commands.
enum ConfigurationKey: String, CaseIterable {
    case model, precision, threads, language

    /// The environment variable that has it for one run or one shell.
    var variable: String { "SENC_" + rawValue.uppercased() }

    /// The values that there are; `nil` if those cannot be listed.
    var values: [String]? {
        switch self {
        case .model, .threads: nil
        case .precision: Precision.allCases.map(\.rawValue)
        case .language: Self.languages
        }
    }

    /// Those of `Language`, by the codes that locales begin with.
    static let languages = ["en", "es"]

    /// What is wrong with a value; `nil` for one that can be used.
    func fault(of value: String) -> Message? {
        if let values {
            if values.contains(value) { return nil }
            let question = NearestName.question(NearestName.suggestion(for: value, among: values))
            return """
                \(rawValue) cannot be \(value.quoted()), but \(values.joined(separator: ", "))\
                \(question)
                """
        }
        guard self == .threads else { return nil }
        guard let number = Int(value), number >= 1 else {
            return "threads must be a number of 1 or more, not \(value.quoted())"
        }
        return nil
    }
}
