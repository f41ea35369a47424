public import SencFiles

/// Why texts could not be encoded as asked.
public enum EncodingError: Diagnostic, Equatable {
    /// `text` counts from 0.
    case textTooLong(text: Int, tokens: Int, limit: Int)
    case unknownPrompt(name: String, known: [String])
    case invalidMaximumTokens(Int, allowed: ClosedRange<Int>)
    case invalidDimension(Int, allowed: ClosedRange<Int>)

    public var description: String {
        switch self {
        case .textTooLong(let text, let tokens, let limit):
            "text \(text + 1) has \(tokens) tokens, over the limit of \(limit)"
        case .unknownPrompt(let name, let known):
            "the model has no prompt \(name.quoted()); it has "
                + (known.isEmpty ? "none" : known.joined(separator: ", "))
        case .invalidMaximumTokens(let tokens, let allowed):
            "a limit of \(tokens) tokens is outside \(allowed.lowerBound) to "
                + "\(allowed.upperBound), what the model takes"
        case .invalidDimension(let dimension, let allowed):
            "dimension \(dimension) is outside \(allowed.lowerBound) to \(allowed.upperBound)"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .textTooLong: .badData
        case .unknownPrompt, .invalidMaximumTokens, .invalidDimension: .usage
        }
    }
}
