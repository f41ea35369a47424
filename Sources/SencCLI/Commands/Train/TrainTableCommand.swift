import ArgumentParser
import SencFiles
import SencInput
import SencTraining
import SencWeights

struct TrainTableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract: localized(
            "Learn a column of a table from the others, and vectors of categories."),
        discussion: localized(
            """
            Each category, such as a city or a user, gets a vector, with which two dense layers \
            tell the target. A target of numbers is told by its value, any other by its class. \
            What each column is taken as is told; --category, --number and --ignore decide. Some \
            rows are kept to tell when to stop, and on these it is compared with a column of zeros \
            and ones for each category (one-hot) and with their numbers in order (integers): the \
            error of each, or its accuracy and log loss, is printed. In the \
            directory, predict finds the model, and vectors/ has those of each column: NAME.vec for \
            encode and search, NAME.npy for map and cluster.

            Examples:
              senc train table flats.csv --target price --output flats
              senc train table r.tsv --target stars --category user --number stars -o r
              senc predict flats more.csv
            """))

    @Argument(
        help: .text("Files with the table, as --input takes them.", valueName: "file"),
        completion: .files)
    var files: [String] = []

    @Option(
        help: .text("The column to be learned.", valueName: "column"), completion: .column)
    var target: String

    @Option(
        name: .shortAndLong,
        help: .text(
            "The directory to write: one that is not there yet, or is empty.", valueName: "dir"),
        completion: .directory)
    var output: String

    @Option(
        parsing: .singleValue,
        help: .text(
            "A column of categories, whatever its values. Repeatable.", valueName: "column"),
        completion: .column)
    var category: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text("A column of numbers. Repeatable.", valueName: "column"), completion: .column)
    var number: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text("A column to leave out. Repeatable.", valueName: "column"), completion: .column)
    var ignore: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            A file of word vectors that the categories of a column begin with. Repeatable.
            """, valueName: "column=file"))
    var vectors: [String] = []

    @Flag(help: .text("Leave the vectors of --vectors as they are."))
    var freeze = false

    @Option(help: .text("Passes over the rows at most."))
    var epochs = 30

    @Option(help: .text("Rows of a step."))
    var batch = 256

    @Option(help: .text("Of the steps."))
    var learningRate = 0.001

    @Option(help: .text("What weights lose in a step, as a share of them and of --learning-rate."))
    var weightDecay = 0.1

    @Option(help: .text("The share of units that a step leaves out at random."))
    var dropout = 0.2

    @Option(help: .text("The share of rows that tell when to stop; 0 for none."))
    var validation = 0.1

    @Option(help: .text("Passes without a better result after which learning ends."))
    var patience = 3

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    @Flag(help: .text("Do not learn with one-hot columns and integers, too."))
    var noBaselines = false

    @Flag(help: .text("Print the comparison as one JSON object."))
    var json = false

    @Option(
        name: .customLong("threads"),
        help: .text(
            """
            Worker threads. If not given: what is configured, else one for each processor.
            """))
    var givenThreads: Int?

    @OptionGroup var tables: TableFileOptions

    func validate() throws {
        if let givenThreads, givenThreads < 1 { throw UsageError("--threads must be at least 1") }
        if output == "" { throw UsageError("--output needs the name of a directory") }
        if freeze, vectors.isEmpty { throw UsageError("--freeze is for --vectors") }
        for name in [target] + category + number where ignore.contains(name) {
            throw UsageError("the column \(name.quoted()) is both used and left out")
        }
        if let name = category.first(where: number.contains) {
            throw UsageError("the column \(name.quoted()) cannot be of categories and numbers")
        }
        for given in vectors where Self.columnAndFile(given) == nil {
            throw UsageError("--vectors \(given.quoted()): give COLUMN=FILE")
        }
    }

    private static func columnAndFile(_ text: String) -> (column: String, file: String)? {
        guard let sign = text.lastIndex(of: "=") else { return nil }
        let (column, file) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
        return column.isEmpty || file.isEmpty ? nil : (column, file)
    }

    private var settings: TableSettings {
        var settings = TableSettings()
        (settings.epochs, settings.batch, settings.seed) = (epochs, batch, seed)
        (settings.learningRate, settings.weightDecay) = (learningRate, weightDecay)
        (settings.dropout, settings.validation) = (dropout, validation)
        settings.patience = patience
        return settings
    }

    func run() throws {
        let paths = try tables.paths(files)
        try settings.check()
        // What cannot be written is an error before the work.
        let directory = try OutputDirectory(path: output)
        let given = try vectors.compactMap(Self.columnAndFile).map {
            try Self.givenVectors($0.column, $0.file, isFrozen: freeze)
        }
        var choice = TableColumns.Choice()
        (choice.numbers, choice.ignored) = (number, ignore)
        choice.categories = category + given.map(\.column).filter { !number.contains($0) }
        Interruption.watch()
        let rows = try tables.rows(of: paths, columns: [target])
        let columns = try TableColumns(rows, target: target, choice)
        let learning = try TableLearning(
            rows, columns, settings, given: given, threads: givenThreads ?? Configuration.threads)
        report(columns, rows, learning)
        var results: [TableLearning.Outcome] = []
        if !noBaselines, learning.hasCategories, learning.validationCount > 0 {
            for method in [TableLearning.Method.oneHot, .integers] {
                results.append(
                    try learn(method.rawValue) { try learning.baseline(method, report: $0) })
            }
        }
        let clock = ContinuousClock()
        let start = clock.now
        let (model, result) = try learn(TableLearning.Method.vectors.rawValue) {
            try learning.model(report: $0)
        }
        let seconds = max((clock.now - start) / .seconds(1), 1e-6)
        for given in learning.givenCounts {
            Terminal.report(
                """
                \(given.found) of \(given.of) categories of the column \(given.column.quoted()) \
                have given vectors
                """)
        }
        try model.write(to: directory)
        for column in model.categoryColumns.indices {
            try model.writeVectors(ofColumn: column, to: directory)
        }
        try directory.commit(last: TableModel.fileName)
        results.insert(result, at: 0)
        try write(results)
        let rate = Int(min(Double(result.epochs * learning.learnedCount) / seconds, 1e15))
            .grouped(in: .current)
        let time = decimal(seconds, 1)
        let count = learning.learnedCount
        Terminal.report(
            """
            \(count) rows, pass \(result.bestEpoch) of \(result.epochs), \(time) s, \(rate) rows/s \
            (\(output))
            """)
    }

    private func learn<Result>(
        _ name: String, _ body: ((TableProgress) throws -> Void) throws -> Result
    ) throws -> Result {
        var bar = TableBar(name)
        defer { bar.finish() }
        return try body { progress in
            if Interruption.isAsked { throw JobError.modelInterrupted(path: output) }
            bar.update(progress)
        }
    }

    private static func givenVectors(
        _ column: String, _ path: String, isFrozen: Bool
    ) throws -> TableLearning.GivenVectors {
        let file = try WordVectorFile(path: path)
        var places: [[UInt8]: Int] = [:]
        for index in 0..<file.count {
            file.withBytes(ofWord: index) { word in
                let word = Array(word)
                if places[word] == nil { places[word] = index }
            }
        }
        return TableLearning.GivenVectors(
            column: column, width: file.dimension, isFrozen: isFrozen, path: path
        ) { name in places[Array(name.utf8)].map { file.vector($0) } }
    }

    // MARK: - What is told

    private func report(_ columns: TableColumns, _ rows: TableRows, _ learning: TableLearning) {
        Terminal.report(
            columns.isRegression
                ? "\(target.quoted()) is learned as a number; --category \(target.quoted()) takes classes"
                : "\(target.quoted()) is learned as classes; --number \(target.quoted()) takes numbers"
        )
        let constant = Set(learning.constantColumns)
        func names(_ isWanted: (TableColumns.Kind) -> Bool) -> String {
            columns.kinds.filter { isWanted($0.kind) && !constant.contains($0.name) }
                .map { $0.name.quoted() }.joined(separator: ", ")
        }
        let (categories, numbers) = (names { $0 == .category }, names { $0 == .number })
        if !categories.isEmpty { Terminal.report("categories: \(categories)") }
        if !numbers.isEmpty { Terminal.report("numbers: \(numbers)") }
        let texts = names { $0 == .ignored(.text) }
        if !texts.isEmpty {
            Terminal.report(
                "left out, nearly all values differ: \(texts); --category takes one all the same")
        }
        let same = columns.kinds.filter {
            $0.kind == .ignored(.constant) || constant.contains($0.name)
        }
        .map { $0.name.quoted() }.joined(separator: ", ")
        if !same.isEmpty { Terminal.report("left out, all values are the same: \(same)") }
    }

    private func write(_ results: [TableLearning.Outcome]) throws {
        let results = results.compactMap { result in result.scores.map { (result, $0) } }
        guard !results.isEmpty else { return }
        let names =
            if case .regression = results[0].1 { ["RMSE"] } else { ["accuracy", "log loss"] }
        let rows = results.map { result, scores -> (TableLearning.Outcome, [Double]) in
            switch scores {
            case .regression(let rmse): (result, [rmse])
            case .classification(let accuracy, let logLoss): (result, [accuracy, logLoss])
            }
        }
        let output = ResultOutput(nil)
        if json {
            try output.write(
                JSONWriter.line {
                    $0.object { object in
                        object.member("target", target)
                        object.array("methods", rows) { writer, row in
                            writer.object {
                                $0.member("method", row.0.method.rawValue)
                                for (name, value) in zip(names, row.1) {
                                    $0.member(name.replacing(" ", with: "_").lowercased(), value)
                                }
                                $0.member("epochs", row.0.epochs)
                                $0.member("best_epoch", row.0.bestEpoch)
                            }
                        }
                    }
                })
            return
        }
        let header: [Message] =
            names.count == 1 ? ["RMSE"] : ["accuracy", "log loss"]
        guard Terminal.showsResults else {
            let lines = rows.map { row in
                ([row.0.method.rawValue] + row.1.map { decimal($0, 4) }).joined(separator: "\t")
            }
            try output.write(
                Array(
                    ((["method"] + names).joined(separator: "\t") + "\n"
                        + lines.map { $0 + "\n" }.joined()).utf8))
            return
        }
        var table = TerminalTable(
            [.column("method", .word)] + header.map { .column($0, .number) })
        for (result, values) in rows {
            table.rows.append(
                [StyledText(result.method.rawValue)] + values.map { StyledText(decimal($0, 4)) })
        }
        try output.write(table.bytes)
    }
}
