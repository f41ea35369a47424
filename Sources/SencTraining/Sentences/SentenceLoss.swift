/// What examples are to be like after learning, by its name.
package enum SentenceLoss: String, Sendable, CaseIterable {
    case mnrl, symmetric, gist, simcse, cosent, angle, cosine, contrastive
    case onlineContrastive = "online-contrastive"
    case triplet, softmax
    case batchAllTriplet = "batch-all-triplet"
    case batchHardTriplet = "batch-hard-triplet"
    case batchSemiHardTriplet = "batch-semi-hard-triplet"
    case mse
    case embedDistill = "embed-distill"
    case marginMSE = "margin-mse"
    case distillKL = "distill-kl"

    /// What it takes of a teacher; `nil` if it needs none.
    var teacherForm: TeacherVectors.Form? {
        switch self {
        case .mse, .embedDistill: .vectors
        case .marginMSE, .distillKL: .scores
        case .gist: .guides
        default: nil
        }
    }

    /// Whether it needs another model, a teacher.
    package var needsTeacher: Bool { teacherForm != nil }

    /// Whether the texts of other examples of a batch are negatives, so that equal ones are at odds.
    var hasBatchNegatives: Bool {
        switch self {
        case .mnrl, .symmetric, .gist, .simcse: true
        default: false
        }
    }

    /// Whether an example counts for nothing without others.
    /// - Parameter columns: texts of an example.
    func comparesExamples(columns: Int) -> Bool {
        switch self {
        case .mnrl, .symmetric, .gist: columns == 2
        case .simcse, .cosent, .angle, .onlineContrastive, .batchAllTriplet, .batchHardTriplet,
            .batchSemiHardTriplet:
            true
        case .cosine, .contrastive, .triplet, .softmax, .mse, .embedDistill, .marginMSE,
            .distillKL:
            false
        }
    }

    /// Whether the first text of an example is what is asked, and the others what is found.
    var comparesRoles: Bool {
        switch self {
        case .mnrl, .symmetric, .gist, .triplet, .marginMSE, .distillKL: true
        default: false
        }
    }

    /// The one for examples of a kind where none is asked for.
    /// - Parameter hasTeacher: whether there is a teacher to learn from.
    package init(for examples: SentenceExamples, hasTeacher: Bool = false) {
        switch examples.labels {
        case nil: self = hasTeacher ? .mse : .mnrl
        case .scores: self = .cosent
        case .classes: self = examples.columns.count == 1 ? .batchAllTriplet : .softmax
        }
    }

    /// Whether it takes scores, not classes; `nil` if it takes neither.
    package var takesScores: Bool? {
        switch self {
        case .mnrl, .symmetric, .gist, .simcse, .triplet, .mse, .embedDistill, .marginMSE,
            .distillKL:
            nil
        case .cosent, .angle, .cosine, .contrastive, .onlineContrastive: true
        case .softmax, .batchAllTriplet, .batchHardTriplet, .batchSemiHardTriplet: false
        }
    }

    /// Whether it takes scores or classes.
    package var takesLabels: Bool { takesScores != nil }
}
