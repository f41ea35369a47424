internal import SencMath
public import SencVectors

/// How well classes are distinguished: every example is given a class by a model that was learnt
/// without it.
public struct CrossValidation: Sendable, Equatable {
    /// In order.
    public let classes: [String]
    /// The class given to each example, counted in `classes`.
    public let predictions: [Int]
    /// The part of each fold that is right, as scikit-learn's `cross_val_score` has it.
    public let foldAccuracies: [Double]
    /// One for each class.
    public let results: [ClassResult]

    /// The mean of the folds'.
    public var accuracy: Double { foldAccuracies.reduce(0, +) / Double(foldAccuracies.count) }

    /// The standard deviation of the folds'.
    public var deviation: Double {
        let squares = foldAccuracies.map { ($0 - accuracy) * ($0 - accuracy) }
        return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }

    /// How well one class was found; measures are 0 where there is nothing to divide by.
    public struct ClassResult: Sendable, Equatable {
        /// The share of those given the class that are of it.
        public let precision: Double
        /// The share of the class's examples that were given it.
        public let recall: Double
        /// The harmonic mean of precision and recall.
        public let f1: Double
        /// Examples of the class.
        public let support: Int
    }

    /// Tests a logistic regression on folds that have about the same share of each class
    /// (scikit-learn's `StratifiedKFold`, without shuffling).
    /// - Parameters:
    ///   - vectors: the examples.
    ///   - labels: the class of each vector.
    ///   - options: what each fold's model is learnt with.
    ///   - folds: at least 2, of which each class has an example in each.
    ///   - threads: by default one for each processor.
    /// - Throws: `ClassificationError`, `SearchError.notFinite`.
    public init(
        _ vectors: StoredVectors, labels: [String],
        options: LogisticRegression.Options = LogisticRegression.Options(), folds: Int = 5,
        threads: Int? = nil
    ) throws {
        let examples = try LabeledExamples(vectors, labels, WorkerPool(threads: threads))
        let foldOfRow = try examples.stratifiedFolds(folds)
        var predictions = [Int](repeating: 0, count: vectors.count)
        foldAccuracies = try (0..<folds).map { fold in
            let rows = foldOfRow.indices.filter { foldOfRow[$0] != fold }
            let model = try LogisticRegression(examples, rows: rows, options)
            let tested = foldOfRow.indices.filter { foldOfRow[$0] == fold }
            let given = try model.predictions(
                of: StoredVectors(
                    Matrix(
                        rows: tested.count, columns: vectors.dimension,
                        elements: tested.flatMap { vectors[$0] })),
                threads: threads)
            for (row, label) in zip(tested, given) { predictions[row] = label }
            let right = tested.count { predictions[$0] == examples.labels[$0] }
            return Double(right) / Double(tested.count)
        }
        classes = examples.classes
        self.predictions = predictions
        results = classes.indices.map { label in
            let given = predictions.count { $0 == label }
            let own = examples.labels.count { $0 == label }
            let right = zip(predictions, examples.labels).count { $0 == label && $1 == label }
            func part(_ count: Int, of whole: Int) -> Double {
                whole == 0 ? 0 : Double(count) / Double(whole)
            }
            return ClassResult(
                precision: part(right, of: given), recall: part(right, of: own),
                f1: part(2 * right, of: given + own), support: own)
        }
    }
}

extension LabeledExamples {
    /// The fold of each row, with about as many of each class in each.
    func stratifiedFolds(_ folds: Int) throws(ClassificationError) -> [Int] {
        try CrossValidation.folds(folds, ofLabels: labels, classes: classes)
    }
}

extension CrossValidation {
    /// The fold of each example, with about as many of each class in each: those of scikit-learn's
    /// `StratifiedKFold` without shuffling.
    /// - Parameters:
    ///   - labels: the class of each example, counted in `classes`.
    ///   - classes: their names.
    /// - Throws: `ClassificationError.folds` or `tooFewExamples`.
    package static func folds(
        _ folds: Int, ofLabels labels: [Int], classes: [String]
    ) throws(ClassificationError) -> [Int] {
        guard folds >= 2 else { throw .folds(folds) }
        var counts = [Int](repeating: 0, count: classes.count)
        var order: [Int] = []
        for label in labels {
            if counts[label] == 0 { order.append(label) }
            counts[label] += 1
        }
        for (label, count) in zip(classes, counts) where count < folds {
            throw .tooFewExamples(label: label, count: count, folds: folds)
        }
        // Dealt out class after class, the class whose example comes first being the first.
        var dealt = [[Int]](repeating: [], count: classes.count)
        var place = 0
        for label in order {
            var shares = [Int](repeating: 0, count: folds)
            for _ in 0..<counts[label] {
                shares[place % folds] += 1
                place += 1
            }
            dealt[label] = shares.enumerated().flatMap { Array(repeating: $0, count: $1) }
        }
        var next = [Int](repeating: 0, count: classes.count)
        return labels.map { label in
            next[label] += 1
            return dealt[label][next[label] - 1]
        }
    }
}
