package import SencFiles

/// Why a model cannot be taught.
package enum LearningError: Diagnostic, Equatable {
    /// What an objective needs to know of examples.
    package enum Labels: Sendable, Equatable {
        case scores, classes
    }

    /// Nothing to learn from.
    case noExamples
    /// A file of word vectors, which has no weights that learn.
    case wordVectors(path: String)
    /// A model of token vectors alone has no layers that could be frozen, or learn by updates.
    case noLayers(path: String)
    /// More layers are to stay as they are than there are.
    case layers(Int, of: Int)
    /// More components are to do well than vectors have, or none.
    case dimensions(Int, largest: Int)
    /// A loss that learns weights of its own is for vectors of one dimension.
    case matryoshka(String)
    /// Nothing is left that could be learned.
    case allFrozen
    /// The loss of a step, or its gradients, are not finite.
    case notFinite(step: Int)
    /// A loss is for examples of another number of texts.
    case columns(String, needs: ClosedRange<Int>, found: Int)
    /// A loss needs scores or labels, or none, and has something else.
    case labels(String, needs: Labels?)

    package var message: Message {
        switch self {
        case .noExamples: "there are no examples"
        case .wordVectors(let path): "a file of word vectors cannot be taught (\(path))"
        case .noLayers(let path):
            "a static model has no layers to freeze or to update by low rank (\(path))"
        case .layers(let count, let all):
            all == 1
                ? "\(count) layers cannot be frozen: the model has 1"
                : "\(count) layers cannot be frozen: the model has \(all)"
        case .dimensions(let dimension, let largest):
            "a dimension is \(dimension), and must be 1 to \(largest), as the vectors have"
        case .matryoshka(let loss): "the loss \(loss) is for vectors of one dimension"
        case .allFrozen: "nothing is left to learn: all weights are frozen"
        case .notFinite(let step): "the loss is not finite in step \(step)"
        case .columns(let loss, let needs, let found):
            needs.lowerBound == needs.upperBound
                ? "the loss \(loss) takes \(needs.lowerBound) texts for each example, not \(found)"
                : """
                the loss \(loss) takes \(needs.lowerBound) or more texts for each example, not \
                \(found)
                """
        case .labels(let loss, .scores): "the loss \(loss) needs a score for each example"
        case .labels(let loss, .classes): "the loss \(loss) needs a label for each example"
        case .labels(let loss, nil): "the loss \(loss) takes neither scores nor labels"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .columns, .labels, .noLayers, .layers, .dimensions, .matryoshka,
            .allFrozen:
            .usage
        case .noExamples, .wordVectors, .notFinite: .badData
        }
    }
}
