internal import SencMath

/// How far learning of a model of sentence vectors is: what a checkpoint has of it beside what is learned.
final class SentencePlace {
    /// Steps that were made, and the one whose state is kept.
    var step = 0
    var bestStep = 0
    /// Texts that were learned from.
    var texts = 0
    /// Of the last steps of the run.
    var lossCount = 0

    /// Doubles, each in two floats: sum of losses, validation before the first step, at the best.
    private let numbers = FloatBuffer(count: 6)

    init() {
        numbers.elements.update(repeating: 0)
        (self[1], self[2]) = (.nan, .nan)
    }

    private subscript(number: Int) -> Double {
        get {
            let (low, high) = (numbers.base[2 * number], numbers.base[2 * number + 1])
            return Double(bitPattern: UInt64(low.bitPattern) | UInt64(high.bitPattern) << 32)
        }
        set {
            let bits = newValue.bitPattern
            numbers.base[2 * number] = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            numbers.base[2 * number + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 32))
        }
    }

    var lossSum: Double {
        get { self[0] }
        set { self[0] = newValue }
    }

    var before: Double? {
        get { self[1].isNaN ? nil : self[1] }
        set { self[1] = newValue ?? .nan }
    }

    var best: Double? {
        get { self[2].isNaN ? nil : self[2] }
        set { self[2] = newValue ?? .nan }
    }

    // MARK: - In a checkpoint

    var checkpoint: [TrainingCheckpoint.Table] {
        [TrainingCheckpoint.Table(name: "numbers", elements: numbers.elements)]
    }

    var position: [String: Int] {
        ["step": step, "best": bestStep, "texts": texts, "losses": lossCount]
    }

    /// Goes to a place, the numbers being set.
    /// - Returns: whether it is one that can be gone on from.
    func go(to position: [String: Int], steps: Int) -> Bool {
        guard !position.isEmpty else { return true }
        guard let step = position["step"], 0...steps ~= step, let best = position["best"],
            0...step ~= best, let texts = position["texts"], let losses = position["losses"],
            0...step ~= losses, self[0].isFinite
        else { return false }
        (self.step, bestStep, self.texts, lossCount) = (step, best, texts, losses)
        return true
    }
}
