import ArgumentParser
import Senc
import SencFiles
import SencMath
import SencVectors

struct SimilarityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similarity",
        abstract: "Print how close texts are in meaning.",
        discussion: """
            The cosine of two texts' vectors, from -1 to 1, or what else the model's authors \
            compare vectors by; for more texts, the matrix of all pairs, one line a text, the \
            numbers between tabs. Larger is closer: distances are negative.

            Examples:
              senc similarity "El rey y la reina." "A king and a queen."
              senc similarity --first "It is raining." "It rains." "The sun is out."
              senc similarity --input sentences.txt --format npy --output similarities.npy
            """)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, npy
    }

    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions
    @OptionGroup var metric: MetricOptions
    @OptionGroup var scores: ScoreOptions

    @Flag(help: "Compare the first text with each of the others alone, one line each.")
    var first = false

    @Option(help: "json: a number, an array for --first, or an array of arrays.")
    var format = Format.text

    @Option(help: ArgumentHelp("A file to write instead of standard output.", valueName: "file"))
    var output: String?

    func validate() throws {
        if format == .npy, scores.isPercentile {
            throw UsageError("--score percentile is for --format text, json or csv")
        }
        if format == .npy, output == nil { throw UsageError("--format npy needs --output FILE") }
    }

    func run() throws {
        if let output { try UsageError.requireDistinct([output], from: inputs.input) }
        let source = try inputs.open()
        let texts = try source.allTexts()
        guard texts.count >= 2 else { throw UsageError("similarity needs at least two texts") }
        let encoder = try model.load(packing: inputs.packing)
        let options = self.texts.encodingOptions(for: .comparison, of: encoder)
        let embeddings = try encoder.encode(texts, options: options)
        let warnings = TextWarnings(encoder)
        warnings.note(texts)
        warnings.note(embeddings)
        warnings.finish()
        let all = embeddings.matrix
        let isPair = texts.count == 2
        let others = isPair || first ? all.rows(from: 1) : all
        let metric = metric.metric ?? encoder.similarity
        let printer = try scores.printer { try encoder.scoreScale(options, options, metric) }
        let similarities = try metric.similarities(
            of: others, to: isPair || first ? all.rows(from: 0, count: 1) : all,
            threads: model.threads)
        try write(similarities, isPair: isPair, printer)
        source.reportReplacements()
        OverflowReport(embeddings).report(limit: encoder.maximumTokens(options))
    }

    private func write(
        _ similarities: Matrix, isPair: Bool, _ printer: ScorePrinter
    ) throws {
        if let output, format == .npy {
            let writer = try NPYWriter(path: output, columns: similarities.columns)
            try writer.append(similarities)
            return try writer.finish()
        }
        var text = JSONText()
        if format == .json {
            if isPair {
                text.append(similarities[0, 0], printer)
            } else if first {
                text.append(array: similarities.elements) { $0.append($1, printer) }
            } else {
                text.append(array: 0..<similarities.rows) {
                    $0.append(array: similarities[$1]) { $0.append($1, printer) }
                }
            }
            text.append(raw: "\n")
        } else {
            let separator = format == .csv ? "," : "\t"
            for row in 0..<similarities.rows {
                for (column, number) in similarities[row].enumerated() {
                    if column > 0 { text.append(raw: separator) }
                    text.append(number, printer)
                }
                text.append(raw: "\n")
            }
        }
        try ResultOutput(output).write(text.bytes)
    }
}

extension Matrix {
    /// Rows from `start` on, to the end if no count is given.
    fileprivate func rows(from start: Int, count: Int? = nil) -> Matrix {
        let end = count.map { start + $0 } ?? rows
        return Matrix(
            rows: end - start, columns: columns,
            elements: Array(elements[(start * columns)..<(end * columns)]))
    }
}
