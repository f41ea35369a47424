internal import SencFiles
internal import SencMath

/// Learns a column of a table from the others, and what it is worth to give categories vectors.
///
/// ```swift
/// let rows = try TableRows([
///     ["city": "Lugo", "size": "80", "price": "90"],
///     ["city": "Vigo", "size": "75", "price": "140"],
///     ["city": "Lugo", "size": "60", "price": "70"],
///     ["city": "Vigo", "size": "90", "price": "165"],
/// ])
/// let learning = try TableLearning(rows, TableColumns(rows, target: "price"))
/// let (model, outcomes) = try learning.learn()
/// ```
///
/// The same rows, settings and kind of CPU give the same model to the bit, however many threads
/// there are.
public final class TableLearning {
    /// What the columns are taken as.
    public let columns: TableColumns

    /// Categories that have given vectors, by columns, when the network is learned.
    package private(set) var givenCounts: [(column: String, found: Int, of: Int)] = []

    private let examples: TableExamples
    private let settings: TableSettings
    private let threads: Int
    private let given: [GivenVectors]

    /// Reads what the columns are.
    /// - Parameters:
    ///   - rows: those with a target are learned from, but for `settings.validation` of them.
    ///   - columns: what is learned, and what from.
    ///   - settings: how.
    ///   - texts: the vectors of all texts of columns of texts.
    ///   - given: vectors that categories of columns begin with; the others begin at random.
    ///   - threads: by default one for each processor.
    /// - Throws: `TrainingError.setting`, `TableError`
    public init(
        _ rows: TableRows, _ columns: TableColumns, _ settings: TableSettings = TableSettings(),
        texts: TextVectors? = nil, given: [GivenVectors] = [], threads: Int? = nil
    ) throws {
        try settings.check()
        (self.columns, self.settings, self.given) = (columns, settings, given)
        self.threads = WorkerPool(threads: threads).threads
        examples = try TableExamples(rows, columns, settings, texts: texts, given: given)
    }

    /// How many rows are learned from.
    public var learnedCount: Int { examples.learned.count }

    /// How many rows tell when to stop.
    public var validationCount: Int { examples.validation.count }

    /// Whether there are categories, which the methods differ in.
    public var hasCategories: Bool { !examples.categories.isEmpty }

    /// Columns that tell nothing among the rows that are learned from.
    public var constantColumns: [String] {
        let names = Set(examples.features.map { Array($0.name.utf8) })
        return columns.kinds.filter { $0.kind.isUsed && !names.contains(Array($0.name.utf8)) }
            .map(\.name)
    }

    /// Learns networks, one that takes categories as vectors and those that it is compared with.
    /// - Parameters:
    ///   - baselines: the others; of a table without categories, or without rows of a validation,
    ///     they tell nothing and are left out.
    ///   - report: is told of each step of each network; what it throws ends the work.
    /// - Returns: the first network, and what each has come to, the first before the others.
    /// - Throws: `TrainingError`, `TableError.tooLarge`, `TableError.noVectors`, or what `report`
    ///   throws.
    public func learn(
        baselines: [Method] = [.oneHot, .integers],
        report: (Method, TableProgress) throws -> Void = { _, _ in }
    ) throws -> (model: TableModel, outcomes: [Outcome]) {
        try learn(baselines: baselines, checkpoint: nil, report: report)
    }

    /// - Parameter checkpoint: where is kept how far learning is, if it is.
    package func learn(
        baselines: [Method] = [.oneHot, .integers], checkpoint: TrainingCheckpoint?,
        report: (Method, TableProgress) throws -> Void = { _, _ in }
    ) throws -> (model: TableModel, outcomes: [Outcome]) {
        let others = hasCategories && validationCount > 0 ? baselines.filter { $0 != .vectors } : []
        let methods = others + [.vectors]
        let place = TablePlace(networks: methods.count)
        // How many networks are done is known before it is known which tables are to be read.
        let position = try CheckpointKeeper(checkpoint, place.checkpoint).resume()
        if !position.isEmpty, let checkpoint,
            !place.go(to: position, settings, batches: .max)
        {
            throw TrainingError.damagedCheckpoint(path: checkpoint.path)
        }
        var resumes = !position.isEmpty
        func network(_ method: Method) throws -> TableNetwork {
            defer {
                place.finish()
                resumes = false
            }
            let trainer = try trainer(method)
            try trainer.train(
                examples.learned, validation: examples.validation, at: place, checkpoint,
                resumes: resumes
            ) { try report(method, $0) }
            return trainer.network
        }
        for method in others.dropFirst(place.done.count) { _ = try network(method) }
        let model = TableModel(
            targetName: columns.target, examples.target, examples.features,
            try network(.vectors))
        let outcomes = zip(methods, place.done).map(outcome)
        return (model, outcomes.suffix(1) + outcomes.dropLast())
    }

    // MARK: - A network

    private func trainer(_ method: Method) throws -> TableTrainer {
        let table =
            method == .integers
            ? examples.table.withIntegers(examples.categories) : examples.table
        let trainer = try trainer(shape(method, table.inputCount), table)
        if method == .vectors { try setVectors(trainer.network) }
        return trainer
    }

    private func shape(_ method: Method, _ inputs: Int) -> TableNetwork.Shape {
        TableNetwork.Shape(
            tables: method == .integers
                ? []
                : examples.categories.map {
                    method == .vectors
                        ? .init(rows: $0.rows, width: $0.width, isFrozen: $0.isFrozen)
                        : .init(rows: $0.rows, width: settings.hidden[0])
                }, numbers: inputs, hidden: settings.hidden, outputs: examples.outputs,
            isSummed: method == .oneHot)
    }

    private func trainer(
        _ shape: TableNetwork.Shape, _ table: EncodedTable
    ) throws -> TableTrainer {
        // What is learned, and a copy of the best of it.
        var floats = shape.tables.reduce(0.0) { $0 + Double($1.rows) * Double($1.width) * 1.5 }
        let widths = [shape.inputs] + shape.hidden + [shape.outputs]
        for index in 1..<widths.count {
            floats += Double(widths[index - 1]) * Double(widths[index]) * 8
        }
        floats += Double(settings.batch) * Double(widths.reduce(0, +)) * 5
        guard floats * 4 < Double(Memory.physicalBytes ?? .max) else {
            throw TableError.tooLarge(gibibytes: Int(min(floats * 4 / 0x1p30, 1e9)))
        }
        return try TableTrainer(shape, table, settings, threads: threads)
    }

    private func setVectors(_ network: TableNetwork) throws {
        var tables = network.tables[...]
        givenCounts = []
        for feature in examples.features {
            guard case .category(let categories) = feature.kind, let table = tables.popFirst(),
                let given = given.last(where: { $0.column == feature.name })
            else { continue }
            let found = try given.set(table, categories)
            givenCounts.append((feature.name, found, categories.names.count))
        }
    }

    private func outcome(_ method: Method, _ result: TablePlace.Stage) -> Outcome {
        let scores = result.scores.map { scores -> TableScores in
            switch examples.target {
            case .number(let scale): .regression(rmse: scores.loss.squareRoot() * scale.scale)
            case .classes: .classification(accuracy: scores.accuracy, logLoss: scores.loss)
            }
        }
        return Outcome(
            method: method, scores: scores,
            bestEpoch: result.best > 0 ? result.best : result.epochs, epochs: result.epochs)
    }
}
