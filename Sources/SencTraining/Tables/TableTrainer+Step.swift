internal import SencMath

/// A step of a batch, which the threads of a team share.
extension TableTrainer {
    /// Sets a batch's codes and numbers, some categories being taken as unknown.
    private func load(_ rows: ArraySlice<Int>, _ range: Range<Int>, _ unknown: CounterRandom?) {
        let inputs = network.shape.inputs
        let first = network.shape.inputs - network.numberCount
        for place in range {
            let row = rows[rows.startIndex + place]
            for (index, codes) in table.codes.enumerated() {
                var code = codes[row]
                if let unknown, code > 0,
                    unknown.child(UInt64(index)).uniform(at: UInt64(row))
                        < Self.unknownShare(table.counts[index][Int(code)])
                {
                    code = 0
                }
                pass.codes[index][place] = code
            }
            table.fill(
                row, pass.values[0].base + place * inputs + first, count: network.numberCount)
        }
    }

    /// How often a category that was seen so many times is taken as unknown, so that this has a vector,
    /// as in Kiperwasser and Goldberg, "Simple and Accurate Dependency Parsing", 2016.
    static func unknownShare(_ count: Int) -> Double { 0.25 / (0.25 + Double(count)) }

    /// The loss and its gradient of rows of the batch.
    private func loss(_ rows: ArraySlice<Int>, _ range: Range<Int>) {
        let outputs = network.shape.outputs
        let values = pass.values[network.layers.count].base
        let gradients = pass.gradients[network.layers.count].base
        for place in range {
            let row = rows[rows.startIndex + place]
            let output = values + place * outputs
            let gradient = gradients + place * outputs
            switch table.target {
            case .numbers(let numbers):
                pass.losses[place] = TableLoss.squares(
                    output, target: numbers[row], gradient: gradient, batch: rows.count)
            case .classes(let classes, let count):
                pass.losses[place] = TableLoss.crossEntropy(
                    output, count: count, target: Int(classes[row]), gradient: gradient,
                    batch: rows.count)
            case .none: pass.losses[place] = 0
            }
        }
    }

    /// Computes the gradients of a batch's mean loss, and goes a step if it is told how far.
    func learn(
        _ rows: ArraySlice<Int>, _ member: ThreadTeam.Member, _ dropout: TableNetwork.Dropout?,
        unknown: CounterRandom?, step: Int?
    ) {
        let scratch = scratch[member.index].base
        let own = member.share(of: rows.count)
        network.pack(member, learns: true)
        load(rows, own, unknown)
        member.wait()
        network.forward(pass, own, dropout, scratch: scratch)
        loss(rows, own)
        network.backward(pass, own, dropout, scratch: scratch)
        member.wait()
        for (index, layer) in network.layers.enumerated() {
            layer.prepareGradients(
                pass.values[index].base, pass.gradients[index + 1].base, rows: rows.count,
                outputColumns[index].base, stride: settings.batch, member)
        }
        for (index, table) in network.tables.enumerated()
        where !table.isFrozen && index % member.count == member.index {
            table.group(pass.codes[index], count: rows.count)
        }
        member.wait()
        let rate = settings.learningRate
        for (index, layer) in network.layers.enumerated() {
            layer.sumGradients(
                outputColumns[index].base, rows: rows.count, stride: settings.batch, member,
                scratch: scratch)
            if let step {
                layer.move(member, step: step, rate: rate, decay: settings.weightDecay)
            }
        }
        let level = network.shape.isSummed ? 1 : 0
        let stride = network.shape.isSummed ? network.shape.hidden[0] : network.shape.inputs
        for (index, table) in network.tables.enumerated() where !table.isFrozen {
            let touched = member.share(of: table.touchedCount)
            table.sumGradients(
                touched, of: pass.gradients[level].base + network.offsets[index], stride: stride)
            if step != nil {
                table.move(
                    touched, rate: Float(rate), decay: Float(rate * settings.weightDecay))
            }
        }
        member.wait()
    }

    /// The mean loss of rows and its gradients, which are left in the network; nothing is moved.
    func gradients(of rows: [Int]) -> Double {
        let shared = unsafeSelf
        ThreadTeam.run(threads: threads) { member in
            shared.trainer.learn(rows[...], member, nil, unknown: nil, step: nil)
        }
        return meanLoss(rows.count)
    }

    func meanLoss(_ count: Int) -> Double {
        var sum = 0.0
        for place in 0..<count { sum += pass.losses[place] }
        return sum / Double(max(1, count))
    }

    /// The members of a team write to places of their own.
    struct Shared: @unchecked Sendable { let trainer: TableTrainer }
    var unsafeSelf: Shared { Shared(trainer: self) }
}
