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
    /// A model of so many layers cannot be one of so many.
    case keptLayers(Int, of: Int)
    /// A teacher's vectors have another dimension than the model's.
    case teacherDimension(Int, own: Int)
    /// A loss needs a teacher, or has no use for one.
    case teacher(String, needed: Bool)
    /// More components are to do well than vectors have, or none.
    case dimensions(Int, largest: Int)
    /// A loss that learns weights of its own is for vectors of one dimension.
    case matryoshka(String)
    /// A loss compares the examples of a step with each other, and no step has two.
    case singleExamples(String)
    /// Nothing is left that could be learned.
    case allFrozen
    /// The loss of a step, or its gradients, are not finite.
    case notFinite(step: Int)
    /// A loss is for examples of another number of texts.
    case columns(String, needs: ClosedRange<Int>, found: Int)
    /// So many pairs of texts in each of so many passes cannot be held.
    case tooManyPairs(Int, passes: Int)
    /// A loss needs scores or labels, or none, and has something else.
    case labels(String, needs: Labels?)
    /// Numbers that are not shared out evenly over the heads.
    case heads(Int, hidden: Int)
    /// There is no memory to learn so many weights.
    case tooLarge(weights: Double)
    /// No text has a token that could be learned from.
    case noTexts
    /// So few texts that none can be held out with a token that is to be told.
    case tooFewTexts(Int)
    /// A tokenizer without a token that stands for those that are to be told.
    case noMask(path: String)
    /// A model whose tokens do not see those behind them, or that has no layers.
    case noEncoder(path: String)
    /// A model whose weights make no decoder: its layers share theirs, or are of another kind than
    /// BERT's, or its vectors have another dimension than its states.
    case noDecoder(path: String)

    package var message: Message {
        switch self {
        case .noExamples: "there are no examples"
        case .wordVectors(let path): "a file of word vectors cannot be taught (\(path))"
        case .noLayers(let path):
            "a static model has no layers (\(path))"
        case .layers(let count, let all):
            all == 1
                ? "\(count) layers cannot be frozen: the model has 1"
                : "\(count) layers cannot be frozen: the model has \(all)"
        case .keptLayers(let count, let all):
            all == 1
                ? "\(count) layers cannot be kept: the model has 1"
                : "\(count) layers cannot be kept: the model has \(all)"
        case .teacherDimension(let dimension, let own):
            "the teacher's vectors have \(dimension) components, the model's \(own)"
        case .teacher(let loss, true): "the loss \(loss) needs a teacher"
        case .teacher(let loss, false): "the loss \(loss) has no use for a teacher"
        case .dimensions(let dimension, let largest):
            "a dimension is \(dimension), and must be 1 to \(largest), as the vectors have"
        case .matryoshka(let loss): "the loss \(loss) is for vectors of one dimension"
        case .singleExamples(let loss):
            "the loss \(loss) compares examples with each other, and no step has two"
        case .allFrozen: "nothing is left to learn: all weights are frozen"
        case .notFinite(let step): "the loss is not finite in step \(step)"
        case .columns(let loss, let needs, let found):
            needs.lowerBound == needs.upperBound
                ? "the loss \(loss) takes \(needs.lowerBound) texts for each example, not \(found)"
                : """
                the loss \(loss) takes \(needs.lowerBound) or more texts for each example, not \
                \(found)
                """
        case .tooManyPairs(let count, let passes):
            passes == 1
                ? "\(count) pairs of texts are too many"
                : "\(count) pairs of texts in each of \(passes) passes are too many"
        case .heads(let heads, let hidden):
            "\(hidden) numbers cannot be shared out evenly over \(heads) heads"
        case .tooLarge(let weights):
            "not enough memory to learn \(Self.millions(weights)) million weights"
        case .noTexts: "the texts have no token to learn from"
        case .tooFewTexts(let count):
            count == 1
                ? "1 text is too few to hold some out"
                : "\(count) texts are too few to hold such a share of them out"
        case .noMask(let path): "the tokenizer has no mask token (\(path))"
        case .noEncoder(let path):
            "the model is not an encoder whose tokens see each other (\(path))"
        case .noDecoder(let path):
            "the weights of the model make no decoder, as those of BERT do (\(path))"
        case .labels(let loss, .scores): "the loss \(loss) needs a score for each example"
        case .labels(let loss, .classes): "the loss \(loss) needs a label for each example"
        case .labels(let loss, nil): "the loss \(loss) takes neither scores nor labels"
        }
    }

    private static func millions(_ count: Double) -> Int {
        Int(min(max(count / 1e6, 1), 1e15).rounded())
    }

    package var status: ExitStatus {
        switch self {
        case .columns, .labels, .noLayers, .layers, .keptLayers, .teacher, .teacherDimension,
            .dimensions, .matryoshka, .allFrozen, .tooManyPairs, .heads, .tooLarge:
            .usage
        case .noExamples, .wordVectors, .notFinite, .singleExamples, .noTexts, .tooFewTexts,
            .noMask, .noEncoder, .noDecoder:
            .badData
        }
    }
}
