import ArgumentParser
import Senc
import SencFiles
import SencMath
import SencVectors

struct SimilarityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similarity",
        abstract: localized("Print how close texts are in meaning."),
        discussion: localized(
            """
            The cosine of two texts' vectors, from -1 to 1, or what else the model's authors \
            compare vectors by; for more texts, the matrix of all pairs, one line a text, the \
            numbers between tabs. Larger is closer: distances are negative.

            Examples:
              senc similarity "El rey y la reina." "A king and a queen."
              senc similarity --first "It is raining." "It rains." "The sun is out."
              senc similarity --input sentences.txt --format npy --output similarities.npy
            """))

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv, tsv, npy
    }

    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions
    @OptionGroup var metric: MetricOptions
    @OptionGroup var scores: ScoreOptions

    @Flag(help: .text("Compare the first text with each of the others alone, one line each."))
    var first = false

    @Option(
        name: .shortAndLong,
        help: .text("json: a number, an array for --first, or an array of arrays."))
    var format: Format?

    @Flag(help: .text("The same as --format json."))
    var json = false

    @Option(
        name: .shortAndLong,
        help: .text("A file to write instead of standard output.", valueName: "file"),
        completion: .files)
    var output: String?

    func validate() throws {
        if json, let format, format != .json {
            throw UsageError("give --json or --format \(format.rawValue), not both")
        }
        if chosen == .npy, scores.isPercentile {
            throw UsageError("--score percentile is for --format text, json or csv")
        }
        if chosen == .npy, output == nil { throw UsageError("--format npy needs --output FILE") }
    }

    /// The format that is asked for, or that the output's name has.
    private var chosen: Format {
        if json { return .json }
        let name = output.map { Path.lastComponent(of: $0) } ?? ""
        return format
            ?? name.split(separator: ".").dropFirst().last
            .flatMap { Format(rawValue: $0.lowercased()) } ?? .text
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
        if output == nil, format == nil, !json, Terminal.showsResults {
            let table = SimilarityTable(similarities, texts, isPair: isPair, printer)
            try ResultOutput(nil).write(table.bytes)
        } else {
            try write(similarities, isPair: isPair, printer)
        }
        source.reportReplacements()
        OverflowReport(embeddings).report(limit: encoder.maximumTokens(options))
    }

    private func write(
        _ similarities: Matrix, isPair: Bool, _ printer: ScorePrinter
    ) throws {
        if let output, chosen == .npy {
            let writer = try NPYWriter(path: output, columns: similarities.columns)
            try writer.append(similarities)
            return try writer.finish()
        }
        try ResultOutput(output).write(
            chosen == .json
                ? object(similarities, isPair: isPair, printer) : table(similarities, printer))
    }

    private func object(
        _ similarities: Matrix, isPair: Bool, _ printer: ScorePrinter
    ) -> [UInt8] {
        func scores(_ scores: some Sequence<Float>, to writer: inout JSONWriter) {
            writer.array(scores) { printer.write($1, to: &$0) }
        }
        return JSONWriter.line {
            if isPair {
                printer.write(similarities[0, 0], to: &$0)
            } else if first {
                scores(similarities.elements, to: &$0)
            } else {
                $0.array(0..<similarities.rows) { scores(similarities[$1], to: &$0) }
            }
        }
    }

    private func table(_ similarities: Matrix, _ printer: ScorePrinter) -> [UInt8] {
        let separator = chosen == .csv ? "," : "\t"
        let lines = (0..<similarities.rows).map { row in
            similarities[row].map(printer.cell).joined(separator: separator) + "\n"
        }
        return Array(lines.joined().utf8)
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
