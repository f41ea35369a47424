import ArgumentParser
import SencFiles

/// How the labels of texts are printed.
struct LabelOptions: ParsableArguments {
    @Option(help: "How many labels a text, the best first; 1, or with --json all, if not given.")
    var top: Int?

    @Flag(
        help: """
            Print one JSON object a text: its "index" (from 0), the "text" if it is known, the \
            "labels" and for each its score or probability.
            """)
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
        var text = JSONText()
        for (row, labels) in labels.enumerated() {
            if json {
                let labels = labels.prefix(top ?? labels.count)
                text.append(raw: "{\"index\":\(row),")
                if let texts = corpus.texts {
                    text.append(raw: "\"text\":")
                    text.append(string: texts[row])
                    text.append(raw: ",")
                }
                text.append(raw: "\"labels\":")
                text.append(array: labels) { $0.append(string: $1.name) }
                text.append(raw: ",\"\(key)\":")
                text.append(array: labels) { $0.append(number: $1.score) }
                text.append(raw: "}\n")
            } else {
                for (name, score) in labels.prefix(top ?? 1) {
                    text.append(raw: "\(score)\t\(name.onOneLine())\t\(corpus.line(row))\n")
                }
            }
        }
        try ResultOutput(nil).write(text.bytes)
    }
}
