import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencInput
import SencMath
import SencVectors

struct ZeroShotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zero-shot",
        abstract: localized("Give each text the label that it is closest to in meaning."),
        discussion: localized(
            """
            Prints the score, the label and the text, between tabs. Labels are encoded as texts \
            are, so those that say more tell more, and so may a --template around them. In JSON, \
            an object a text: its "index" (from 0), the "text", the "labels" and for each its \
            score.

            Example:
              senc classify --labels "sports, politics, food" --input sentences.txt
            """))

    @OptionGroup var corpus: CorpusOptions

    @Option(
        parsing: .singleValue,
        help: .text("The labels, between commas. Repeatable.", valueName: "labels"),
        completion: .labels)
    var labels: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text("The labels, one a line. Repeatable.", valueName: "file"), completion: .files)
    var labelsFile: [String] = []

    @Option(help: .text("What is encoded for a label, which goes in place of {}."))
    var template = "{}"

    @OptionGroup var output: LabelOptions

    func validate() throws {
        if labels.isEmpty, labelsFile.isEmpty {
            throw UsageError(
                "give the labels: --labels \"sports, politics\", or --labels-file FILE")
        }
        if !labels.isEmpty, !labelsFile.isEmpty {
            throw UsageError("give --labels or --labels-file, not both")
        }
        if !template.contains("{}") { throw UsageError("--template needs {} for the label") }
    }

    func run() throws {
        try output.results.place.check(against: labelsFile + corpus.inputs.input)
        let labels = try names()
        let corpus = try corpus.open(
            table: output.table.request, column: output.added.column, keepsBlank: true)
        let encoder =
            try corpus.encoder ?? self.corpus.model.load(packing: .eachUse, matching: corpus.stamp)
        if corpus.encoder == nil {
            try VectorFile.check(self.corpus.inputs.input) { try encoder.stamp() }
        }
        let texts = labels.map { template.replacing("{}", with: $0) }
        let vectors = try encoder.vectors(
            of: texts, self.corpus.encodingOptions(of: encoder, matching: corpus.stamp))
        let found = try corpus.vectors.matches(
            among: vectors, by: encoder.similarity, threads: self.corpus.model.threads)
        try output.write(found.map { $0.map { (labels[$0.index], $0.score) } }, "scores", corpus)
    }

    private func names() throws -> [String] {
        let given = labels.map(\.repaired).flatMap {
            $0.split(separator: ",", omittingEmptySubsequences: false).map { String($0).trimmed }
        }
        // A file's blank lines are no labels.
        let source = try TextSource(
            labelsFile.map { (path: $0, format: .text) },
            encoding: corpus.inputs.files.layout.encoding)
        let read = try source.allTexts().map(\.trimmed).filter { !$0.isEmpty }
        source.reportReplacements()
        let names = given + read
        let same = Dictionary(grouping: names) { Array($0.utf8) }
        if let name = names.first(where: { (same[Array($0.utf8)]?.count ?? 0) > 1 }) {
            throw UsageError("the label \(name.quoted()) is given twice")
        }
        if names.contains("") { throw UsageError("a label is empty") }
        if names.count < 2 { throw UsageError("give at least two labels") }
        return names
    }
}

extension String {
    /// Without the space around it.
    fileprivate var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }),
            let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
