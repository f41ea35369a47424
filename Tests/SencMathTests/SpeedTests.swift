import SencMath
import TestSupport
import Testing

/// What is measured of speed can be measured; how fast it is depends on the machine.
@Suite struct SpeedTests {
    @Test(arguments: families, Precision.allCases)
    func instructionsHaveAPeak(family: KernelFamily, precision: Precision) {
        let peak = InstructionPeak(precision, threads: 2, seconds: 0.001, family: family)
        for rate in [peak.oneCore, peak.allThreads] {
            #expect(rate > 0 && rate.isFinite)
        }
    }

    @Test(arguments: families, Precision.allCases)
    func layersHaveARate(family: KernelFamily, precision: Precision) {
        var random = SplitMix(seed: 31)
        let layers = [(9, 33), (70, 5)].map { inputs, outputs in
            let weights = random.floats(outputs * inputs, in: -1...1)
            return Linear(
                parts: [StoredMatrix(rows: outputs, columns: inputs, elements: weights)],
                bias: nil, precision: precision, family: family)
        }
        #expect(layers.map(\.operationsPerRow) == [594, 700])
        let rate = Linear.measuredRate(of: layers, rows: 7, threads: 2, seconds: 0.001)
        #expect(rate > 0 && rate.isFinite)
    }

    @Test func aLayerWithoutItsActivationGivesItsSums() {
        let layer = Linear(
            parts: [StoredMatrix(rows: 2, columns: 1, elements: [1, -1])], bias: [0.5, 0],
            activation: .relu)
        #expect(layer.applied(to: [2], rows: 1) == [2.5, 0])
        #expect(layer.withoutActivation().applied(to: [2], rows: 1) == [2.5, -2])
    }
}
