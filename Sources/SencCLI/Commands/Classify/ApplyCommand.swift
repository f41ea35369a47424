import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencVectors

struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: localized("Give texts the labels of a classifier that was trained."),
        discussion: localized(
            """
            Prints the label's probability, the label and the text, between tabs. The model and \
            the prompt are those that the classifier was trained with; others are an error. In \
            JSON, an object a text: its "index" (from 0), the "text", the "labels" and for each \
            its probability.

            Example:
              senc classify apply r.json "It broke on the first day."
            """))

    @Argument(help: .text("The file that train wrote."), completion: .classifier)
    var classifier: String

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: LabelOptions

    func run() throws {
        try output.results.place.check(against: [classifier] + corpus.inputs.input)
        let file = try ClassifierFile(path: classifier)
        let corpus = try corpus.open(
            table: output.table.request, column: output.added.column, keepsBlank: true,
            matching: file.stamp
        ) { encoder in
            try encoder.stamp(
                options: self.corpus.encodingOptions(of: encoder, matching: file.stamp)
            ).check(against: file.stamp, path: classifier)
        }
        if corpus.encoder == nil {
            try VectorFile.check(
                self.corpus.inputs.input, against: file.stamp, path: classifier)
        }
        let probabilities = try file.model.probabilities(
            of: corpus.vectors, threads: self.corpus.model.threads)
        let labels = probabilities.map { row in
            row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }
                .map { (file.model.classes[$0], Float(row[$0])) }
        }
        try output.write(labels, "probabilities", corpus)
    }
}
