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
            the prompt are those that the classifier was trained with; others are an error. Of a \
            directory that train labels wrote, the classifier and the model in it are taken. In \
            JSON, an object a text: its "index" (from 0), the "text", the "labels" and for each \
            its probability.

            Examples:
              senc classify apply r.json "It broke on the first day."
              senc classify apply reviews-model --input new.csv --field text
            """))

    @Argument(
        help: .text("The file that train wrote, or the directory of train labels."),
        completion: .classifier)
    var classifier: String

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: LabelOptions

    func run() throws {
        let (classifier, model) = try ClassifierFile.find(classifier)
        var options = corpus
        options.model.model = options.model.model ?? model
        try output.results.place.check(against: [classifier] + options.inputs.input)
        let file = try ClassifierFile(path: classifier)
        let corpus = try options.open(
            table: output.table.request, column: output.added.column, keepsBlank: true,
            matching: file.stamp
        ) { encoder in
            try encoder.stamp(
                options: options.encodingOptions(of: encoder, matching: file.stamp)
            ).check(against: file.stamp, path: classifier)
        }
        if corpus.encoder == nil {
            try VectorFile.check(
                options.inputs.input, against: file.stamp, path: classifier)
        }
        let probabilities = try file.model.probabilities(
            of: corpus.vectors, threads: options.model.threads)
        let labels = probabilities.map { row in
            row.indices.sorted { (-row[$0], $0) < (-row[$1], $1) }
                .map { (file.model.classes[$0], Float(row[$0])) }
        }
        try output.write(labels, "probabilities", corpus)
    }
}
