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

    /// The one for examples of a kind where none is asked for.
    package init(for examples: SentenceExamples) {
        switch examples.labels {
        case nil: self = .mnrl
        case .scores: self = .cosent
        case .classes: self = examples.columns.count == 1 ? .batchAllTriplet : .softmax
        }
    }
}
