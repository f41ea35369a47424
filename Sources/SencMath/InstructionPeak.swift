internal import SencKernels

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
