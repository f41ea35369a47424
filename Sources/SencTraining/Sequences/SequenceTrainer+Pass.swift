internal import SencMath
private import Synchronization

extension SequenceTrainer {
    /// The memory that a team works on a batch with, block by block. Between two barriers no two of
    /// its members write to one place.
    final class Pass: @unchecked Sendable {
        private let inputs: SplitTable
        private let outputs: SplitTable
        private let kernels: TrainingKernels
        private let parts: VectorParts
        private let usesMean: Bool
        private let threads: Int
        /// Blocks that are laid out before the first of them is computed.
        private let blocks: [SequenceBlock]
        private let composer: Composer?
        private let inputSteps: SplitScratch
        private let targetSteps: SplitScratch
        /// [2, parts, productStride]: while some members still read those of a block, others write
        /// those of the next.
        private let products = ScratchBuffer<Float>()
        private var productStride = 0
        /// Of each member.
        private let factors: [ScratchBuffer<Float>]
        /// Of each window of a block.
        private let losses = ScratchBuffer<Double>()

        private static let blocksAtOnce = 16

        init(_ trainer: SequenceTrainer, threads: Int) {
            (inputs, outputs, self.threads) = (trainer.inputs, trainer.outputs, threads)
            (kernels, parts) = (trainer.kernels, trainer.vectorParts)
            usesMean = trainer.options.objective == .cbow
            blocks = (0..<Self.blocksAtOnce).map { _ in SequenceBlock() }
            factors = (0..<threads).map { _ in ScratchBuffer() }
            (inputSteps, targetSteps) = (SplitScratch(parts), SplitScratch(parts))
            composer = trainer.parts.map {
                Composer(
                    $0, trainer.inputs, thingCount: trainer.thingCount, threads: threads)
            }
            losses.reserve(SequenceOptions.blockWindows)
        }

        /// - Parameter rates: of the blocks' steps.
        func run(_ windows: Windows, rates: [Float], _ targets: WindowTargets) -> Outcome {
            let outcome = Mutex(Outcome())
            ThreadTeam.run(threads: threads) { member in
                let share = TeamShare(member, parts)
                let count = windows.blockEnds.count
                for first in Swift.stride(from: 0, to: count, by: blocks.count) {
                    let range = first..<min(first + blocks.count, count)
                    for index in range where index % member.count == member.index {
                        let block = block(index)
                        block.lay(out: windows, windows.block(index), targets, usesMean: usesMean)
                        composer?.find(block, member.index)
                    }
                    member.wait()
                    if member.index == 0 { reserve(range.count) }
                    member.wait()
                    for index in range {
                        multiply(index, share, member)
                        member.wait()
                        step(index, rate: rates[index], share, factors[member.index])
                        if share.isShared { member.wait() }
                        apply(block(index), share, member)
                        if member.index == 0, measuresLoss(index) {
                            outcome.withLock { add(block(index), to: &$0) }
                        }
                        if share.isShared { member.wait() }
                    }
                    member.wait()
                }
            }
            return outcome.withLock { $0 }
        }

        private func block(_ index: Int) -> SequenceBlock { blocks[index % blocks.count] }

        private func measuresLoss(_ index: Int) -> Bool {
            index % SequenceTrainer.lossInterval == 0
        }

        /// Has memory for each of the first blocks.
        private func reserve(_ count: Int) {
            for block in blocks[..<count] {
                inputSteps.reserve(rows: usesMean ? block.windowCount : block.inputCount)
                targetSteps.reserve(rows: block.targetCount)
                productStride = max(productStride, block.productCount)
                composer?.reserve(block.composition)
            }
            products.reserve(2 * parts.count * productStride)
            for factors in factors { factors.reserve(productStride) }
        }

        /// A part of a block's windows.
        private func kernelWindows(_ block: SequenceBlock, _ part: Int) -> TrainingKernels.Windows {
            TrainingKernels.Windows(
                inputs: composer?.means[part: part] ?? inputs[part: part],
                targets: outputs[part: part],
                inputIDs: composer == nil ? block.inputIDs.base : block.composition.numbers.base,
                targetIDs: block.targetIDs.base, inputStarts: block.inputStarts.base,
                targetStarts: block.targetStarts.base, productStarts: block.productStarts.base,
                labels: block.labels.base, negativeWeight: block.negativeWeight,
                usesMean: usesMean)
        }

        private func products(ofBlock index: Int) -> UnsafeMutablePointer<Float> {
            products.base + index % 2 * parts.count * productStride
        }

        private func multiply(_ index: Int, _ share: TeamShare, _ member: ThreadTeam.Member) {
            let block = block(index)
            if let composer {
                composer.compose(block.composition, kernels, share)
                if share.isShared { member.wait() }
            }
            for part in share.parts {
                kernels.logisticProducts(
                    kernelWindows(block, part), share.range(of: block.windowCount),
                    stride: parts.stride(part), inputSteps: inputSteps[part: part],
                    to: products(ofBlock: index) + part * productStride)
            }
        }

        private func step(
            _ index: Int, rate: Float, _ share: TeamShare, _ factors: ScratchBuffer<Float>
        ) {
            let block = block(index)
            let range = share.range(of: block.windowCount)
            let isMeasured = share.parts.contains(0) && measuresLoss(index)
            kernels.logisticFactors(
                kernelWindows(block, 0), range, rate: rate,
                TrainingKernels.Products(
                    products(ofBlock: index), count: parts.count, stride: productStride),
                to: factors.base, losses: isMeasured ? losses.base : nil)
            for part in share.parts {
                kernels.logisticSteps(
                    kernelWindows(block, part), range, stride: parts.stride(part), factors.base,
                    inputSteps: inputSteps[part: part], targetSteps: targetSteps[part: part])
            }
        }

        private func apply(
            _ block: SequenceBlock, _ share: TeamShare, _ member: ThreadTeam.Member
        ) {
            let ids = composer == nil ? block.inputIDs : block.composition.numbers
            for part in share.parts {
                scatter(
                    TrainingKernels.RowSteps(
                        ids: block.targetIDs.base, count: block.targetCount,
                        steps: targetSteps[part: part]), to: outputs[part: part], part, share)
                scatter(
                    TrainingKernels.RowSteps(
                        ids: ids.base, count: block.inputCount, steps: inputSteps[part: part],
                        places: block.inputPlaces.base),
                    to: composer?.sums[part: part] ?? inputs[part: part], part, share)
            }
            guard let composer else { return }
            if share.isShared { member.wait() }
            for part in share.parts {
                scatter(
                    composer.steps(block.composition, part), to: inputs[part: part], part,
                    share)
            }
        }

        private func scatter(
            _ steps: TrainingKernels.RowSteps, to rows: UnsafeMutablePointer<Float>, _ part: Int,
            _ share: TeamShare
        ) {
            guard share.index >= 0 else { return }
            kernels.scatter(
                steps, to: rows, stride: parts.stride(part), part: share.index, of: share.count)
        }

        private func add(_ block: SequenceBlock, to outcome: inout Outcome) {
            for window in 0..<block.windowCount {
                outcome.loss += losses.base[window]
                outcome.products += block.products(of: window, usesMean: usesMean)
            }
        }
    }
}
