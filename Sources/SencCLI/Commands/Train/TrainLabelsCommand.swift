import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencInput
import SencTraining
import SencVectors

struct TrainLabelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "labels",
        abstract: localized("Teach a model to tell labels apart, from few examples of each."),
        discussion: localized(
            """
            Some 8 to 64 texts of each label are enough (SetFit). The model learns from pairs of \
            them to give texts of a label vectors that are close, and those of different labels \
            vectors that are not; a classifier is learned on its vectors then. What comes out is a \
            directory with the model and classifier.json, which classify apply takes. Whether it was \
            worth it is told by --validation or --folds: the accuracy of the classifier on texts that \
            it has not seen, with the vectors of the model before and after.

            Examples:
              senc train labels reviews.csv --label stars --output reviews-model
              senc train labels r.csv --validation 0.2 --pairs 16 -o m
              senc train labels r.csv --folds 4 --model all-MiniLM-L6-v2 -o m
              senc classify apply reviews-model "It broke on the first day."
            """))

    @Argument(
        help: .text("Files with the examples, as --input takes them.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @OptionGroup var destination: DirectoryOptions
    private var output: String { destination.output }

    @Flag(help: .text("Print one JSON object: what was learned, the loss, and the accuracy."))
    var json = false

    @OptionGroup var columns: LabelColumnOptions
    @OptionGroup var test: LabelTestOptions

    @Option(
        help: .text(
            """
            Pairs of the same label for each text at most, and as many of different ones.
            """))
    var pairs = LabelPairs().limit

    @OptionGroup var learning: SentenceLearningOptions
    @OptionGroup var resuming: ResumeOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var tables: TableFileOptions

    /// Pairs are to have cosine similarities of 1 and 0.
    private static let loss = SentenceLoss.cosine
    private static let usualBatch = 16

    func run() throws {
        let paths = try tables.paths(files)
        var options = try learning.options(model, usualBatch: Self.usualBatch)
        var sampling = LabelPairs()
        sampling.limit = pairs
        (options.pairs, options.keepsBest, options.validations) = (sampling, false, 1)
        // What cannot be written is an error before the work.
        _ = try OutputDirectory(path: output)
        Interruption.watch()
        let (table, held) = try examples(paths)
        let name = model.model ?? Configuration.model
        let trainer = try SentenceTrainer(
            model: name, [SentenceSet(table.examples, Self.loss)], validation: held, options,
            threads: model.threads)
        reportStart(table, trainer)
        let checkpoint = try checkpoint(of: paths, trainer)
        var work = SentenceTeaching(trainer, output: output, checkpoint)
        let outcome = try work.train(tells: false)
        let folds = try tested(table, name, options, work)
        let result = LabelOutcome(
            examples: table.examples.count, labels: table.classes.names, outcome: outcome,
            folds: folds)
        let card = SentenceCard(
            base: trainer.baseName, languages: trainer.languages,
            data: [
                SentenceCard.Data(
                    files: paths, columns: [table.column], examples: table.examples.count,
                    loss: Self.loss)
            ], options: options, learningRate: trainer.learningRate, outcome: result.forCard,
            measure: .accuracy, dimension: trainer.dimension, classifier: ClassifierFile.name)
        try work.write(card, isMerged: learning.merge, last: classifier(of: table))
        try result.report(work.curve, asJSON: json)
        work.reportEnd(outcome)
    }

    // MARK: - Examples

    private func examples(_ paths: [String]) throws -> (LabelTable, SentenceExamples?) {
        let names = [columns.column].compactMap { $0 }
        let rows = try TableRows(of: paths, tables.layout, columns: names)
        if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
        let table = try LabelTable(rows, column: columns.column, label: columns.label)
        try table.checkCounts()
        if test.folds > 0 { _ = try LabelFolds.places(of: table.examples, folds: test.folds) }
        if let share = test.share { return try table.split(share, seed: learning.seed) }
        guard let file = test.file else { return (table, nil) }
        let others = try TableRows(of: [file], tables.layout, columns: names)
        let held = try LabelTable(
            others, column: columns.column, label: columns.label, names: table.classes.names)
        return (table, held.examples)
    }

    private func reportStart(_ table: LabelTable, _ trainer: SentenceTrainer) {
        SentenceTable.report(skipped: table.skipped)
        let examples = table.examples.count.grouped(in: .current)
        let (labels, pairs) = (table.classes.names.count, trainer.exampleCount)
        let (shown, steps) = (pairs.grouped(in: .current), trainer.stepCount)
        Terminal.report(
            steps == 1
                ? "\(examples) texts, \(labels) labels, \(shown) pairs, 1 step"
                : "\(examples) texts, \(labels) labels, \(shown) pairs, \(steps) steps")
    }

    // MARK: - Learning

    /// `nil` for standard input, which is not the same again.
    private func checkpoint(
        of paths: [String], _ trainer: SentenceTrainer
    ) throws -> TrainingCheckpoint? {
        if paths.contains("-") { return nil }
        let own = [
            "options": "\(trainer.options)", "validation": test.validation,
            "inputFormat": tables.inputFormat?.rawValue, "model": trainer.stamp,
        ]
        return try resuming.checkpoint(
            of: output,
            own.merging(columns.identity) { $1 }.merging(tables.layout.identity) { $1 },
            files: paths + [test.file].compactMap { $0 })
    }

    /// What the models of folds do; `nil` if none are asked for.
    private func tested(
        _ table: LabelTable, _ name: String, _ options: SentenceOptions,
        _ work: SentenceTeaching
    ) throws -> LabelFolds? {
        guard test.folds > 0 else { return nil }
        var bar = SentenceBar()
        defer { bar.finish() }
        return try LabelFolds(
            model: name, table.examples, Self.loss, options, folds: test.folds,
            threads: model.threads
        ) { fold, progress in
            try work.checkInterruption()
            if progress.step == progress.steps {
                bar.finish()
                Terminal.report("fold \(fold + 1) of \(test.folds) is tested")
                bar = SentenceBar()
            } else {
                bar.update(progress)
            }
        }
    }

    // MARK: - The classifier

    /// What learns it on the vectors of the model that stands in a directory.
    private func classifier(
        of table: LabelTable
    ) -> (String) throws -> [(name: String, bytes: [UInt8])] {
        { directory in
            let encoder = try SentenceEncoder(model: directory, threads: model.threads)
            let options = EncodingOptions().prompted(PromptChoice(), for: .comparison, of: encoder)
            let vectors = try encoder.vectors(of: table.examples.columns[0], options)
            let (places, names) = table.classes
            let head = try LogisticRegression(
                StoredVectors(vectors), labels: places.map { names[$0] }, threads: model.threads)
            let stamp = try encoder.stamp(options: options).named(Path.lastComponent(of: output))
            let file = ClassifierFile(model: head, stamp: stamp)
            return [(ClassifierFile.name, file.bytes)]
        }
    }
}
