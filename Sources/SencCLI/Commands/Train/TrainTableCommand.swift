import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencTraining

struct TrainTableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: localized(
            "Learn a column of a table from the others, and vectors of categories."),
        discussion: localized(
            """
            Each category, such as a city or a user, gets a vector, with which two dense layers \
            tell the target. A target of numbers is told by its value, any other by its class. \
            What each column is taken as is told; --category, --number, --text and --ignore \
            decide. A column of texts, which nearly all differ, is left out unless --text has a \
            model encode it. Some rows are kept to tell when to stop, and on these it is compared \
            with a column of zeros and ones for each category (one-hot) and with their numbers in \
            order (integers): the error of each, or its accuracy and log loss, is printed. In the \
            directory, predict finds the model, and vectors/ has those of each column: NAME.vec \
            for encode and search, NAME.npy for map and cluster.

            Examples:
              senc train table flats.csv --target price --output flats
              senc train table r.tsv --target stars --category user --number stars -o r
              senc train table flats.csv --target price --text description -o f
              senc predict flats more.csv
            """))

    @Argument(
        help: .text("Files with the table, as --input takes them.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @OptionGroup var destination: DirectoryOptions
    private var output: String { destination.output }

    @Flag(help: .text("Print the comparison as one JSON object."))
    var json = false

    @OptionGroup var columns: TableColumnOptions
    @OptionGroup var learning: TableLearningOptions
    @OptionGroup var resuming: ResumeOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var tables: TableFileOptions

    func validate() throws {
        if columns.text.isEmpty, model.model != nil { throw UsageError("--model is for --text") }
    }

    func run() throws {
        let paths = try tables.paths(files)
        try learning.settings.check()
        // What cannot be written, or encoded with, is an error before the work.
        let directory = try OutputDirectory(path: output)
        let given = try columns.given()
        let encoder = columns.text.isEmpty ? nil : try TableEncoder(model.load())
        Interruption.watch()
        let rows = try TableRows(
            of: paths, tables.layout, columns: [columns.target] + columns.text)
        if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
        let kinds = try TableColumns(rows, target: columns.target, columns.choice)
        let table = try TableLearning(
            rows, kinds, learning.settings,
            texts: try encoder?.vectors(of: rows, columns: columns.text), given: given,
            threads: model.threads)
        let report = TableReport(target: columns.target, isJSON: json)
        report.report(kinds, table, encoder: encoder?.stamp.model)
        let checkpoint = try checkpoint(of: paths, encoder)
        let clock = ContinuousClock()
        let start = clock.now
        let (learned, outcomes) = try learn(table, checkpoint)
        let seconds = decimal((clock.now - start) / .seconds(1), 1)
        for given in table.givenCounts {
            Terminal.report(
                """
                \(given.found) of \(given.of) categories of the column \(given.column.quoted()) \
                have given vectors
                """)
        }
        try write(learned, encoder, to: directory)
        try checkpoint?.remove()
        try report.write(outcomes)
        let (best, epochs) = (outcomes[0].bestEpoch, outcomes[0].epochs)
        Terminal.report(
            "\(table.learnedCount) rows, pass \(best) of \(epochs), \(seconds) s (\(output))")
    }

    /// `nil` for standard input, which is not the same again.
    private func checkpoint(
        of paths: [String], _ encoder: TableEncoder?
    ) throws -> TrainingCheckpoint? {
        if paths.contains("-") { return nil }
        let own = [
            "settings": "\(learning.settings)", "baselines": "\(learning.baselines)",
            "inputFormat": tables.inputFormat?.rawValue, "encoder": encoder.map { "\($0.stamp)" },
            "precision": encoder.map { "\($0.encoder.precision) \(model.backend)" },
        ]
        return try resuming.checkpoint(
            of: output,
            own.merging(columns.identity) { $1 }.merging(tables.layout.identity) { $1 },
            files: paths + columns.files)
    }

    private func learn(
        _ table: TableLearning, _ checkpoint: TrainingCheckpoint?
    ) throws -> (TableModel, [TableLearning.Outcome]) {
        var bar: (method: TableLearning.Method, bar: TableBar)?
        defer { bar?.bar.finish() }
        return try table.learn(baselines: learning.baselines, checkpoint: checkpoint) {
            if Interruption.isAsked { throw JobError.interrupted(learning: output, checkpoint) }
            if bar?.method != $0 { bar = ($0, TableBar($0.rawValue)) }
            bar?.bar.update($1)
        }
    }

    private func write(
        _ learned: TableModel, _ encoder: TableEncoder?, to directory: OutputDirectory
    ) throws {
        try learned.write(to: directory)
        for column in learned.categoryColumns.indices {
            try learned.writeVectors(ofColumn: column, to: directory)
        }
        if let encoder, !learned.textColumns.isEmpty {
            let name = model.model ?? Configuration.model
            try encoder.write(to: directory, Path.exists(name) ? Path.absolute(name) : name)
        }
        try directory.commit(last: TableModel.fileName)
    }
}
