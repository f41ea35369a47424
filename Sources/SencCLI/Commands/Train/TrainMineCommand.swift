import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencTraining
import SencVectors

struct TrainMineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mine",
        abstract: localized("Find hard negatives for pairs: texts that are close, but not right."),
        discussion: localized(
            """
            A model learns most from texts that look like an answer and are none. Each row of a table is \
            a text and one that belongs to it; what is closest to the first among all the second ones, or \
            among the texts of --corpus, and is not its own, becomes its negative, by exact search, as \
            sentence-transformers' mine_hard_negatives chooses. Of texts that nobody marked as belonging \
            together some do: --relative-margin 0.05 or --range-min 5 leave out the closest. What comes \
            out is a table for train sentences.

            Examples:
              senc train mine faq.csv --relative-margin 0.05 --output triplets.csv
              senc train mine faq.csv --corpus articles.txt --range-min 5 -o t.csv
              senc train sentences triplets.csv --output faq-model
            """))

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case triplets, tuples
    }

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case csv, tsv, jsonl
    }

    @Argument(
        help: .text("Files with the pairs, as --input takes them.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @Option(
        name: .shortAndLong,
        help: .text(
            "The table to write: NAME.csv, NAME.tsv or NAME.jsonl.", valueName: "file"),
        completion: .files)
    var output: String

    @Option(name: .shortAndLong, help: .text("The form of the file, whatever it is called."))
    var format: Format?

    @Option(
        name: .customLong("column"), parsing: .singleValue,
        help: .text(
            """
            A column of texts: the anchor first, then its positive. If not given: the first two.
            """, valueName: "name"), completion: .column)
    var columns: [String] = []

    @Option(
        name: .customLong("corpus"), parsing: .singleValue,
        help: .text(
            "A file with a text a line to search in beside the positives. Repeatable.",
            valueName: "file"), completion: .files)
    var corpora: [String] = []

    @Option(
        help: .text(
            """
            triplets are a row for each negative; tuples a row with all of them, for anchors that have \
            enough.
            """))
    var rows = Form.triplets

    @Flag(help: .text("Write the scores, too: of the positive, and of each negative."))
    var scores = false

    @OptionGroup var search: NegativeSearchOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var tables: TableFileOptions

    private var chosen: Format? {
        format ?? Format.allCases.first { output.hasSuffix(".\($0.rawValue)") }
    }

    func validate() throws {
        if output == "" { throw UsageError("--output needs the name of a file") }
        if chosen == nil {
            throw UsageError(
                """
                the name \(output.quoted()) does not tell the form of the file: NAME.csv, NAME.tsv, \
                NAME.jsonl or --format
                """)
        }
        if !columns.isEmpty, columns.count != 2 || columns.contains("") {
            throw UsageError("give --column twice: the anchor's, and the positive's")
        }
        if corpora.contains("") { throw UsageError("--corpus needs the name of a file") }
    }

    func run() throws {
        let paths = try tables.paths(files)
        let options = search.options
        try options.check()
        try UsageError.requireDistinct([output], from: (paths + corpora).filter { $0 != "-" })
        // What cannot be written is an error before the work.
        let file = try OutputFile(path: output)
        Interruption.watch()
        let table = try TableRows(of: paths, tables.layout, columns: columns)
        let names = columns.isEmpty ? Array(table.names.prefix(2)) : columns
        guard names.count == 2, let anchors = table.values(ofColumn: names[0]),
            let positives = table.values(ofColumn: names[1])
        else { throw SentenceTableError.noTexts }
        let pairs = zip(anchors, positives).filter { !$0.isBlank && !$1.isBlank }
            .map { (anchor: $0, positive: $1) }
        guard !pairs.isEmpty else {
            throw SentenceTableError.noExamples(skipped: anchors.count)
        }
        let negatives = HardNegatives(pairs, corpus: try corpusTexts())
        let encoder = try model.load()
        let found = try negatives.find(
            anchorVectors: try encoder.encodeQuery(negatives.anchors).matrix,
            corpusVectors: try encoder.encodeDocument(negatives.corpus).matrix,
            by: encoder.similarity, options, threads: model.threads)
        if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
        let (bytes, count) = self.table(negatives, found, names)
        try file.write(bytes)
        try file.commit()
        let missing = found.count { $0.negatives.count < options.count }
        Terminal.report(
            count == 1
                ? "1 row, \(missing) of \(found.count) anchors with fewer negatives (\(output))"
                : "\(count) rows, \(missing) of \(found.count) anchors with fewer negatives (\(output))"
        )
    }

    private func corpusTexts() throws -> [String] {
        guard !corpora.isEmpty else { return [] }
        let source = try RecordLayout(
            kind: .text, details: tables.delimited.details(), encoding: tables.delimited.encoding
        ).source(corpora)
        var texts: [String] = []
        while true {
            let window = try source.nextWindow().map(\.text)
            if window.isEmpty { return texts.filter { !$0.isBlank } }
            texts += window
        }
    }

    // MARK: - The table

    private func table(
        _ negatives: HardNegatives, _ found: [HardNegatives.Found], _ names: [String]
    ) -> ([UInt8], count: Int) {
        let count = rows == .triplets ? 1 : search.negatives
        var header = names
        header += count == 1 ? ["negative"] : (1...count).map { "negative_\($0)" }
        var list: [(texts: [String], scores: [Float])] = []
        for (anchor, found) in found.enumerated() {
            for (place, score) in zip(negatives.positives[anchor], found.positiveScores) {
                let own = [negatives.anchors[anchor], negatives.corpus[place]]
                for start in stride(from: 0, to: found.negatives.count, by: count)
                where start + count <= found.negatives.count {
                    let part = found.negatives[start..<start + count]
                    list.append(
                        (own + part.map { negatives.corpus[$0.index] }, [score] + part.map(\.score))
                    )
                }
            }
        }
        let scoreNames = header.dropFirst().map { "score_\($0)" }
        if chosen == .jsonl {
            var lines = JSONLines()
            for row in list {
                lines.object { object in
                    for (name, text) in zip(header, row.texts) { object.member(name, text) }
                    guard scores else { return }
                    for (name, score) in zip(scoreNames, row.scores) { object.member(name, score) }
                }
            }
            return (lines.bytes, list.count)
        }
        var result = ResultRows(header + (scores ? scoreNames : []))
        for row in list {
            result.append(row.texts + (scores ? row.scores.map { "\($0)" } : []))
        }
        return (result.bytes(delimiter: chosen == .tsv ? "\t" : ","), list.count)
    }
}
