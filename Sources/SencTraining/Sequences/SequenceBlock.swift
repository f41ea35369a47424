internal import SencMath

/// A block of windows, laid out for the kernels.
final class SequenceBlock: @unchecked Sendable {
    private(set) var windowCount = 0
    private(set) var inputCount = 0
    private(set) var targetCount = 0
    /// The most neighbors and targets that a window has.
    private(set) var widest = 0
    private(set) var longest = 0
    /// The windows' neighbors, and which step each of them gets.
    let inputIDs = ScratchBuffer<UInt32>()
    let inputPlaces = ScratchBuffer<UInt32>()
    /// What the middles are told by and from, 1 for what is the middle.
    let targetIDs = ScratchBuffer<UInt32>()
    let labels = ScratchBuffer<Float>()
    /// Where each window's neighbors and targets begin, and at last where those of the last end.
    let inputStarts = ScratchBuffer<UInt32>()
    let targetStarts = ScratchBuffer<UInt32>()
    /// What the neighbors' vectors are made of, if they have parts.
    let composition = BlockComposition()

    /// Lays out some of the windows.
    func lay(out windows: Windows, _ range: Range<Int>, _ targets: WindowTargets, usesMean: Bool) {
        windowCount = range.count
        inputStarts.reserve(windowCount + 1)
        targetStarts.reserve(windowCount + 1)
        let (inputStarts, targetStarts) = (inputStarts.base, targetStarts.base)
        var (inputs, products, widest, longest) = (0, 0, 0, 0)
        for (index, window) in windows.windows[range].enumerated() {
            inputStarts[index] = UInt32(inputs)
            targetStarts[index] = UInt32(products)
            let count = targets.count(of: windows.ids[Int(window.middle)])
            inputs += window.neighbors
            products += count
            widest = max(widest, window.neighbors)
            longest = max(longest, count)
        }
        inputStarts[windowCount] = UInt32(inputs)
        targetStarts[windowCount] = UInt32(products)
        (inputCount, targetCount) = (inputs, products)
        (self.widest, self.longest) = (widest, longest)
        layInputs(out: windows, range, usesMean: usesMean)
        targetIDs.reserve(products)
        labels.reserve(products + TrainingKernels.labelPadding)
        let (ids, labels) = (targetIDs.base, labels.base)
        for (index, window) in windows.windows[range].enumerated() {
            let start = Int(targetStarts[index])
            targets.choose(windows, Int(window.middle), ids + start, labels + start)
        }
        (labels + products).update(repeating: 0, count: TrainingKernels.labelPadding)
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

    /// How many products a window's loss is of.
    func products(of window: Int, usesMean: Bool) -> Int {
        let inputs = inputStarts.base[window + 1] - inputStarts.base[window]
        let targets = targetStarts.base[window + 1] - targetStarts.base[window]
        return (usesMean ? 1 : Int(inputs)) * Int(targets)
    }
}

/// What the middles of windows are told by, and from.
struct WindowTargets: Sendable {
    let thingCount: Int
    let sampler: AliasTable?
    let negativeCount: Int
    let negatives: CounterRandom
    let tree: HuffmanTree?

    /// How often another thing than the middle is drawn before its neighbor in the list is taken.
    private static let draws = 4

    func count(of thing: UInt32) -> Int {
        tree.map { $0.path(to: Int(thing)).count } ?? 1 + negativeCount
    }

    /// Writes those of a window.
    /// - Parameter middle: its place among the things of `windows`.
    func choose(
        _ windows: Windows, _ middle: Int, _ ids: UnsafeMutablePointer<UInt32>,
        _ labels: UnsafeMutablePointer<Float>
    ) {
        let thing = windows.ids[middle]
        if let tree {
            for (offset, step) in tree.path(to: Int(thing)).enumerated() {
                ids[offset] = tree.nodes[step]
                labels[offset] = tree.labels[step]
            }
            return
        }
        ids[0] = thing
        labels[0] = 1
        guard let sampler else { return }
        let index = UInt64(windows.places[middle]) &* UInt64(negativeCount * Self.draws)
        for negative in 0..<negativeCount {
            var drawn = thing
            for draw in 0..<Self.draws where drawn == thing {
                drawn = sampler.draw(
                    negatives.bits(at: index &+ UInt64(negative * Self.draws + draw)))
            }
            if drawn == thing { drawn = UInt32((Int(thing) + 1) % thingCount) }
            ids[1 + negative] = drawn
            labels[1 + negative] = 0
        }
    }
}
