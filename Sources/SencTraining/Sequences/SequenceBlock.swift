internal import SencMath

/// A block of windows, laid out for the kernels.
final class SequenceBlock: @unchecked Sendable {
    private(set) var windowCount = 0
    private(set) var inputCount = 0
    private(set) var targetCount = 0
    /// Floats of all windows' products, and of those of the window that has most.
    private(set) var productCount = 0
    private(set) var widest = 0
    /// The windows' neighbors, and which step each of them gets.
    let inputIDs = ScratchBuffer<UInt32>()
    let inputPlaces = ScratchBuffer<UInt32>()
    /// What the middles are told by and from, 1 for what is the middle.
    let targetIDs = ScratchBuffer<UInt32>()
    let labels = ScratchBuffer<Float>()
    private(set) var negativeWeight: Float = 1
    /// Where each window's neighbors and targets begin, and at last where those of the last end.
    let inputStarts = ScratchBuffer<UInt32>()
    let targetStarts = ScratchBuffer<UInt32>()
    /// Where each window's products begin.
    let productStarts = ScratchBuffer<UInt32>()
    /// What the neighbors' vectors are made of, if they have parts.
    let composition = BlockComposition()

    /// Lays out some of the windows.
    func lay(out windows: Windows, _ range: Range<Int>, _ targets: WindowTargets, usesMean: Bool) {
        (windowCount, negativeWeight) = (range.count, targets.negativeWeight)
        for starts in [inputStarts, targetStarts, productStarts] { starts.reserve(windowCount + 1) }
        let (inputStarts, targetStarts) = (inputStarts.base, targetStarts.base)
        let productStarts = productStarts.base
        var (inputs, outputs, products, widest) = (0, 0, 0, 0)
        for (index, window) in windows.windows[range].enumerated() {
            inputStarts[index] = UInt32(inputs)
            targetStarts[index] = UInt32(outputs)
            productStarts[index] = UInt32(products)
            let count = targets.count(of: windows.ids[Int(window.middle)])
            let width =
                (usesMean ? 1 : window.neighbors) * TrainingKernels.productCount(targets: count)
            inputs += window.neighbors
            outputs += count
            products += width
            widest = max(widest, width)
        }
        inputStarts[windowCount] = UInt32(inputs)
        targetStarts[windowCount] = UInt32(outputs)
        (inputCount, targetCount, productCount, self.widest) = (inputs, outputs, products, widest)
        layInputs(out: windows, range, usesMean: usesMean)
        targetIDs.reserve(outputs)
        labels.reserve(outputs + TrainingKernels.labelPadding)
        let (ids, labels) = (targetIDs.base, labels.base)
        for (index, window) in windows.windows[range].enumerated() {
            let start = Int(targetStarts[index])
            targets.choose(windows, Int(window.middle), ids + start, labels + start)
        }
        (labels + outputs).update(repeating: 0, count: TrainingKernels.labelPadding)
    }

    private func layInputs(out windows: Windows, _ range: Range<Int>, usesMean: Bool) {
        inputIDs.reserve(inputCount)
        inputPlaces.reserve(inputCount)
        let (inputs, places) = (inputIDs.base, inputPlaces.base)
        windows.ids.withUnsafeBufferPointer { ids in
            var input = 0
            for (index, window) in windows.windows[range].enumerated() {
                let middle = Int(window.middle)
                for place in middle - Int(window.left)...middle + Int(window.right)
                where place != middle {
                    inputs[input] = ids[place]
                    places[input] = UInt32(usesMean ? index : input)
                    input += 1
                }
            }
        }
    }

    /// How many products a window's loss is of, each counted as it weighs.
    func products(of window: Int, usesMean: Bool) -> Int {
        let inputs = inputStarts.base[window + 1] - inputStarts.base[window]
        let targets = targetStarts.base[window + 1] - targetStarts.base[window]
        let weight = 1 + Int((Float(targets - 1) * negativeWeight).rounded())
        return (usesMean ? 1 : Int(inputs)) * weight
    }
}
