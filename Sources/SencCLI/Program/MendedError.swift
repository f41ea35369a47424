import SencFiles
import SencTraining

/// An error of a library that an option of the program mends, which the library does not know of.
protocol Mendable: Diagnostic {
    /// What the user can do; `nil` if the message says it all.
    var mend: Message? { get }
}

/// An error together with its mend.
struct MendedError: Diagnostic {
    private let error: any Mendable

    init(_ error: any Mendable) { self.error = error }

    var message: Message {
        guard let mend = error.mend else { return error.message }
        return "\(error.message): \(mend)"
    }

    var status: ExitStatus { error.status }
}

extension TrainingError: Mendable {
    var mend: Message? {
        switch self {
        case .setting, .emptyVocabulary(0, _), .noFastText, .changed: nil
        case .emptyVocabulary: "give more texts, or a lower --min-count"
        case .noNeighbors: "give longer texts, or a lower --min-count"
        case .tooMany: "give a higher --min-count, fewer --buckets or a smaller --dimension"
        case .notFinite: "give a lower --learning-rate"
        case .notCheckpoint: "move it, or give another --output"
        case .damagedCheckpoint: "remove it, and start anew without --resume"
        case .otherSettings: "give the same, or start anew without --resume"
        case .otherData: "restore it, or start anew without --resume"
        case .otherDimension(_, let known): "give --dimension \(known)"
        case .smallVocabulary: "give a larger --vocabulary, or a smaller --alphabet"
        }
    }
}

extension ItemError: Mendable {
    var mend: Message? {
        switch self {
        case .none, .oneItem, .tooMany, .invalidTime: nil
        case .tooRare: "give a lower --min-count"
        case .noNeighbors: "give longer sessions, or a lower --min-count"
        case .blank: "write NAME.npy, with the items in NAME.npy.ids"
        case .nothingToPredict: "leave out --tune"
        }
    }
}

extension TableError: Mendable {
    var mend: Message? {
        switch self {
        case .tooManyClasses(let name, _, _): "if they are numbers, give --number \(name.quoted())"
        case .notNumber: "mend it, or give --category or --ignore in place of --number"
        case .tooManyValues: "give --ignore"
        case .tooLarge: "leave out columns with many categories with --ignore"
        case .noValidation: "give more rows, another share with --validation, or 0"
        case .notCategory: "give --category, or leave out its --vectors"
        case .vectorNotFinite: "mend the text, or give --ignore"
        default: nil
        }
    }
}

extension RecommenderError: Mendable {
    var mend: Message? {
        switch self {
        case .noRatings: "name their column with --rating"
        case .tooManyItems, .noVectors: "give --method als"
        case .tooMany: "give a smaller --dimension"
        case .negativeRating: "for ratings give --method mf"
        case .needsRatings: "train with another --method"
        case .noTimes: "name their column with --time"
        default: nil
        }
    }
}

extension LearningError: Mendable {
    var mend: Message? {
        switch self {
        case .notFinite: "give a lower --learning-rate"
        case .noLayers: "leave out --layers, --freeze and --lora"
        case .keptLayers: "give fewer with --layers"
        case .teacher(_, true): "name one with --teacher"
        case .teacher(_, false): "leave out --teacher, or give another --loss"
        case .teacherDimension: "give another --teacher or --model, or the loss gist or margin-mse"
        case .layers: "give fewer with --freeze"
        case .allFrozen: "give fewer layers with --freeze, or other names with --lora-module"
        case .dimensions: "give another with --matryoshka"
        case .matryoshka: "leave out --matryoshka, or give another --loss"
        case .columns: "name the columns with --column, or give another --loss"
        case .labels(_, nil): "give another --loss"
        case .labels: "name the column with --label, or give another --loss"
        case .singleExamples: "give more examples, a larger --batch or another --loss"
        case .tooManyPairs: "give fewer with --pairs, or fewer --epochs"
        case .heads: "give other --hidden or --heads"
        case .tooLarge: "give fewer --layers, or a smaller --hidden, --feed-forward or vocabulary"
        case .tooFewTexts: "give more texts, another share with --validation, or 0"
        case .noMask: "train one with senc train tokenizer"
        case .noEncoder: "give another --model, or --tokenizer"
        case .noDecoder: "give another --model, or --objective mlm"
        case .noExamples, .noTexts, .wordVectors: nil
        }
    }
}
