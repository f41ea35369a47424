internal import SencMath

/// The class of two texts is to be told from their vectors by a layer that is learned too.
///
///     loss = mean of -Σ p · log softmax(W · (u, v, |u - v|, u · v) + b)
///
/// with p 1 for the class, or given (Conneau et al., "InferSent", 2017; Reimers and Gurevych,
/// "Sentence-BERT", 2019).
struct SoftmaxClassification: ProductObjective {
    /// What the layer takes of two vectors.
    struct Features: OptionSet, Sendable {
        let rawValue: Int
        /// u, v
        static let vectors = Features(rawValue: 1)
        /// |u - v|
        static let difference = Features(rawValue: 2)
        /// u · v, element by element
        static let product = Features(rawValue: 4)

        /// How many times the dimension.
        var factor: Int {
            (contains(.vectors) ? 2 : 0) + (contains(.difference) ? 1 : 0)
                + (contains(.product) ? 1 : 0)
        }
    }

    let features: Features
    let classes: Int
    /// Of a layer [classes, features].
    let layer: ObjectiveParameters

    var parameters: ObjectiveParameters? { layer }

    /// - Parameters:
    ///   - features: one or more.
    ///   - random: draws what the layer begins with.
    init(
        dimension: Int, classes: Int, features: Features = [.vectors, .difference],
        _ random: CounterRandom? = nil
    ) {
        (self.features, self.classes) = (features, classes)
        layer = ObjectiveParameters(outputs: classes, inputs: features.factor * dimension, random)
    }

    var columns: ClosedRange<Int> { 2...2 }
    var labels: [BatchLabels.Kind?] { [.classes, .probabilities] }

    func evaluate<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ labels: BatchLabels?,
        gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> Double {
        precondition(layer.inputs == features.factor * vectors.dimension, "another dimension")
        let classes = classes
        let targets = targets(rows: vectors.rows, labels)
        let inputs = try inputs(type, vectors, arithmetic)
        let weights = layer.rows(of: type)
        let block = ScoreRows<Element>.Block(left: inputs.all, right: weights.all)
        let share = 1 / Double(vectors.rows)
        let sum = try ScoreRows([block]).evaluate(arithmetic.workers) { row, scores, _ in
            var (value, total) = (0.0, 0.0)
            for index in 0..<classes {
                value -= targets[row * classes + index] * scores[index]
                total += targets[row * classes + index]
            }
            value += total * Softmax.replace(scores, count: classes)
            for index in 0..<classes {
                scores[index] = share * (total * scores[index] - targets[row * classes + index])
            }
            return value
        }
        layer.add(weights)
        try addGradients(inputs, vectors, to: gradients, arithmetic)
        return sum * share
    }

    /// The share of each class in each row [rows, classes].
    private func targets(rows: Int, _ labels: BatchLabels?) -> [Double] {
        var targets = [Double](repeating: 0, count: rows * classes)
        switch labels {
        case .classes(let labels):
            precondition(
                labels.count == rows && labels.allSatisfy { 0..<classes ~= $0 },
                "as many classes as rows, of those that there are")
            for (row, label) in labels.enumerated() { targets[row * classes + label] = 1 }
        case .probabilities(let shares, let count):
            precondition(count == classes && shares.count == targets.count, "other classes")
            targets = shares
        default: break
        }
        return targets
    }

    /// What the layer takes, with a 1 behind for the biases [rows, features + 1].
    private func inputs<Element: ScoreElement>(
        _ type: Element.Type, _ vectors: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws -> ScoredMatrix<Element> {
        let matrix = ScoredMatrix<Element>(
            rows: vectors.rows, width: layer.inputs + 1, hasGradients: true)
        let dimension = vectors.dimension
        try arithmetic.forEachChunk(of: vectors.rows) { rows in
            for row in rows {
                let (u, v) = (vectors[0, row], vectors[1, row])
                var line = matrix.values + row * matrix.width
                if features.contains(.vectors) {
                    for index in 0..<dimension {
                        line[index] = Element(u[index])
                        line[dimension + index] = Element(v[index])
                    }
                    line += 2 * dimension
                }
                if features.contains(.difference) {
                    for index in 0..<dimension {
                        line[index] = Element((Double(u[index]) - Double(v[index])).magnitude)
                    }
                    line += dimension
                }
                if features.contains(.product) {
                    for index in 0..<dimension {
                        line[index] = Element(Double(u[index]) * Double(v[index]))
                    }
                    line += dimension
                }
                line[0] = 1
            }
        }
        return matrix
    }

    /// Adds what goes back from what the layer takes.
    private func addGradients<Element: ScoreElement>(
        _ inputs: ScoredMatrix<Element>, _ vectors: SentenceVectors,
        to gradients: SentenceVectors, _ arithmetic: LossArithmetic
    ) throws {
        let dimension = vectors.dimension
        try arithmetic.forEachChunk(of: vectors.rows) { rows in
            for row in rows {
                let (u, v) = (vectors[0, row], vectors[1, row])
                let (du, dv) = (gradients[0, row], gradients[1, row])
                var line = inputs.gradients + row * inputs.width
                if features.contains(.vectors) {
                    for index in 0..<dimension {
                        du[index] += Float(line[index])
                        dv[index] += Float(line[dimension + index])
                    }
                    line += 2 * dimension
                }
                if features.contains(.difference) {
                    for index in 0..<dimension where u[index] != v[index] {
                        let change = u[index] < v[index] ? -Float(line[index]) : Float(line[index])
                        du[index] += change
                        dv[index] -= change
                    }
                    line += dimension
                }
                if features.contains(.product) {
                    for index in 0..<dimension {
                        let change = Double(line[index])
                        du[index] += Float(change * Double(v[index]))
                        dv[index] += Float(change * Double(u[index]))
                    }
                }
            }
        }
    }
}
