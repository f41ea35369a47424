internal import SencMath

extension SequenceTrainer {
    /// The memory that a team works on a batch with, block by block. Between two barriers no two of
    /// its members write to one place.
    final class Pass: @unchecked Sendable {
        private let trainer: SequenceTrainer
        private let windows: Windows
        private let rates: [Float]
        private let negatives: CounterRandom
        private let kernels: TrainingKernels
        private let stride: Int
        private let isCBOW: Bool
        private let negativeCount: Int
        private var block = 0
        private var first = 0
        private var end = 0
        /// Where each window's neighbors and targets begin among those of the block.
        private var inputStarts: [Int] = [0]
        private var targetStarts: [Int] = [0]
        private var inputIDs: [UInt32] = []
        /// Which step a neighbor gets.
        private var inputPlaces: [UInt32] = []
        private var targetIDs: [UInt32] = []
        private var labels: [Float] = []
        private var inputSteps = FloatBuffer(count: 0)
        private var targetSteps = FloatBuffer(count: 0)
        private var losses: [Double] = []
        private var composition: Composition?
        private(set) var outcome = Outcome()

        init(
            _ trainer: SequenceTrainer, _ windows: Windows, _ rates: [Float],
            _ negatives: CounterRandom, _ kernels: TrainingKernels
        ) {
            (self.trainer, self.windows, self.rates) = (trainer, windows, rates)
            (self.negatives, self.kernels, stride) = (negatives, kernels, trainer.stride)
            isCBOW = trainer.options.objective == .cbow
            if case .negativeSampling(let count, _) = trainer.options.output {
                negativeCount = trainer.thingCount > 1 ? count : 0
            } else {
                negativeCount = 0
            }
            if let parts = trainer.parts {
                composition = Composition(parts, thingCount: trainer.thingCount)
            }
        }

        private var measuresLoss: Bool { block % SequenceTrainer.lossInterval == 0 }

        /// Lays out a block: the first member's work.
        func prepare(_ block: Int, _ member: ThreadTeam.Member) {
            guard member.index == 0 else { return }
            self.block = block
            first = end
            end = windows.blockEnds[block]
            inputStarts.removeAll(keepingCapacity: true)
            targetStarts.removeAll(keepingCapacity: true)
            inputIDs.removeAll(keepingCapacity: true)
            inputPlaces.removeAll(keepingCapacity: true)
            var targets = 0
            for window in first..<end {
                inputStarts.append(inputIDs.count)
                targetStarts.append(targets)
                let middle = windows.middles[window]
                for place in windows.ranges[window] where place != middle {
                    inputIDs.append(windows.ids[Int(place)])
                    inputPlaces.append(UInt32(isCBOW ? window - first : inputPlaces.count))
                }
                let thing = Int(windows.ids[Int(middle)])
                targets += trainer.tree.map { $0.path(to: thing).count } ?? 1 + negativeCount
            }
            inputStarts.append(inputIDs.count)
            targetStarts.append(targets)
            let steps = isCBOW ? end - first : inputIDs.count
            if inputSteps.count < steps * stride { inputSteps = FloatBuffer(count: steps * stride) }
            if targetSteps.count < targets * stride {
                targetSteps = FloatBuffer(count: targets * stride)
            }
            if targetIDs.count < targets {
                targetIDs = [UInt32](repeating: 0, count: targets)
                labels = [Float](repeating: 0, count: targets)
            }
            losses = [Double](repeating: 0, count: end - first)
            composition?.prepare(inputIDs, stride)
        }

        func compute(_ member: ThreadTeam.Member) {
            if let composition {
                composition.compose(from: trainer.inputs, kernels, stride, member)
                member.wait()
            }
            let share = member.share(of: end - first)
            guard !share.isEmpty else { return }
            let widest = share.map { inputStarts[$0 + 1] - inputStarts[$0] }.max() ?? 0
            let longest = share.map { targetStarts[$0 + 1] - targetStarts[$0] }.max() ?? 0
            let scratch = FloatBuffer(
                count: kernels.scratchCount(inputs: isCBOW ? 1 : widest, targets: longest))
            let mean = FloatBuffer(count: stride)
            targetIDs.withUnsafeMutableBufferPointer { ids in
                labels.withUnsafeMutableBufferPointer { labels in
                    losses.withUnsafeMutableBufferPointer { losses in
                        withUnsafeTemporaryAllocation(
                            of: TrainingKernels.Row.self, capacity: widest + longest
                        ) { rows in
                            for window in share {
                                step(window, ids, labels, losses, rows, scratch.base, mean.base)
                            }
                        }
                    }
                }
            }
        }

        private func step(
            _ window: Int, _ ids: UnsafeMutableBufferPointer<UInt32>,
            _ labels: UnsafeMutableBufferPointer<Float>,
            _ losses: UnsafeMutableBufferPointer<Double>,
            _ rows: UnsafeMutableBufferPointer<TrainingKernels.Row>,
            _ scratch: UnsafeMutablePointer<Float>, _ mean: UnsafeMutablePointer<Float>
        ) {
            let inputs = inputStarts[window]..<inputStarts[window + 1]
            let targets = targetStarts[window]..<targetStarts[window + 1]
            guard !targets.isEmpty else { return }
            choose(window, ids, labels, from: targets.lowerBound)
            for (place, input) in inputs.enumerated() {
                rows[place] = row(ofInput: input)
            }
            for (place, target) in targets.enumerated() {
                rows[inputs.count + place] = UnsafePointer(
                    trainer.outputs.base + Int(ids[target]) * stride)
            }
            let inputRows = UnsafeBufferPointer(rebasing: rows[..<inputs.count])
            let targetRows = UnsafeBufferPointer(
                rebasing: rows[inputs.count..<inputs.count + targets.count])
            let measured = measuresLoss ? losses.baseAddress.map { $0 + window } : nil
            let targetSteps = targetSteps.base + targets.lowerBound * stride
            if isCBOW {
                kernels.mean(inputRows, stride: stride, to: mean)
                let step = inputSteps.base + window * stride
                var row: TrainingKernels.Row = UnsafePointer(mean)
                withUnsafePointer(to: &row) { row in
                    kernels.logisticStep(
                        TrainingKernels.Products(
                            inputs: UnsafeBufferPointer(start: row, count: 1), targets: targetRows,
                            labels: labels.baseAddress! + targets.lowerBound, stride: stride),
                        rate: rates[block], inputSteps: step, targetSteps: targetSteps,
                        scratch: scratch,
                        loss: measured)
                }
                // Each neighbor is a part of the mean.
                let part = 1 / Float(inputs.count)
                for column in 0..<stride { step[column] *= part }
            } else {
                kernels.logisticStep(
                    TrainingKernels.Products(
                        inputs: inputRows, targets: targetRows,
                        labels: labels.baseAddress! + targets.lowerBound, stride: stride),
                    rate: rates[block], inputSteps: inputSteps.base + inputs.lowerBound * stride,
                    targetSteps: targetSteps, scratch: scratch, loss: measured)
            }
        }

        private func row(ofInput input: Int) -> UnsafePointer<Float> {
            if let composition { return composition.row(ofInput: input, stride) }
            return UnsafePointer(trainer.inputs.base + Int(inputIDs[input]) * stride)
        }

        /// Writes what a window's middle is told by, and from.
        private func choose(
            _ window: Int, _ ids: UnsafeMutableBufferPointer<UInt32>,
            _ labels: UnsafeMutableBufferPointer<Float>, from start: Int
        ) {
            let place = Int(windows.middles[first + window])
            let thing = windows.ids[place]
            if let tree = trainer.tree {
                for (offset, step) in tree.path(to: Int(thing)).enumerated() {
                    ids[start + offset] = tree.nodes[step]
                    labels[start + offset] = tree.labels[step]
                }
                return
            }
            ids[start] = thing
            labels[start] = 1
            guard let sampler = trainer.sampler else { return }
            let index = UInt64(windows.places[place]) &* UInt64(negativeCount * Self.draws)
            for negative in 0..<negativeCount {
                var drawn = thing
                for draw in 0..<Self.draws where drawn == thing {
                    drawn = sampler.draw(
                        negatives.bits(at: index &+ UInt64(negative * Self.draws + draw)))
                }
                if drawn == thing {
                    drawn = UInt32((Int(thing) + 1) % trainer.thingCount)
                }
                ids[start + 1 + negative] = drawn
                labels[start + 1 + negative] = 0
            }
        }

        /// How often another thing than the middle is drawn before its neighbor in the list is
        /// taken.
        private static let draws = 4

        func apply(_ member: ThreadTeam.Member) {
            targetIDs.withUnsafeBufferPointer { ids in
                kernels.scatter(
                    targetSteps.base,
                    UnsafeBufferPointer(rebasing: ids[..<targetStarts[end - first]]),
                    to: trainer.outputs.base, stride: stride, member)
            }
            inputPlaces.withUnsafeBufferPointer { places in
                if let composition {
                    composition.apply(
                        inputSteps.base, places.baseAddress, to: trainer.inputs, kernels, stride,
                        member)
                    return
                }
                inputIDs.withUnsafeBufferPointer { ids in
                    kernels.scatter(
                        inputSteps.base, ids, places: places.baseAddress,
                        to: trainer.inputs.base, stride: stride, member)
                }
            }
            guard member.index == 0, measuresLoss else { return }
            outcome.loss += losses.reduce(0, +)
            for window in 0..<end - first {
                let inputs = isCBOW ? 1 : inputStarts[window + 1] - inputStarts[window]
                outcome.products += inputs * (targetStarts[window + 1] - targetStarts[window])
            }
        }
    }
}
