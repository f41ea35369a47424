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

    /// The sum, and two scores of each network.
    private let numbers: CheckpointNumbers
    private let networks: Int

    /// - Parameter networks: how many learn, one after the other.
    init(networks: Int) {
        self.networks = networks
        numbers = CheckpointNumbers(count: 1 + 2 * networks)
    }

    /// Ends with a network.
    func finish() {
        done.append(current)
        (current, batches, sum) = (Stage(), 0, 0)
    }

    // MARK: - In a checkpoint

    var checkpoint: [TrainingCheckpoint.Table] { [numbers.table()] }

    /// The place in whole numbers; the others are set.
    func position() -> [String: Int] {
        var position = ["networks": done.count, "batches": batches]
        numbers[0] = sum
        for (index, result) in (done + [current]).enumerated() {
            position["epochs.\(index)"] = result.epochs
            position["best.\(index)"] = result.best
            numbers[1 + 2 * index] = result.scores?.loss ?? .nan
            numbers[2 + 2 * index] = result.scores?.accuracy ?? .nan
        }
        return position
    }

    /// Goes to a place.
    /// - Parameter position: as `position` told it, the numbers being set.
    /// - Returns: whether it is one that can be gone on from.
    func go(to position: [String: Int], _ settings: TableSettings, batches most: Int) -> Bool {
        guard let count = position["networks"], count < networks, let batches = position["batches"],
            batches <= most, numbers[0].isFinite
        else { return false }
        var results: [Stage] = []
        for index in 0...count {
            guard let epochs = position["epochs.\(index)"], epochs <= settings.epochs,
                let best = position["best.\(index)"], best <= epochs
            else { return false }
            let (loss, accuracy) = (numbers[1 + 2 * index], numbers[2 + 2 * index])
            guard best == 0 || (loss.isFinite && accuracy.isFinite) else { return false }
            results.append(
                Stage(
                    epochs: epochs, best: best,
                    scores: best == 0
                        ? nil : TableTrainer.Scores(loss: loss, accuracy: accuracy)))
        }
        guard results[count].epochs < settings.epochs || batches == 0 else { return false }
        current = results.removeLast()
        (done, self.batches, sum) = (results, batches, numbers[0])
        return true
    }
}
