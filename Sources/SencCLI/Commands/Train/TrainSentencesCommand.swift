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
        let (tables, held) = try examples(paths)
        let name = model.model ?? Configuration.model
        let teacher = try teaching.load(model)
        let trainer = try SentenceTrainer(
            model: name, tables.sets, validation: held, options, teacher: teacher,
            threads: model.threads, report: TeacherOptions.report(for: output))
        report(tables, trainer)
        let checkpoint = try checkpoint(of: paths, trainer, teacher)
        var work = SentenceTeaching(trainer, output: output, checkpoint)
        let outcome = try work.train()
        let card = SentenceCard(
            base: trainer.baseName, languages: trainer.languages,
            data: tables.cardData, options: options, learningRate: trainer.learningRate,
            outcome: outcome, measure: trainer.measure, dimension: trainer.dimension,
            teacher: teacher?.name)
        try work.write(card, isMerged: learning.merge)
        try work.report(
            outcome, examples: tables.exampleCount, tables.losses.names, asJSON: json)
        work.reportEnd(outcome)
    }

    // MARK: - Examples

    private func examples(_ paths: [String]) throws -> (SentenceTables, SentenceExamples?) {
        var given = try SentenceTables(
            paths, tables.layout, columns: columns.columns, label: columns.label,
            objective.losses, hasTeacher: teaching.teacher != nil
        ) {
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
        }
        if let share = validation.share {
            let held = try given.split(share, seed: learning.seed)
            return (given, held)
        }
        guard let file = validation.file else { return (given, nil) }
        let table = given.first
        let others = try TableRows(of: [file], tables.layout, columns: columns.columns)
        let names: [String]? =
            if case .classes(_, let names) = table.examples.labels { names } else { nil }
        let held = try SentenceTable(
            others, columns: columns.columns, label: given.label, table.loss, classes: names)
        guard held.names.count == table.names.count else {
            throw LearningError.columns(
                table.loss.rawValue, needs: table.names.count...table.names.count,
                found: held.names.count)
        }
        return (given, held.examples)
    }

    private func report(_ tables: SentenceTables, _ trainer: SentenceTrainer) {
        SentenceTable.report(skipped: tables.skipped)
        let steps = trainer.stepCount
        for (place, table) in tables.tables.enumerated() {
            let examples = table.examples.count.grouped(in: .current)
            let loss = table.loss.rawValue
            let names = table.names.joined(separator: ", ")
            if place < tables.tables.count - 1 {
                Terminal.report("\(examples) examples, columns \(names), loss \(loss)")
            } else {
                Terminal.report(
                    steps == 1
                        ? "\(examples) examples, columns \(names), loss \(loss), 1 step"
                        : "\(examples) examples, columns \(names), loss \(loss), \(steps) steps")
            }
        }
    }

    // MARK: - Learning

    /// `nil` for standard input, which is not the same again.
    private func checkpoint(
        of paths: [String], _ trainer: SentenceTrainer, _ teacher: SentenceEncoder?
    ) throws -> TrainingCheckpoint? {
        if paths.contains("-") { return nil }
        let own: [String: String?] = [
            "options": "\(trainer.options)",
            "loss": objective.losses.map(\.rawValue).joined(separator: ","),
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
