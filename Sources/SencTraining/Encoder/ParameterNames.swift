internal import Senc
internal import SencMath

/// Makes room for the parameters of an encoder's modules, under the names of their tensors.
struct ParameterNames {
    let store: ParameterStore
    let weights: NamedWeights
    let configuration: EncoderConfiguration
    /// Which layers learn by updates of low rank.
    var lowRank: LowRankSettings?

    func linear(
        _ modules: [String], outputs: [Int], inputs: Int, hasBias: Bool, precision: Precision,
        sharing other: LearnedLinear? = nil
    ) -> LearnedLinear {
        let parts = Array(zip(modules, outputs))
        let updates = updates(parts, inputs: inputs)
        return LearnedLinear(
            store,
            weight: store.add(
                parts.map { ($0 + ".weight", $1) }, columns: inputs, of: weights),
            bias: hasBias
                ? store.add(vectors: parts.map { ($0 + ".bias", $1) }, of: weights) : nil,
            updates: updates, precision: precision, sharing: other)
    }

    /// Those of the modules that are stacked in a layer which learn so.
    private func updates(_ parts: [(name: String, outputs: Int)], inputs: Int) -> [LearnedUpdate] {
        guard let lowRank else { return [] }
        var (updates, row) = ([LearnedUpdate](), 0)
        for (module, outputs) in parts {
            defer { row += outputs }
            guard lowRank.contains(module) else { continue }
            let random = CounterRandom(seed: lowRank.seed, purpose: LowRankSettings.purpose)
                .child(UInt64(store.tensors.count))
            let bound = 1 / Double(inputs).squareRoot()
            updates.append(
                LearnedUpdate(
                    store, rows: row..<row + outputs,
                    a: store.add(
                        module + LowRankSettings.aSuffix, rows: lowRank.rank, columns: inputs
                    ) { Float((2 * random.uniform(at: UInt64($0)) - 1) * bound) },
                    b: store.add(
                        module + LowRankSettings.bSuffix, rows: outputs, columns: lowRank.rank
                    ) { _ in 0 }, scale: Float(lowRank.alpha / Double(lowRank.rank))))
        }
        return updates
    }

    func norm(_ module: String, count: Int) -> LearnedNorm {
        let kind = configuration.architecture.norm
        let isCentered = kind == .layer
        return LearnedNorm(
            store, gain: store.add(vectors: [(module + ".weight", count)], of: weights),
            bias: isCentered && configuration.normHasBias
                ? store.add(vectors: [(module + ".bias", count)], of: weights) : nil,
            GradientKernels.NormKind(isCentered: isCentered, epsilon: configuration.normEpsilon),
            isOffset: kind == .rootMeanSquareOfOnePlusWeight)
    }

    /// A table of vectors that are looked up.
    /// - Parameter decays: whether weight decay holds for it.
    func table(
        _ module: String, rows: Int, columns: Int, decays: Bool = true
    ) -> ParameterStore.Parameter {
        store.add([(module + ".weight", rows)], columns: columns, decays: decays, of: weights)
    }
}
