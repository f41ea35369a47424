internal import Senc
internal import SencMath

/// Makes room for the parameters of an encoder's modules, under the names of their tensors.
struct ParameterNames {
    let store: ParameterStore
    let weights: NamedWeights
    let configuration: EncoderConfiguration

    func linear(
        _ modules: [String], outputs: [Int], inputs: Int, hasBias: Bool, precision: Precision
    ) -> LearnedLinear {
        let parts = Array(zip(modules, outputs))
        return LearnedLinear(
            store,
            weight: store.add(
                parts.map { ($0 + ".weight", $1) }, columns: inputs, of: weights),
            bias: hasBias
                ? store.add(vectors: parts.map { ($0 + ".bias", $1) }, of: weights) : nil,
            precision: precision)
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
