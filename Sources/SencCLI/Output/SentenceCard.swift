import Senc
import SencFiles
import SencTraining

/// What is told of a model that was taught: its card, `README.md`, for whoever gets the model.
struct SentenceCard {
    /// What it was called, and the languages that it is for.
    let base: String
    let languages: [String]
    /// What it was taught with, set by set.
    let data: [Data]
    let options: SentenceOptions
    let learningRate: Double
    let outcome: SentenceOutcome
    let measure: SentenceMeasure?
    let dimension: Int
    /// The file of the classifier that goes with the model, if there is one.
    var classifier: String?
    /// What another model is called that it learned from.
    var teacher: String?

    /// A set of examples.
    struct Data {
        let files: [String]
        let columns: [String]
        let examples: Int
        let loss: SentenceLoss
    }

    var bytes: [UInt8] {
        let base = base.onOneLine()
        var text = CardText(
            "\(base), taught", languages: languages,
            facts: [
                "library_name: sentence-transformers", "pipeline_tag: sentence-similarity",
            ],
            tags: [
                "sentence-transformers", "sentence-similarity", "feature-extraction",
                "generated_from_trainer",
            ])
        text.add(
            "Turns texts into vectors of \(dimension) dimensions. Taught by senc from \(base).")
        if let classifier {
            text.add(
                "`\(classifier)` is a classifier of texts on these vectors: "
                    + "`senc classify apply DIRECTORY`.")
        }
        text.add(
            data: data.map { set in
                let names = set.columns.map { $0.onOneLine() }.joined(separator: ", ")
                let loss = data.count == 1 ? "" : ", loss: \(set.loss.rawValue)"
                return (set.files, "\(set.examples) examples, columns: \(names)\(loss).")
            })
        text.add(learning: arguments)
        if let measure, let before = outcome.before, let best = outcome.best {
            text.add("## Validation")
            text.add(
                (measure.rawValue, ""),
                [
                    ("before", measure.shown(before)),
                    ("after \(outcome.bestStep) steps", measure.shown(best)),
                ])
        }
        return text.bytes
    }

    private var arguments: [(String, String)] {
        let dimensions = options.dimensions.map(String.init).joined(separator: ", ")
        let matryoshka = dimensions.isEmpty ? [] : [("Matryoshka", dimensions)]
        let lowRank = options.lowRank.map { [("LoRA", "rank \($0.rank), alpha \($0.alpha)")] } ?? []
        let pairs =
            options.pairs.map { [("pairs of a kind for a text, at most", "\($0.limit)")] } ?? []
        let teacher = teacher.map { [("teacher", $0.onOneLine())] } ?? []
        let layers = options.layers.map { [("layers", "\($0)")] } ?? []
        return [
            ("loss", data.map(\.loss).names),
            ("epochs", "\(options.epochs)"),
            ("batch", "\(options.batch)"), ("learning rate", "\(learningRate)"),
            ("schedule", options.schedule.rawValue), ("warm-up", "\(options.warmUp)"),
            ("weight decay", "\(options.weightDecay)"), ("largest norm", "\(options.largestNorm)"),
            ("dropout", options.drops ? "the model's" : "none"),
            ("precision", options.precision.rawValue), ("seed", "\(options.seed)"),
            ("steps", "\(outcome.steps)"), ("last loss", decimal(outcome.loss, 4)),
        ] + teacher + layers + pairs + matryoshka + lowRank
    }
}

extension [SentenceLoss] {
    /// Their names, each once.
    var names: String {
        indices.filter { !self[..<$0].contains(self[$0]) }.map { self[$0].rawValue }
            .joined(separator: ", ")
    }
}

extension SentenceMeasure {
    /// A value to read: losses of vectors that are compared element by element are small numbers.
    func shown(_ value: Double) -> String { decimal(value, self == .loss ? 6 : 4) }
}
