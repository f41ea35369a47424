internal import SencMath
private import Synchronization

extension SequenceTrainer {
    /// The memory that a team works on a batch with, block by block. Between two barriers no two of
    /// its members write to one place.
    final class Pass: @unchecked Sendable {
        private unowned let trainer: SequenceTrainer
        private let kernels: TrainingKernels
        private let stride: Int
        private let usesMean: Bool
        private let threads: Int
        /// Blocks that are laid out before the first of them is computed.
        private let blocks: [SequenceBlock]
        private let composer: Composer?
        private let inputSteps = ScratchBuffer<Float>()
        private let targetSteps = ScratchBuffer<Float>()
        /// Of each member.
        private let scratch: [ScratchBuffer<Float>]
        /// Of each window of a block.
        private let losses = ScratchBuffer<Double>()

        private static let blocksAtOnce = 16

        init(_ trainer: SequenceTrainer, threads: Int) {
            (self.trainer, self.threads) = (trainer, threads)
            (kernels, stride) = (trainer.kernels, trainer.stride)
            usesMean = trainer.options.objective == .cbow
            blocks = (0..<Self.blocksAtOnce).map { _ in SequenceBlock() }
            scratch = (0..<threads).map { _ in ScratchBuffer() }
            composer = trainer.parts.map {
                Composer(
                    $0, trainer.inputs, thingCount: trainer.thingCount, stride: trainer.stride,
                    threads: threads)
            }
            losses.reserve(SequenceOptions.blockWindows)
        }

        /// - Parameter rates: of the blocks' steps.
        func run(_ windows: Windows, rates: [Float], _ targets: WindowTargets) -> Outcome {
            let outcome = Mutex(Outcome())
            ThreadTeam.run(threads: threads) { member in
                let count = windows.blockEnds.count
                for first in Swift.stride(from: 0, to: count, by: blocks.count) {
                    let range = first..<min(first + blocks.count, count)
                    for index in range where index % member.count == member.index {
                        layOut(windows, index, targets, member)
                    }
                    member.wait()
                    if member.index == 0 { reserve(range.count) }
                    member.wait()
                    for index in range {
                        compute(index, rate: rates[index], member)
                        member.wait()
                        apply(block(index), member)
                        if member.index == 0, measuresLoss(index) {
                            outcome.withLock { add(block(index), to: &$0) }
                        }
                        member.wait()
                    }
                }
            }
            return outcome.withLock { $0 }
        }

        private func block(_ index: Int) -> SequenceBlock { blocks[index % blocks.count] }

        private func measuresLoss(_ index: Int) -> Bool {
            index % SequenceTrainer.lossInterval == 0
        }

        private func layOut(
            _ windows: Windows, _ index: Int, _ targets: WindowTargets, _ member: ThreadTeam.Member
        ) {
            let block = block(index)
            block.lay(out: windows, windows.block(index), targets, usesMean: usesMean)
            composer?.find(block, member)
        }

        /// Has memory for the steps of each of the first blocks.
        private func reserve(_ count: Int) {
            for block in blocks[..<count] {
                inputSteps.reserve((usesMean ? block.windowCount : block.inputCount) * stride)
                targetSteps.reserve(block.targetCount * stride)
                composer?.reserve(block.composition)
            }
        }

        private func compute(_ index: Int, rate: Float, _ member: ThreadTeam.Member) {
            let block = block(index)
            if let composer {
                composer.compose(block.composition, kernels, member)
                member.wait()
            }
            let share = member.share(of: block.windowCount)
            let scratch = scratch[member.index]
            scratch.reserve(
                kernels.scratchCount(
                    inputs: usesMean ? 1 : block.widest, targets: block.longest, stride: stride))
            let losses = measuresLoss(index) ? losses.base : nil
            losses.map { ($0 + share.lowerBound).update(repeating: 0, count: share.count) }
            let windows = TrainingKernels.Windows(
                inputs: composer?.vectors ?? UnsafePointer(trainer.inputs.base),
                targets: trainer.outputs.base,
                stride: stride,
                inputIDs: composer == nil ? block.inputIDs.base : block.composition.numbers.base,
                targetIDs: block.targetIDs.base, inputStarts: block.inputStarts.base,
                targetStarts: block.targetStarts.base, labels: block.labels.base,
                usesMean: usesMean)
            kernels.logisticSteps(
                windows, share, rate: rate, inputSteps: inputSteps.base,
                targetSteps: targetSteps.base, scratch: scratch.base, losses: losses)
        }

        private func apply(_ block: SequenceBlock, _ member: ThreadTeam.Member) {
            kernels.scatter(
                targetSteps.base,
                UnsafeBufferPointer(start: block.targetIDs.base, count: block.targetCount),
                to: trainer.outputs.base, stride: stride, member)
            if let composer {
                composer.apply(inputSteps.base, block, kernels, member)
                return
            }
            kernels.scatter(
                inputSteps.base,
                UnsafeBufferPointer(start: block.inputIDs.base, count: block.inputCount),
                places: block.inputPlaces.base, to: trainer.inputs.base, stride: stride, member)
        }

        private func add(_ block: SequenceBlock, to outcome: inout Outcome) {
            for window in 0..<block.windowCount {
                outcome.loss += losses.base[window]
                outcome.products += block.products(of: window, usesMean: usesMean)
            }
        }
    }
}
