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
        let peak = family.linear(precision).peak
        func rate(threads: Int) -> Double {
            measuredRate(threads: threads, seconds: seconds / 2) { _ in peak?(Self.rounds) ?? 0 }
        }
        oneCore = rate(threads: 1)
        allThreads = threads == 1 ? oneCore : rate(threads: threads)
    }
}
