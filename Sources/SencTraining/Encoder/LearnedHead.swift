internal import SencMath

/// What an objective learns beside the model, with the moments of AdamW: it is moved by the steps that
/// have the objective.
final class LearnedHead {
    let parameters: ObjectiveParameters
    private let first: FloatBuffer
    private let second: FloatBuffer
    /// How often it was moved.
    private let moves = CheckpointNumbers(count: 1)

    init(_ parameters: ObjectiveParameters) {
        self.parameters = parameters
        first = FloatBuffer(zeros: parameters.values.count)
        second = FloatBuffer(zeros: parameters.values.count)
    }

    var squaredNorm: Double {
        GradientKernels().squareSum(parameters.gradients.base, count: parameters.gradients.count)
    }

    /// - Parameter step: of AdamW, by how often it was made, with weight decay or without.
    func move(_ step: (_ number: Int, _ decays: Bool) -> GradientKernels.AdamStep) {
        moves[0] += 1
        let weights = 0..<parameters.weightCount
        let biases = weights.upperBound..<parameters.values.count
        for (range, decays) in [(weights, true), (biases, false)] {
            let start = range.lowerBound
            GradientKernels().move(
                parameters.values.base + start, by: parameters.gradients.base + start,
                count: range.count, first: first.base + start, second: second.base + start,
                step(Int(moves[0]), decays))
        }
    }

    /// Whether what a checkpoint says of how often it was moved can be so.
    /// - Parameter steps: that were made.
    func isMoved(withinSteps steps: Int) -> Bool { (0...Double(steps)).contains(moves[0]) }

    /// What a checkpoint has of it.
    func checkpoint(named name: String) -> [TrainingCheckpoint.Table] {
        let buffers = [
            ("", parameters.values), (".moments.1", first), (".moments.2", second),
        ]
        return buffers.map {
            TrainingCheckpoint.Table(name: name + $0, elements: $1.elements)
        } + [moves.table(named: name + ".moves")]
    }
}
