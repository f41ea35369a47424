/// How far learning of a model of sentence vectors is: what a checkpoint has of it beside what is learned.
final class SentencePlace {
    /// Steps that were made, and the one whose state is kept.
    var step = 0
    var bestStep = 0
    /// Texts that were learned from.
    var texts = 0
    /// Of the last steps of the run.
    var lossCount = 0

    /// The sum of losses, the validation before the first step, and at the best.
    private let numbers = CheckpointNumbers(count: 3)

    init() { (numbers[1], numbers[2]) = (.nan, .nan) }

    var lossSum: Double {
        get { numbers[0] }
        set { numbers[0] = newValue }
    }

    var before: Double? {
        get { numbers[1].isNaN ? nil : numbers[1] }
        set { numbers[1] = newValue ?? .nan }
    }

    var best: Double? {
        get { numbers[2].isNaN ? nil : numbers[2] }
        set { numbers[2] = newValue ?? .nan }
    }

    // MARK: - In a checkpoint

    var checkpoint: [TrainingCheckpoint.Table] { [numbers.table()] }

    var position: [String: Int] {
        ["step": step, "best": bestStep, "texts": texts, "losses": lossCount]
    }

    /// Goes to a place, the numbers being set.
    /// - Returns: whether it is one that can be gone on from.
    func go(to position: [String: Int], steps: Int) -> Bool {
        guard !position.isEmpty else { return true }
        guard let step = position["step"], 0...steps ~= step, let best = position["best"],
            0...step ~= best, let texts = position["texts"], let losses = position["losses"],
            0...step ~= losses, numbers[0].isFinite
        else { return false }
        (self.step, bestStep, self.texts, lossCount) = (step, best, texts, losses)
        return true
    }
}
