/// What examples are to be like after learning, by its name.
package enum SentenceLoss: String, Sendable, CaseIterable {
    case mnrl, symmetric, cosent, angle, cosine, contrastive
    case onlineContrastive = "online-contrastive"
    case triplet, softmax
    case batchAllTriplet = "batch-all-triplet"
    case batchHardTriplet = "batch-hard-triplet"
    case batchSemiHardTriplet = "batch-semi-hard-triplet"

    /// Whether the texts of other examples of a batch are negatives, so that equal ones are at odds.
    var hasBatchNegatives: Bool { self == .mnrl || self == .symmetric }

    /// Whether an example counts for nothing without others.
    /// - Parameter columns: texts of an example.
    func comparesExamples(columns: Int) -> Bool {
        switch self {
        case .mnrl, .symmetric: columns == 2
        case .cosent, .angle, .onlineContrastive, .batchAllTriplet, .batchHardTriplet,
            .batchSemiHardTriplet:
            true
        case .cosine, .contrastive, .triplet, .softmax: false
        }
    }

    /// Whether the first text of an example is what is asked, and the others what is found.
    var comparesRoles: Bool { hasBatchNegatives || self == .triplet }

    /// The one for examples of a kind where none is asked for.
    package init(for examples: SentenceExamples) {
        switch examples.labels {
        case nil: self = .mnrl
        case .scores: self = .cosent
        case .classes: self = examples.columns.count == 1 ? .batchAllTriplet : .softmax
        }
    }

    /// Whether it takes scores, not classes; `nil` if it takes neither.
    package var takesScores: Bool? {
        switch self {
        case .mnrl, .symmetric, .triplet: nil
        case .cosent, .angle, .cosine, .contrastive, .onlineContrastive: true
        case .softmax, .batchAllTriplet, .batchHardTriplet, .batchSemiHardTriplet: false
        }
    }

    /// Whether it takes scores or classes.
    package var takesLabels: Bool { takesScores != nil }
}
