import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencTraining

struct TrainSentencesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sentences",
        abstract: localized("Teach a model what is close, with examples of your own."),
        discussion: localized(
            """
            An example is a row of a table: two texts that belong together, with or without others \
            that do not; two texts with a score of how close they are; texts with a label. The model, \
            which is one for encode and search, is changed until its vectors tell so. A few hundred \
            examples help, some thousands are better; what no example is about changes little. What \
            comes out is a directory that sentence-transformers loads, too, with a card that tells how \
            it was made and a drawing of the loss.

            Examples:
              senc train sentences faq.csv --output faq-model
              senc train sentences pairs.tsv --validation 0.1 --epochs 3 -o m
              senc train sentences sts.csv --loss cosent --model all-MiniLM-L6-v2 -o m
              senc search "How do I pay?" --input faq.csv --model ./faq-model
            """))

    @Argument(
        help: .text("Files with the examples, as --input takes them.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @OptionGroup var destination: DirectoryOptions
    private var output: String { destination.output }

    @Flag(help: .text("Print one JSON object: what was learned, the loss, and the validation."))
    var json = false

    @OptionGroup var columns: SentenceColumnOptions
    @OptionGroup var objective: SentenceObjectiveOptions
    @OptionGroup var learning: SentenceLearningOptions
    @OptionGroup var teaching: TeacherOptions
    @OptionGroup var validation: SentenceValidationOptions
    @OptionGroup var resuming: ResumeOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var tables: TableFileOptions

    func validate() throws {
        if teaching.layers != nil, learning.lora != nil, !learning.merge {
            throw UsageError("an adapter is for a whole model: with --layers give --merge")
        }
    }

    func run() throws {
        let paths = try tables.paths(files)
        var options = try learning.options(model, usualBatch: SentenceOptions().batch)
        options.allowsDuplicates = objective.allowDuplicates
        (options.patience, options.layers) = (validation.patience, teaching.layers)
        // What cannot be written is an error before the work.
        _ = try OutputDirectory(path: output)
        Interruption.watch()
        let (table, held) = try examples(paths)
        let name = model.model ?? Configuration.model
        let teacher = try teaching.load(model)
        let trainer = try SentenceTrainer(
            model: name, table.examples, validation: held, table.loss, options, teacher: teacher,
            threads: model.threads, report: TeacherOptions.report(for: output))
        if table.skipped > 0 {
            Terminal.report(
                table.skipped == 1
                    ? "1 row that lacks a text or a label was skipped"
                    : "\(table.skipped) rows that lack a text or a label were skipped")
        }
        let examples = table.examples.count.grouped(in: .current)
        let loss = table.loss.rawValue
        let columnNames = table.names.joined(separator: ", ")
        let steps = trainer.stepCount
        Terminal.report(
            steps == 1
                ? "\(examples) examples, columns \(columnNames), loss \(loss), 1 step"
                : "\(examples) examples, columns \(columnNames), loss \(loss), \(steps) steps")
        let checkpoint = try checkpoint(of: paths, trainer, teacher)
        var work = SentenceTeaching(trainer, output: output, checkpoint)
        let outcome = try work.train()
        let card = SentenceCard(
            base: trainer.baseName, languages: trainer.languages, files: paths,
            columns: table.names, examples: table.examples.count, loss: table.loss,
            options: options, learningRate: trainer.learningRate, outcome: outcome,
            measure: trainer.measure, dimension: trainer.dimension, teacher: teacher?.name)
        try work.write(card, isMerged: learning.merge)
        try work.report(outcome, examples: table.examples.count, table.loss, asJSON: json)
        work.reportEnd(outcome)
    }

    // MARK: - Examples

    private func examples(_ paths: [String]) throws -> (SentenceTable, SentenceExamples?) {
        let rows = try TableRows(of: paths, tables.layout, columns: columns.columns)
        if Interruption.isAsked { throw JobError.modelInterrupted(path: output) }
        let table = try SentenceTable(
            rows, columns: columns.columns, label: columns.label, objective.loss,
            hasTeacher: teaching.teacher != nil)
        if let share = validation.share {
            let (own, held) = try table.split(share, seed: learning.seed)
            return (own, held)
        }
        guard let file = validation.file else { return (table, nil) }
        let others = try TableRows(of: [file], tables.layout, columns: columns.columns)
        let names: [String]? =
            if case .classes(_, let names) = table.examples.labels { names } else { nil }
        let held = try SentenceTable(
            others, columns: columns.columns, label: columns.label, table.loss, classes: names)
        guard held.names.count == table.names.count else {
            throw LearningError.columns(
                table.loss.rawValue, needs: table.names.count...table.names.count,
                found: held.names.count)
        }
        return (table, held.examples)
    }

    // MARK: - Learning

    /// `nil` for standard input, which is not the same again.
    private func checkpoint(
        of paths: [String], _ trainer: SentenceTrainer, _ teacher: SentenceEncoder?
    ) throws -> TrainingCheckpoint? {
        if paths.contains("-") { return nil }
        let own = [
            "options": "\(trainer.options)", "loss": objective.loss?.rawValue,
            "validation": validation.validation, "inputFormat": tables.inputFormat?.rawValue,
            "model": trainer.stamp,
            "teacher": try teacher?.stamp(options: EncodingOptions()).weights,
        ]
        return try resuming.checkpoint(
            of: output,
            own.merging(columns.identity) { $1 }.merging(tables.layout.identity) { $1 },
            files: paths + [validation.file].compactMap { $0 })
    }
}
