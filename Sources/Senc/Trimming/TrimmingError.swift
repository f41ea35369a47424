public import SencFiles

/// Why a model's vocabulary cannot be cut.
public enum TrimmingError: Diagnostic, Equatable {
    /// No text has a token of the vocabulary, or there is no text.
    case noTokens(path: String)
    /// A token that was to be kept is not in the vocabulary.
    case unknownToken(String, path: String)
    /// Fewer tokens than are kept of any vocabulary, or of these texts' characters.
    case tooSmall(size: Int, required: Int)
    /// Below the id of padding, from which a family counts positions, ids have no tokens.
    case paddingMoves(path: String)

    public var message: Message {
        switch self {
        case .noTokens(let path): "no text has a token of the model's vocabulary (\(path))"
        case .unknownToken(let token, let path):
            "the vocabulary has no token \(token.quoted()) (\(path))"
        case .tooSmall(1, let required):
            """
            1 token is too few: the special ones, bytes and characters of the texts alone are \(required)
            """
        case .tooSmall(let size, let required):
            """
            \(size) tokens are too few: the special ones, bytes and characters of the texts alone \
            are \(required)
            """
        case .paddingMoves(let path):
            """
            the model counts positions from the id of padding, below which there are ids without \
            tokens (\(path))
            """
        }
    }

    public var status: ExitStatus {
        switch self {
        case .tooSmall: .usage
        case .unknownToken, .noTokens, .paddingMoves: .badData
        }
    }
}
