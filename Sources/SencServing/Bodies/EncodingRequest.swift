import Senc
import SencServerSettings
import SencTokenizers

/// What a request asks of its texts, whatever its dialect calls it.
struct EncodingRequest {
    /// By what the prompt is chosen.
    enum Prompt {
        /// The model's default prompt, if it has one.
        case standard
        case role(TextRole)
        /// Texts that are compared with others of their kind.
        case comparison
        case named(String)
    }

    var input: TextInput
    var prompt = Prompt.standard
    var dimensions: Int?
    var normalization = EncodingOptions.Normalization.always
    /// Whether a text over the limit is cut; `nil` for what the server does by itself.
    var truncates: Bool?
    var side: TruncationSide?
    /// A lower limit than the model's.
    var maximumTokens: Int?

    init(_ input: TextInput) { self.input = input }

    /// - Parameter member: the request's that has the dimension, for the error.
    func options(
        for encoder: SentenceEncoder, _ settings: ServerSettings, dimensionIn member: String
    ) throws(ServiceError) -> EncodingOptions {
        if let dimensions, !(1...encoder.dimension).contains(dimensions) {
            throw ServiceError(
                .invalid, "\(member) must be from 1 to \(encoder.dimension)", parameter: member)
        }
        let cuts = truncates ?? (settings.overflow == .truncate)
        var options = EncodingOptions(
            maximumTokens: maximumTokens.map { min($0, encoder.maximumTokens) },
            overflow: cuts ? .truncate : .error, truncateDimension: dimensions,
            normalization: normalization, truncationSide: side)
        switch prompt {
        case .standard: break
        case .role(let role): options = encoder.options(for: role, options)
        case .comparison: options.promptName = encoder.comparisonPromptName
        case .named(let name): options.promptName = name
        }
        return options
    }
}

extension TruncationSide {
    /// - Parameter name: `left` or `right`, in any case.
    init(_ name: String, member: String) throws(ServiceError) {
        switch name.lowercased() {
        case "left": self = .left
        case "right": self = .right
        default: throw ServiceError(.invalid, "\(member) must be left or right", parameter: member)
        }
    }
}
