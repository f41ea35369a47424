import SencFiles
import SencTraining

/// What is told of a static model that was made of a teacher: its card, `README.md`, for whoever gets
/// the model.
struct DistillationCard {
    let made: StaticDistillation
    /// Of the texts.
    let files: [String]

    /// A file of the directory beside the model's.
    static let curveName = "curve.svg"

    var bytes: [UInt8] {
        var lines = ["---"]
        if !made.languages.isEmpty {
            lines.append("language:")
            // Quoted, for YAML takes no for false.
            lines += made.languages.map { "- \"\($0)\"" }
        }
        let teacher = made.teacher.onOneLine()
        lines += [
            "library_name: model2vec", "pipeline_tag: sentence-similarity", "tags:",
            "- sentence-transformers", "- sentence-similarity", "- feature-extraction",
            "- static-embeddings", "---", "", "# \(teacher), static", "",
            "Vectors of \(made.vectors.rows) tokens, of \(made.vectors.columns) dimensions, made by "
                + "senc from \(teacher). A text's vector is the mean of its tokens'.", "",
        ]
        guard let outcome = made.outcome else {
            return Array(lines.joined(separator: "\n").utf8)
        }
        lines += ["## Data", ""]
        lines += files.map { "- \(Path.lastComponent(of: $0).onOneLine())" }
        let options = made.options
        lines += ["", "\(outcome.texts) different texts.", "", "## Learning", ""]
        lines += ["| argument | value |", "|---|---|"]
        lines += [
            ("batch", "\(options.batch)"), ("learning rate", "\(options.learningRate)"),
            ("temperature", "\(options.temperature)"), ("seed", "\(options.seed)"),
            ("passes", "\(outcome.passes)"), ("last loss", decimal(outcome.loss, 4)),
        ].map { "| \($0.0) | \($0.1) |" }
        lines += ["", "![loss](\(Self.curveName))", ""]
        if let before = outcome.before, let best = outcome.best {
            lines += [
                "Loss on texts that were held out: \(decimal(before, 4)) before, "
                    + "\(decimal(best, 4)) after \(outcome.bestPass) passes.", "",
            ]
        }
        return Array(lines.joined(separator: "\n").utf8)
    }
}
