extension SequenceTrainer {
    /// Goes through all sequences as often as the options say, or, from a checkpoint on, as often as
    /// is left.
    /// - Parameters:
    ///   - count: things of all sequences.
    ///   - report: is told of each batch that is done; what it throws ends the work.
    ///   - noNeighbors: the error if no thing stands beside another.
    ///   - forEachBatch: calls its second argument with each batch of a pass, in the same order each
    ///     time.
    func run(
        _ checkpoint: TrainingCheckpoint?, count: Int,
        report: @escaping (TrainingProgress) throws -> Void, noNeighbors: any Error,
        _ forEachBatch: (_ pass: Int, (SequenceBatch) throws -> Void) throws -> Void
    ) throws {
        let total = Double(options.passes) * Double(count)
        let (start, end) = (options.learningRate, options.finalLearningRate)
        var keeper = CheckpointKeeper(checkpoint, tables)
        var position = Position(try keeper.resume())
        for pass in 0..<options.passes where pass >= position.pass {
            try forEachBatch(pass) { batch in
                // What was gone through already, or has no thing that is learned, changes nothing.
                guard pass > position.pass || batch.first >= position.things, !batch.ids.isEmpty
                else { return }
                let done = Double(pass) * Double(count) + Double(batch.first)
                let outcome = try train(batch, pass: pass) { share in
                    start - (start - end) * min(1, (done + share * Double(batch.ids.count)) / total)
                }
                guard !outcome.hasDiverged else { throw TrainingError.notFinite(pass: pass + 1) }
                position.pass = pass
                position.things = batch.first + batch.ids.count
                position.wasTrained = position.wasTrained || outcome.products > 0
                let things = pass * count + position.things
                try keeper.keep(position.numbers) {
                    try report(
                        TrainingProgress(
                            pass: pass + 1, passes: options.passes, words: things,
                            fraction: Double(things) / total, loss: outcome.meanLoss))
                }
            }
            guard position.wasTrained else { throw noNeighbors }
        }
    }

    /// How far learning is.
    private struct Position {
        var pass: Int
        /// Things of the pass that were gone through.
        var things: Int
        var wasTrained: Bool

        init(_ numbers: [String: Int]) {
            pass = numbers["pass"] ?? 0
            things = numbers["things"] ?? 0
            wasTrained = numbers["trained"] == 1
        }

        var numbers: [String: Int] {
            ["pass": pass, "things": things, "trained": wasTrained ? 1 : 0]
        }
    }
}
