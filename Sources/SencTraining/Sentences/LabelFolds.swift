internal import SencAnalysis

/// How well texts get their labels of models that are taught without them: a model is taught for each fold
/// of the texts, with the others, and each text is told once.
package struct LabelFolds: Sendable, Equatable {
    /// The share of right ones of each fold, with the vectors of the model as it was.
    package let before: [Double]
    /// The same with those of the model that was taught.
    package let after: [Double]

    /// - Parameters:
    ///   - examples: texts with a class.
    ///   - options: of learning, with pairs.
    ///   - folds: at least 2; of each class there are as many texts.
    ///   - report: told of each step, and of its fold from 0; what it throws ends the learning.
    /// - Throws: `ClassificationError` if there are too few texts, and what learning does.
    package init(
        model: String, _ examples: SentenceExamples, _ loss: SentenceLoss,
        _ options: SentenceOptions, folds: Int, threads: Int? = nil,
        report: (Int, SentenceProgress) throws -> Void
    ) throws {
        let places = try Self.places(of: examples, folds: folds)
        var options = options
        (options.validations, options.keepsBest, options.patience) = (1, false, nil)
        var (before, after) = ([Double](), [Double]())
        for fold in 0..<folds {
            let trainer = try SentenceTrainer(
                model: model,
                [SentenceSet(examples[places.indices.filter { places[$0] != fold }], loss)],
                validation: examples[places.indices.filter { places[$0] == fold }], options,
                threads: threads)
            let outcome = try trainer.train { try report(fold, $0) }
            before.append(outcome.before ?? 0)
            after.append(outcome.best ?? 0)
        }
        (self.before, self.after) = (before, after)
    }

    /// The fold of each text.
    /// - Throws: `ClassificationError` if a label has too few.
    package static func places(of examples: SentenceExamples, folds: Int) throws -> [Int] {
        guard case .classes(let classes, let names) = examples.labels else {
            throw LearningError.noExamples
        }
        return try CrossValidation.folds(folds, ofLabels: classes, classes: names)
    }
}
