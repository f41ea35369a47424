import SencMath
import SencVectors

/// What logistic regression minimizes, with its gradient, in double precision.
///
/// With p the probabilities of the classes for xᵢ and e the unit vector of its own, the gradient of
/// C sᵢ (-log p(yᵢ | xᵢ)) by the scores is C sᵢ (p - e). Examples are summed in parts that do not
/// depend on the threads, and the parts in order.
struct LogisticLoss: Sendable {
    private static let largestPartCount = 32
    private static let smallestPart = 64

    private let examples: LabeledExamples
    private let rows: [Int]
    /// C sᵢ, by class.
    private let classWeights: [Double]
    /// How many rows of parameters there are: one for two classes.
    let scores: Int

    init(_ examples: LabeledExamples, rows: [Int], _ options: LogisticRegression.Options) {
        self.examples = examples
        self.rows = rows
        let classes = examples.classes.count
        scores = classes == 2 ? 1 : classes
        var counts = [Int](repeating: 0, count: classes)
        for row in rows { counts[examples.labels[row]] += 1 }
        classWeights = counts.map { count in
            let balance = Double(rows.count) / Double(classes * max(count, 1))
            return options.regularization * (options.isBalanced ? balance : 1)
        }
    }

    /// - Parameters:
    ///   - parameters: [scores, dimension + 1], a row's last being its intercept.
    ///   - gradient: of the same shape; replaced.
    func value(at parameters: [Double], gradient: inout [Double]) throws -> Double {
        let parts = min(Self.largestPartCount, rows.count.dividedRoundingUp(by: Self.smallestPart))
        let results = try examples.workers.map(items: parts) { part in
            let range = (part * rows.count / parts)..<((part + 1) * rows.count / parts)
            return sum(over: range, parameters)
        }
        let width = examples.dimension + 1
        var loss = 0.0
        for index in parameters.indices {
            gradient[index] = index % width == width - 1 ? 0 : parameters[index]
            loss += gradient[index] * gradient[index] / 2
        }
        for result in results {
            loss += result.loss
            for index in gradient.indices { gradient[index] += result.gradient[index] }
        }
        return loss
    }

    private func sum(
        over range: Range<Int>, _ parameters: [Double]
    ) -> (loss: Double, gradient: [Double]) {
        let width = examples.dimension + 1
        let floats = FloatBuffer(count: examples.dimension)
        // The last component, 1, goes with the intercept.
        var vector = [Double](repeating: 1, count: width)
        var probabilities = [Double](repeating: 0, count: examples.classes.count)
        var gradient = [Double](repeating: 0, count: parameters.count)
        var loss = 0.0
        for row in rows[range] {
            examples.rows.copy(rows: row..<(row + 1), to: floats.base)
            for column in 0..<(width - 1) { vector[column] = Double(floats.base[column]) }
            let first = examples.classes.count - scores
            probabilities[0] = 0
            for score in 0..<scores {
                probabilities[first + score] = dotProduct(parameters, from: score * width, vector)
            }
            let label = examples.labels[row]
            let weight = classWeights[label]
            let own = probabilities[label]
            loss += weight * (softmax(&probabilities) - own)
            for score in 0..<scores {
                let error = probabilities[first + score] - (first + score == label ? 1 : 0)
                add(weight * error, times: vector, to: &gradient, from: score * width)
            }
        }
        return (loss, gradient)
    }
}

/// Replaces scores by the probabilities that they stand for.
/// - Returns: the logarithm of the sum of the scores' exponentials.
func softmax(_ scores: inout [Double]) -> Double {
    let largest = scores.max() ?? 0
    var sum = 0.0
    for index in scores.indices {
        scores[index] = Double.exp(scores[index] - largest)
        sum += scores[index]
    }
    for index in scores.indices { scores[index] /= sum }
    return largest + Double.log(sum)
}
