import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencVectors

struct ClassifyTrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: localized("Learn a classifier from examples."),
        discussion: localized(
            """
            Learns by logistic regression on the texts' vectors, and prints how many texts it gives \
            the right label when it has not seen them, by cross-validation: the mean of the folds \
            and their standard deviation, and then for each label precision, recall, F1 and the \
            number of examples, between tabs. The file holds the weights and tells which model \
            they go with.

            Example:
              senc classify train --input r.csv --field text --label stars --output r.json
            """))

    enum ClassWeight: String, ExpressibleByArgument, CaseIterable {
        case balanced
    }

    @OptionGroup var corpus: CorpusOptions

    @Option(
        help: .text("The field or column with the label.", valueName: "name"), completion: .column)
    var label: String

    @Option(
        name: .shortAndLong, help: .text("The file to write.", valueName: "file"),
        completion: .files)
    var output: String

    @Option(help: .text("Parts that the examples are tested in, each once; 0 for no test."))
    var folds = 5

    @Option(help: .text("C, the inverse of the penalty on large weights."))
    var regularization = 1.0

    @Option(help: .text("Have labels with few examples count as much as those with many."))
    var classWeight: ClassWeight?

    @Flag(help: .text("Print what the test found as one JSON object."))
    var json = false

    func validate() throws {
        if folds != 0, folds < 2 { throw UsageError("--folds must be 0, or at least 2") }
        if corpus.inputs.texts.count > 1 {
            throw UsageError("examples are read from files, with --field and --label")
        }
    }

    func run() throws {
        try corpus.inputs.checkFiles()
        try UsageError.requireDistinct([output], from: corpus.inputs.input)
        // What cannot be written is an error before the work.
        let file = try OutputFile(path: output)
        let corpus = try corpus.open(labelField: label, keepsBlank: true)
        guard let labels = corpus.labels, let encoder = corpus.encoder else { return }
        if let empty = labels.firstIndex(of: "") { throw ClassifierError.emptyLabel(empty) }
        let options = LogisticRegression.Options(
            regularization: regularization, isBalanced: classWeight == .balanced)
        let threads = self.corpus.model.threads
        let test =
            folds == 0
            ? nil
            : try CrossValidation(
                corpus.vectors, labels: labels, options: options, folds: folds, threads: threads)
        let model = try LogisticRegression(
            corpus.vectors, labels: labels, options: options, threads: threads)
        if !model.hasConverged {
            Terminal.report("warning: the best weights were not reached; try less --regularization")
        }
        let stamp = try encoder.stamp(options: self.corpus.encodingOptions(of: encoder))
        try ClassifierFile(model: model, stamp: stamp).write(to: file)
        if let test {
            try ResultOutput(nil).write(
                json ? object(test) : Terminal.showsResults ? blocks(test) : table(test))
        }
        Terminal.report("\(model.classes.count) labels from \(labels.count) texts (\(output))")
    }

    /// The same as `table` for eyes.
    private func blocks(_ test: CrossValidation) -> [UInt8] {
        var table = TerminalTable([
            .column("label", .text), .column("precision", .number), .column("recall", .number),
            .column("F1", .number),
            .column("examples", .number),
        ])
        for (label, result) in zip(test.classes, test.results) {
            let measures = [result.precision, result.recall, result.f1].map {
                StyledText(decimal(Double($0), 4))
            }
            table.rows.append(
                [StyledText(label.asOneLine)] + measures + [StyledText(String(result.support))])
        }
        let accuracy = decimal(Double(test.accuracy), 4)
        let deviation = decimal(Double(test.deviation), 4)
        let heading = localized("accuracy \(accuracy) ± \(deviation)")
        return Array((heading + "\n\n").utf8) + table.bytes
    }

    private func table(_ test: CrossValidation) -> [UInt8] {
        var text = "accuracy\t\(Float(test.accuracy))\t± \(Float(test.deviation))\n"
        for (label, result) in zip(test.classes, test.results) {
            text += "\(label.onOneLine())\t\(Float(result.precision))\t\(Float(result.recall))"
            text += "\t\(Float(result.f1))\t\(result.support)\n"
        }
        return Array(text.utf8)
    }

    private func object(_ test: CrossValidation) -> [UInt8] {
        JSONWriter.line {
            $0.object {
                $0.member("accuracy", test.accuracy)
                $0.member("deviation", test.deviation)
                $0.member("folds", test.foldAccuracies)
                $0.array("labels", zip(test.classes, test.results)) { writer, entry in
                    let (label, result) = entry
                    writer.object {
                        $0.member("label", label)
                        $0.member("precision", result.precision)
                        $0.member("recall", result.recall)
                        $0.member("f1", result.f1)
                        $0.member("examples", result.support)
                    }
                }
            }
        }
    }
}
