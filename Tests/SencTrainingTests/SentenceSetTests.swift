import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Steps of several sets of examples.
@Suite struct SentenceSetTests {
    @Test func batchesOfSetsAreMixed() {
        let sets = [[[0], [1], [2], [3], [4], [5]], [[0, 1], [2, 3], [4, 5]]]
        var firsts: Set<Int> = []
        for pass in 0..<20 {
            let mixed = SentenceBatches.mixed(sets, seed: 7, pass: pass)
            for (set, batches) in sets.enumerated() {
                #expect(mixed.filter { $0.set == set }.map(\.rows) == batches)
            }
            #expect(mixed.count == 9)
            firsts.insert(mixed[0].set)
            #expect(mixed == SentenceBatches.mixed(sets, seed: 7, pass: pass))
        }
        #expect(firsts == [0, 1])
    }

    /// A head that a step does not have stays as it is, as torch's does that has no gradient.
    @Test func aHeadIsMovedByItsOwnSteps() {
        let parameters = ObjectiveParameters(
            outputs: 2, inputs: 3, CounterRandom(seed: 1, purpose: 2))
        let head = LearnedHead(parameters)
        let before = Array(parameters.values.elements)
        for index in 0..<parameters.gradients.count { parameters.gradients.base[index] = 0.5 }
        var numbers: [Int] = []
        for _ in 0..<2 {
            head.move { number, _ in
                numbers.append(number)
                return GradientKernels.AdamStep(number: number, rate: 0.1)
            }
        }
        #expect(numbers == [1, 1, 2, 2])
        // Steps of equal gradients are of the rate, to which the correction of moments leads.
        for (value, old) in zip(parameters.values.elements, before) {
            #expect(abs(value - (old - 0.2)) < 4e-6)
        }
        let places = head.checkpoint(named: "own.0").map(\.name)
        #expect(places == ["own.0", "own.0.moments.1", "own.0.moments.2", "own.0.moves"])
    }
}
