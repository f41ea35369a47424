import ArgumentParser
import SencFiles
import SencInput
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
    var model: String

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

    @Option(
        name: .customLong("threads"),
        help: .text(
            """
            Worker threads. If not given: what is configured, else one for each processor.
            """))
    var givenThreads: Int?

    @OptionGroup var results: ListOptions
    @OptionGroup var tables: TableFileOptions

    func validate() throws {
        if let givenThreads, givenThreads < 1 { throw UsageError("--threads must be at least 1") }
    }

    func run() throws {
        let paths = try tables.paths(files)
        try results.place.check(
            against: paths + [Path.join(model, TableModel.fileName)])
        let model = try TableModel(path: model)
        var classes: [String] = []
        if case .classes(let names) = model.target { classes = names }
        if probabilities, classes.isEmpty {
            throw UsageError("--probabilities is for classes, and the model tells numbers")
        }
        let rows = try tables.rows(of: paths, columns: model.inputs + show)
        let shown = try show.map { name in
            guard let values = rows.values(ofColumn: name) else {
                throw TableError.noColumn(name, names: rows.names)
            }
            return values
        }
        let predictions = try model.predictions(
            of: rows, threads: givenThreads ?? Configuration.threads)
        try write(predictions, classes, shown)
        report(model.scores(of: predictions, rows: rows))
    }

    private func report(_ scores: TableScores?) {
        switch scores {
        case .regression(let rmse): Terminal.report("RMSE \(decimal(rmse, 4))")
        case .classification(let accuracy, let logLoss):
            Terminal.report("accuracy \(decimal(accuracy, 4)), log loss \(decimal(logLoss, 4))")
        case nil: break
        }
    }

    private typealias Told = (value: String, probability: Float?, all: [Float])

    private func write(
        _ predictions: [TableModel.Prediction], _ classes: [String], _ shown: [[String]]
    ) throws {
        func told(_ row: Int) -> Told {
            switch predictions[row] {
            case .number(let value): return ("\(value)", nil, [])
            case .probabilities(let values):
                let best = predictions[row].likeliest ?? 0
                return (classes[best], values[best], values)
            }
        }
        try results.write(
            text: { text(predictions.count, told, classes, shown) },
            json: { objects(predictions, told, classes, shown) },
            rows: {
                var table = ResultRows(
                    ["prediction"] + (classes.isEmpty ? [] : ["probability"])
                        + (probabilities ? classes : []) + show)
                for row in predictions.indices {
                    let told = told(row)
                    table.append(
                        [told.value] + (told.probability.map { [$0.jsonText] } ?? [])
                            + (probabilities ? told.all.map(\.jsonText) : [])
                            + shown.map { $0[row] })
                }
                return table
            })
    }

    private func text(
        _ count: Int, _ told: (Int) -> Told, _ classes: [String], _ shown: [[String]]
    ) -> [UInt8] {
        var text = ""
        for row in 0..<count {
            let told = told(row)
            var cells: [String] = []
            if probabilities {
                let order = told.all.indices.sorted { (-told.all[$0], $0) < (-told.all[$1], $1) }
                cells = order.flatMap { ["\(told.all[$0])", classes[$0].onOneLine()] }
            } else {
                cells = (told.probability.map { ["\($0)"] } ?? []) + [told.value.onOneLine()]
            }
            cells += shown.map { $0[row].onOneLine() }
            text += cells.joined(separator: "\t") + "\n"
        }
        return Array(text.utf8)
    }

    private func objects(
        _ predictions: [TableModel.Prediction], _ told: (Int) -> Told, _ classes: [String],
        _ shown: [[String]]
    ) -> [UInt8] {
        var lines = JSONLines()
        for (row, prediction) in predictions.enumerated() {
            let told = told(row)
            lines.object {
                $0.member("index", row)
                if case .number(let value) = prediction {
                    $0.member("prediction", value)
                } else {
                    $0.member("prediction", told.value)
                }
                $0.member("probability", ifPresent: told.probability)
                if probabilities {
                    $0.object("probabilities") { object in
                        for (name, value) in zip(classes, told.all) { object.member(name, value) }
                    }
                }
                for (name, values) in zip(show, shown) { $0.member(name, values[row]) }
            }
        }
        return lines.bytes
    }
}
