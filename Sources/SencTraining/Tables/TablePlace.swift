internal import SencMath

/// How far learning from a table is: what a checkpoint has of it beside what a network learns.
final class TablePlace {
    /// What a network has come to.
    struct Stage: Equatable {
        /// Passes that were made, and the one whose state is kept, from 1; 0 for none.
        var epochs = 0
        var best = 0
        /// Of the best.
        var scores: TableTrainer.Scores?
    }

    /// Those that are done.
    var done: [Stage] = []
    /// That of the network that learns.
    var current = Stage()
    /// Batches that were made of the pass that is under way, and the sum of their rows' losses.
    var batches = 0
    var sum = 0.0

    /// Doubles: the sum, and two scores of each network.
    private let numbers: FloatBuffer
    private let networks: Int

    /// - Parameter networks: how many learn, one after the other.
    init(networks: Int) {
        self.networks = networks
        numbers = FloatBuffer(count: 2 * (1 + 2 * networks))
        numbers.elements.update(repeating: 0)
    }

    /// Ends with a network.
    func finish() {
        done.append(current)
        (current, batches, sum) = (Stage(), 0, 0)
    }

    // MARK: - In a checkpoint

    var checkpoint: [TrainingCheckpoint.Table] {
        [TrainingCheckpoint.Table(name: "numbers", elements: numbers.elements)]
    }

    private subscript(number: Int) -> Double {
        get {
            let (low, high) = (numbers.base[2 * number], numbers.base[2 * number + 1])
            return Double(
                bitPattern: UInt64(low.bitPattern) | UInt64(high.bitPattern) << 32)
        }
        set {
            let bits = newValue.bitPattern
            numbers.base[2 * number] = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            numbers.base[2 * number + 1] = Float(bitPattern: UInt32(truncatingIfNeeded: bits >> 32))
        }
    }

    /// The place in whole numbers; the others are set.
    func position() -> [String: Int] {
        var position = ["networks": done.count, "batches": batches]
        self[0] = sum
        for (index, result) in (done + [current]).enumerated() {
            position["epochs.\(index)"] = result.epochs
            position["best.\(index)"] = result.best
            self[1 + 2 * index] = result.scores?.loss ?? .nan
            self[2 + 2 * index] = result.scores?.accuracy ?? .nan
        }
        return position
    }

    /// Goes to a place.
    /// - Parameter position: as `position` told it, the numbers being set.
    /// - Returns: whether it is one that can be gone on from.
    func go(to position: [String: Int], _ settings: TableSettings, batches most: Int) -> Bool {
        guard let count = position["networks"], count < networks, let batches = position["batches"],
            batches <= most, self[0].isFinite
        else { return false }
        var results: [Stage] = []
        for index in 0...count {
            guard let epochs = position["epochs.\(index)"], epochs <= settings.epochs,
                let best = position["best.\(index)"], best <= epochs
            else { return false }
            let (loss, accuracy) = (self[1 + 2 * index], self[2 + 2 * index])
            guard best == 0 || (loss.isFinite && accuracy.isFinite) else { return false }
            results.append(
                Stage(
                    epochs: epochs, best: best,
                    scores: best == 0
                        ? nil : TableTrainer.Scores(loss: loss, accuracy: accuracy)))
        }
        guard results[count].epochs < settings.epochs || batches == 0 else { return false }
        current = results.removeLast()
        (done, self.batches, sum) = (results, batches, self[0])
        return true
    }
}
