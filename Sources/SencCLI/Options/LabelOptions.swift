import ArgumentParser
import SencFiles

/// How the labels of texts are printed.
struct LabelOptions: ParsableArguments {
    @Option(
        help: .text("How many labels a text, the best first; 1, or with --json all, if not given."))
    var top: Int?

    @Flag(
        help: .text(
            """
            Print one JSON object a text: its "index" (from 0), the "text" if it is known, the \
            "labels" and for each its score or probability.
            """))
    var json = false

    func validate() throws {
        if let top, top < 1 { throw UsageError("--top must be at least 1") }
    }

    /// - Parameters:
    ///   - labels: all of each text, the best first.
    ///   - key: what JSON calls the numbers.
    func write(
        _ labels: [[(name: String, score: Float)]], _ key: String, _ corpus: Corpus
    ) throws {
        guard json else {
            var text = ""
            for (row, labels) in labels.enumerated() {
                for (name, score) in labels.prefix(top ?? 1) {
                    text += "\(score)\t\(name.onOneLine())\t\(corpus.line(row))\n"
                }
            }
            return try ResultOutput(nil).write(Array(text.utf8))
        }
        var lines = JSONLines()
        for (row, labels) in labels.enumerated() {
            let labels = labels.prefix(top ?? labels.count)
            lines.object {
                $0.member("index", row)
                $0.member("text", ifPresent: corpus.texts?[row])
                $0.array("labels", labels) { $0.value($1.name) }
                $0.array(key, labels) { $0.value($1.score) }
            }
        }
        try ResultOutput(nil).write(lines.bytes)
    }
}
