import SencMath
import TestSupport
import Testing

@testable import Senc
@testable import SencTraining

/// Updates of low rank: their gradients follow from those of the whole matrices.
@Suite struct LowRankTests {
    private static let texts: [[Int32]] = [[0, 7, 9, 2], [0, 12, 7, 7, 30, 2], [0, 2]]

    private func encoder(
        _ family: String, _ lowRank: LowRankSettings?
    ) throws -> (ParameterStore, LearnedEncoder) {
        let settings = try ModelSettings(model: Goldens.path("families/\(family)"))
        guard case .transformer(let configuration) = settings.input else {
            throw LearningError.noExamples
        }
        let store = ParameterStore(isLearned: {
            lowRank == nil || LowRankSettings.isUpdate($0)
        })
        let encoder = try LearnedEncoder(
            settings, configuration, in: store, words: Self.texts.joined(), lowRank: lowRank,
            workers: WorkerPool(threads: 2))
        try store.allocate()
        return (store, encoder)
    }

    private func learn(_ encoder: LearnedEncoder, hidden: Int) throws {
        let batch = TokenBatch(Self.texts)
        try encoder.prepare()
        _ = try encoder.apply(batch)
        var random = SplitMix(seed: 3)
        var change = random.floats(batch.tokenCount * hidden, in: -1...1)
        try encoder.back(batch, &change)
    }

    @Test(arguments: ["bert", "nomic-bert", "modernbert", "albert"], [[], ["query", "value"]])
    func gradientsFollowFromThoseOfTheMatrices(family: String, modules: [String]) throws {
        var lowRank = LowRankSettings()
        (lowRank.rank, lowRank.alpha, lowRank.modules) = (3, 5, modules)
        let (store, narrow) = try encoder(family, lowRank)
        let hidden = narrow.configuration.hiddenSize
        var random = SplitMix(seed: 5)
        let updates = store.tensors.filter { $0.parameter.learnedOffset != nil }
        if modules.isEmpty { #expect(updates.count >= 8) }
        for tensor in updates where tensor.name.hasSuffix(LowRankSettings.bSuffix) {
            let values = random.floats(tensor.parameter.count, in: -0.3...0.3)
            for (index, value) in values.enumerated() {
                store.values(of: tensor.parameter)[index] = value
            }
        }
        try learn(narrow, hidden: hidden)
        // The same matrices, learned as they are.
        let (wholeStore, whole) = try encoder(family, nil)
        let scale = lowRank.alpha / Double(lowRank.rank)
        func values(_ name: String, gradients: Bool, _ store: ParameterStore) throws -> [Double] {
            let tensor = try #require(store.tensors.first { $0.name == name }, "\(name)")
            let base =
                gradients
                ? try #require(store.gradients(of: tensor.parameter))
                : store.values(of: tensor.parameter)
            return (0..<tensor.parameter.count).map { Double(base[$0]) }
        }
        func module(_ name: String) -> String {
            String(name.dropLast(LowRankSettings.aSuffix.count))
        }
        for a in updates where a.name.hasSuffix(LowRankSettings.aSuffix) {
            let name = module(a.name)
            let tensor = try #require(
                wholeStore.tensors.first { $0.name == name + ".weight" })
            let (outputs, inputs) = (tensor.shape[0], tensor.shape[1])
            let aValues = try values(a.name, gradients: false, store)
            let bValues = try values(
                name + LowRankSettings.bSuffix, gradients: false, store)
            for output in 0..<outputs {
                for input in 0..<inputs {
                    let sum = (0..<lowRank.rank).reduce(0) {
                        $0 + bValues[output * lowRank.rank + $1] * aValues[$1 * inputs + input]
                    }
                    wholeStore.values(of: tensor.parameter)[output * inputs + input] +=
                        Float(scale * sum)
                }
            }
        }
        try learn(whole, hidden: hidden)
        func expectNear(_ found: [Double], _ expected: [Double], _ name: String) {
            func length(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
            let error = length(zip(found, expected).map { $0 - $1 })
            #expect(error <= 2e-5 * length(expected) + 1e-7, "\(name): \(error)")
        }
        for a in updates where a.name.hasSuffix(LowRankSettings.aSuffix) {
            let name = module(a.name)
            let change = try values(name + ".weight", gradients: true, wholeStore)
            let aValues = try values(a.name, gradients: false, store)
            let bName = name + LowRankSettings.bSuffix
            let bValues = try values(bName, gradients: false, store)
            let (rank, inputs) = (lowRank.rank, aValues.count / lowRank.rank)
            let outputs = bValues.count / rank
            var (expectedA, expectedB) = (
                [Double](repeating: 0, count: aValues.count),
                [Double](repeating: 0, count: bValues.count)
            )
            for output in 0..<outputs {
                for step in 0..<rank {
                    for input in 0..<inputs {
                        let d = scale * change[output * inputs + input]
                        expectedB[output * rank + step] += d * aValues[step * inputs + input]
                        expectedA[step * inputs + input] += d * bValues[output * rank + step]
                    }
                }
            }
            expectNear(try values(a.name, gradients: true, store), expectedA, a.name)
            expectNear(try values(bName, gradients: true, store), expectedB, bName)
        }
    }
}
