import ArgumentParser
import SencFiles
import SencTraining

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: localized("Tell the column of a table that a model of train table has learned."),
        discussion: localized(
            """
            Prints the value for each row, or the class's probability and the class, between tabs, \
            and then the values of the --show columns. In JSON, an object a row: its "index" (from \
            0), the "prediction" and, of classes, its "probability". Where rows have the target, \
            how well it is told is reported, too.

            Examples:
              senc predict flats more.csv
              senc predict churn customers.csv --show id --format csv -o churn.csv
            """))

    @Argument(
        help: .text("The directory that train table wrote.", valueName: "model"),
        completion: .directory)
    var directory: String

    @Argument(
        help: .text("Files with the table, as --input takes them.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @Flag(help: .text("Print the probabilities of all classes."))
    var probabilities = false

    @Option(
        parsing: .singleValue,
        help: .text("Print this field or column of a record, too. Repeatable.", valueName: "name"),
        completion: .column)
    var show: [String] = []

    @OptionGroup var results: ListOptions
    @OptionGroup(title: "Model") var encoder: ModelOptions
    @OptionGroup var tables: TableFileOptions

    func run() throws {
        let paths = try tables.paths(files)
        try results.place.check(
            against: paths + [Path.join(directory, TableModel.fileName)])
        let model = try TableModel(path: directory)
        var classes: [String] = []
        if case .classes(let names) = model.target { classes = names }
        if probabilities, classes.isEmpty {
            throw UsageError("--probabilities is for classes, and the model tells numbers")
        }
        let encoder = try self.encoder(of: model)
        let rows = try TableRows(of: paths, tables.layout, columns: model.inputs + show)
        let shown = try show.map { name in
            guard let values = rows.values(ofColumn: name) else {
                throw TableError.noColumn(name, names: rows.names)
            }
            return (name: name, values: values)
        }
        let predictions = try model.predictions(
            of: rows, texts: try encoder?.vectors(of: rows, columns: model.textColumns),
            threads: self.encoder.threads)
        let list = PredictionList(
            predictions: predictions, classes: classes, shown: shown, showsAll: probabilities)
        try results.write(
            text: { list.text }, json: { list.objects }, rows: { list.rows })
        report(model.scores(of: predictions, rows: rows))
    }

    /// What encodes the model's columns of texts; `nil` if it has none.
    private func encoder(of model: TableModel) throws -> TableEncoder? {
        guard !model.textColumns.isEmpty else {
            if encoder.model != nil {
                throw UsageError("--model is for models of tables that have columns of texts")
            }
            return nil
        }
        let known = try TableEncoder.Known(model: directory)
        return try TableEncoder(encoder.load(matching: known.stamp), matching: known)
    }

    private func report(_ scores: TableScores?) {
        switch scores {
        case .regression(let rmse): Terminal.report("RMSE \(decimal(rmse, 4))")
        case .classification(let accuracy, let logLoss):
            Terminal.report("accuracy \(decimal(accuracy, 4)), log loss \(decimal(logLoss, 4))")
        case nil: break
        }
    }
}
