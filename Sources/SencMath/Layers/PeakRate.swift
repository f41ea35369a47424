internal import SencKernels

/// How fast work is done on several threads at once, in operations a second.
///
/// The work is repeated for a while, several times over, and the best time counts: whatever else
/// the machine does can only make it slower.
/// - Parameters:
///   - seconds: how long to measure.
///   - work: does some work, for a small part of that time, and returns its operations.
func measuredRate(
    threads: Int, seconds: Double, _ work: @Sendable (_ worker: Int) -> Double
) -> Double {
    let tries = 5
    let clock = ContinuousClock()
    var best = 0.0
    for _ in 0..<tries {
        // Each thread has its own clock, for they do not begin and end together.
        let rates = FloatBuffer(count: threads)
        try? WorkerPool(threads: threads).forEach(items: threads) { item, worker in
            let start = clock.now
            var operations = 0.0
            var elapsed = 0.0
            repeat {
                operations += work(worker)
                elapsed = (clock.now - start) / .seconds(1)
            } while elapsed < seconds / Double(tries)
            rates.base[item] = Float(operations / elapsed)
        }
        best = max(best, rates.elements.reduce(0) { $0 + Double($1) })
    }
    return best
}

/// The most that the CPU's instructions for one precision can do, measured on registers alone: no
/// memory is touched, and no layer can be faster. Rates are multiplications and additions a second.
package struct InstructionPeak: Sendable {
    package let oneCore: Double
    /// All threads at once.
    package let allThreads: Double

    /// Tiles between two looks at the clock, some 0.1 milliseconds.
    private static let rounds = 20_000

    /// - Parameter seconds: how long to measure.
    package init(
        _ precision: Precision, threads: Int, seconds: Double, family: KernelFamily = .selected
    ) {
        let peak = family.linear(precision).table.pointee.peak
        func rate(threads: Int) -> Double {
            measuredRate(threads: threads, seconds: seconds / 2) { _ in peak?(Self.rounds) ?? 0 }
        }
        let oneCore = rate(threads: 1)
        self.init(
            oneCore: oneCore, allThreads: threads == 1 ? oneCore : rate(threads: threads))
    }

    private init(oneCore: Double, allThreads: Double) {
        self.oneCore = oneCore
        self.allThreads = allThreads
    }

    /// The higher rates of two measurements: the lower ones were disturbed.
    package func higher(_ other: InstructionPeak) -> InstructionPeak {
        InstructionPeak(
            oneCore: max(oneCore, other.oneCore), allThreads: max(allThreads, other.allThreads))
    }
}

/// What the tiles of a precision's layers do on one core, with their loads: the most that a layer can
/// reach whose weights are in that cache. In multiplications and additions a second.
package struct TileRates: Sendable {
    /// All tiles take the same weights, which fit the first level of any CPU's cache.
    package let fromFirstLevel: Double
    /// Each tile takes the next of some weights that fit the second level only.
    package let fromSecondLevel: Double

    private static let firstLevelBytes = 24 << 10
    private static let secondLevelBytes = 240 << 10
    /// Of which inputs are a multiple: whole blocks of quantized weights.
    private static let block = 32
    private static let mostInputs = 384

    /// - Parameter seconds: how long to measure.
    package init(_ precision: Precision, seconds: Double, family: KernelFamily = .selected) {
        let kernels = family.linear(precision)
        let table = kernels.table.pointee
        func bytes(inputs: Int) -> Int { 4 * table.packed_size(table.panel, inputs) }
        func rate(inputs: Int, panels: Int) -> Double {
            let memory = FloatBuffer(count: table.tiles_size(inputs, panels))
            memory.base.update(repeating: 0, count: memory.count)
            return measuredRate(threads: 1, seconds: seconds / 2) { _ in
                let tiles = kernels.table.pointee.tiles
                return tiles?(max(1, 1000 / panels), inputs, panels, memory.base) ?? 0
            }
        }
        var inputs = Self.mostInputs
        while inputs > Self.block, bytes(inputs: inputs) > Self.firstLevelBytes {
            inputs -= Self.block
        }
        fromFirstLevel = rate(inputs: inputs, panels: 1)
        let panels = Self.secondLevelBytes / bytes(inputs: Self.mostInputs)
        fromSecondLevel = rate(inputs: Self.mostInputs, panels: max(2, panels))
    }
}
