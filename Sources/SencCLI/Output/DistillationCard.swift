import SencFiles
import SencTraining

/// What is told of a static model that was made of a teacher: its card, `README.md`, for whoever gets
/// the model.
struct DistillationCard {
    let made: StaticDistillation
    /// Of the texts.
    let files: [String]

    var bytes: [UInt8] {
        let teacher = made.teacher.onOneLine()
        var text = CardText(
            "\(teacher), static", languages: made.languages,
            facts: ["library_name: model2vec", "pipeline_tag: sentence-similarity"],
            tags: [
                "sentence-transformers", "sentence-similarity", "feature-extraction",
                "static-embeddings",
            ])
        text.add(
            "Vectors of \(made.vectors.rows) tokens, of \(made.vectors.columns) dimensions, made by "
                + "senc from \(teacher). A text's vector is the mean of its tokens'.")
        if made.whitening > 0 {
            text.add("Directions were evened out by \(made.whitening) (whitening).")
        }
        guard let outcome = made.outcome else { return text.bytes }
        let options = made.options
        text.add(data: [(files, "\(outcome.texts) different texts.")])
        text.add(learning: [
            ("batch", "\(options.batch)"), ("learning rate", "\(options.learningRate)"),
            ("temperature", "\(options.temperature)"), ("seed", "\(options.seed)"),
            ("passes", "\(outcome.passes)"), ("last loss", decimal(outcome.loss, 4)),
        ])
        text.add(before: outcome.before, best: outcome.best, after: outcome.bestPass, "passes")
        return text.bytes
    }
}
