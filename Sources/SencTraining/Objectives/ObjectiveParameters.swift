internal import SencMath

/// What an objective learns beside the model: a linear layer y = x · Wᵀ + b.
final class ObjectiveParameters: @unchecked Sendable {
    let outputs: Int
    let inputs: Int

    /// Weights [outputs, inputs], and behind them biases [outputs].
    let values: FloatBuffer
    /// Of the values, for the last batch.
    let gradients: FloatBuffer

    /// Whether the gradients are those of the step under way.
    var hasGradients = false

    /// - Parameter random: draws values within ±1 / √inputs, as torch's linear layers begin with;
    ///   without it all are 0.
    init(outputs: Int, inputs: Int, _ random: CounterRandom? = nil) {
        (self.outputs, self.inputs) = (outputs, inputs)
        values = FloatBuffer(count: outputs * (inputs + 1))
        gradients = FloatBuffer(count: values.count)
        values.elements.update(repeating: 0)
        gradients.elements.update(repeating: 0)
        guard let random else { return }
        let bound = 1 / Double(max(1, inputs)).squareRoot()
        for index in 0..<values.count {
            values.base[index] = Float((2 * random.uniform(at: UInt64(index)) - 1) * bound)
        }
    }

    /// How many of the values are weights; biases have no decay.
    var weightCount: Int { outputs * inputs }

    /// Makes the gradients 0 for those of a step.
    func beginGradients() {
        gradients.elements.update(repeating: 0)
        hasGradients = true
    }

    /// [outputs, inputs + 1], each output's bias behind its weights.
    func rows<Element: ScoreElement>(of type: Element.Type) -> ScoredMatrix<Element> {
        let matrix = ScoredMatrix<Element>(rows: outputs, width: inputs + 1, hasGradients: true)
        for output in 0..<outputs {
            let row = matrix.values + output * matrix.width
            for input in 0..<inputs { row[input] = Element(values.base[output * inputs + input]) }
            row[inputs] = Element(values.base[weightCount + output])
        }
        return matrix
    }

    /// Adds the gradients of such rows.
    func add<Element: ScoreElement>(_ matrix: ScoredMatrix<Element>) {
        for output in 0..<outputs {
            let row = matrix.gradients + output * matrix.width
            for input in 0..<inputs { gradients.base[output * inputs + input] += Float(row[input]) }
            gradients.base[weightCount + output] += Float(row[inputs])
        }
    }
}
