public import SencFiles

/// Why classes cannot be learnt from examples.
public enum ClassificationError: Diagnostic, Equatable {
    /// Not one label for each vector.
    case labelCount(Int, vectors: Int)
    /// Fewer than two different labels; or, of a model that was learnt before, two that are the
    /// same.
    case tooFewClasses([String])
    /// Fewer than two folds.
    case folds(Int)
    /// A class of fewer examples than there are folds.
    case tooFewExamples(label: String, count: Int, folds: Int)
    /// C is not a finite number over 0.
    case regularization(Double)
    /// Weights that are not as many as the classes and the dimension ask for, or not finite.
    case weights(classes: Int, dimension: Int)

    public var message: Message {
        switch self {
        case .labelCount(let labels, let vectors):
            switch (labels, vectors) {
            case (1, _): "there is 1 label for \(vectors) vectors"
            case (_, 1): "there are \(labels) labels for 1 vector"
            default: "there are \(labels) labels for \(vectors) vectors"
            }
        case .tooFewClasses(let labels):
            if let label = labels.first {
                "at least two labels are needed to tell them apart, not only \(label.quoted())"
            } else {
                "at least two labels are needed to tell them apart, not none"
            }
        case .folds(let folds): "\(folds) folds are too few; 2 or more are needed"
        case .tooFewExamples(let label, let count, let folds):
            """
            the label \(label.quoted()) has \(count) of the at least \(folds) examples that \
            \(folds) folds need; ask for fewer with --folds, or for no test with --folds 0
            """
        case .regularization(let strength):
            "the regularization must be a finite number over 0, not \(strength)"
        case .weights(let classes, let dimension):
            "the weights are not those of \(classes) classes in dimension \(dimension)"
        }
    }

    public var status: ExitStatus {
        switch self {
        case .folds, .regularization: .usage
        case .labelCount, .tooFewClasses, .tooFewExamples, .weights: .badData
        }
    }
}
