public import SencFiles

/// Why a model cannot be distilled.
public enum DistillationError: Diagnostic, Equatable {
    /// A teacher that looks the vectors of tokens up itself.
    case noTransformer(model: String)
    /// More components than the teacher's vectors have, or than there are tokens.
    case dimension(Int, largest: Int)
    /// Directions are to be evened out of vectors that learn from texts.
    case whitening
    /// No text has a token that is known.
    case noTexts
    /// The teacher gives a token or a text numbers that are not finite.
    case notFinite(model: String)

    public var message: Message {
        switch self {
        case .noTransformer(let model):
            "\(model.quoted()) is a static model already: name a teacher with a transformer"
        case .dimension(let dimension, let largest):
            "dimension is \(dimension), and can be \(largest) at most with this teacher"
        case .whitening: "whitening is for vectors that learn from no texts"
        case .noTexts: "no text has a token that the teacher knows"
        case .notFinite(let model): "\(model.quoted()) gives vectors that are not finite"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .dimension, .noTransformer, .whitening: .usage
        case .noTexts, .notFinite: .badData
        }
    }
}
