internal import SencMath

/// How far outputs are from what they should be.
enum TableLoss {
    /// The squared error of one output, and the gradient of the mean over a batch.
    static func squares(
        _ output: UnsafePointer<Float>, target: Float, gradient: UnsafeMutablePointer<Float>?,
        batch: Int
    ) -> Double {
        let error = output[0] - target
        gradient?[0] = 2 * error / Float(batch)
        return Double(error) * Double(error)
    }

    /// The cross entropy of the softmax of outputs, and the gradient of the mean over a batch.
    static func crossEntropy(
        _ outputs: UnsafePointer<Float>, count: Int, target: Int,
        gradient: UnsafeMutablePointer<Float>?, batch: Int
    ) -> Double {
        var largest = outputs[0]
        for index in 1..<max(count, 1) where outputs[index] > largest { largest = outputs[index] }
        var sum = 0.0
        for index in 0..<count { sum += Double.exp(Double(outputs[index] - largest)) }
        if let gradient {
            for index in 0..<count {
                let share = Double.exp(Double(outputs[index] - largest)) / sum
                gradient[index] = Float((share - (index == target ? 1 : 0)) / Double(batch))
            }
        }
        return Double.log(sum) - Double(outputs[target] - largest)
    }

    /// The softmax of outputs.
    static func probabilities(_ outputs: UnsafePointer<Float>, count: Int) -> [Float] {
        var largest = outputs[0]
        for index in 1..<max(count, 1) where outputs[index] > largest { largest = outputs[index] }
        let powers = (0..<count).map { Double.exp(Double(outputs[$0] - largest)) }
        let sum = powers.reduce(0, +)
        return powers.map { Float($0 / sum) }
    }
}
