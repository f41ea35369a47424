public import SencFiles

/// Why texts could not be encoded as asked.
public enum EncodingError: Diagnostic, Equatable {
    /// A text has more tokens than the limit where `EncodingOptions.Overflow.error` is asked for.
    /// `text` counts from 0.
    case textTooLong(text: Int, tokens: Int, limit: Int)
    /// A text's vector has components that are infinite or not numbers, as the weights must have.
    /// `text` counts from 0.
    case notFinite(text: Int)
    /// A text has an added token that the model has no vector for. `text` counts from 0.
    case tokenWithoutVector(text: Int, token: String, id: Int, count: Int)
    /// The model declares no prompt of that name; `known` are those that it declares.
    case unknownPrompt(name: String, known: [String])
    /// A limit that leaves a text no token, or is over the model's own.
    case invalidMaximumTokens(Int, allowed: ClosedRange<Int>)
    /// More components than the model's vectors have, or fewer than one.
    case invalidDimension(Int, allowed: ClosedRange<Int>)
    /// The windows of a text would share more than half of their tokens.
    case invalidOverlap(Int, allowed: ClosedRange<Int>)

    /// The same error where the first of the texts is one of others, at `first`.
    package func counted(from first: Int) -> EncodingError {
        switch self {
        case .textTooLong(let text, let tokens, let limit):
            .textTooLong(text: first + text, tokens: tokens, limit: limit)
        case .notFinite(let text): .notFinite(text: first + text)
        case .tokenWithoutVector(let text, let token, let id, let count):
            .tokenWithoutVector(text: first + text, token: token, id: id, count: count)
        default: self
        }
    }

    public var message: Message {
        switch self {
        case .textTooLong(let text, let tokens, let limit):
            """
            text \(text + 1) has \(tokens) tokens, over the limit of \(limit); --overflow chunk \
            averages the pieces of such texts, --overflow truncate cuts them
            """
        case .notFinite(let text):
            "the vector of text \(text + 1) is not finite; the model's weights seem to be damaged"
        case .tokenWithoutVector(let text, let token, let id, let count):
            """
            text \(text + 1) has the token \(token.quoted()) of id \(id), but the model has vectors \
            for \(count) tokens; resize its embeddings, or leave the token out
            """
        case .unknownPrompt(let name, let known):
            known.isEmpty
                ? "the model has no prompt \(name.quoted()); it has none"
                : """
                the model has no prompt \(name.quoted()); it has \(known.joined(separator: ", "))\
                \(NearestName.question(NearestName.suggestion(for: name, among: known)))
                """
        case .invalidMaximumTokens(let tokens, let allowed):
            """
            a limit of \(tokens) tokens is outside \(allowed.lowerBound) to \(allowed.upperBound), \
            what the model takes
            """
        case .invalidDimension(let dimension, let allowed):
            "dimension \(dimension) is outside \(allowed.lowerBound) to \(allowed.upperBound)"
        case .invalidOverlap(let tokens, let allowed):
            """
            an overlap of \(tokens) tokens is outside \(allowed.lowerBound) to \
            \(allowed.upperBound), half a window
            """
        }
    }

    public var status: ExitStatus {
        switch self {
        case .textTooLong, .notFinite, .tokenWithoutVector: .badData
        case .unknownPrompt, .invalidMaximumTokens, .invalidDimension, .invalidOverlap: .usage
        }
    }
}
