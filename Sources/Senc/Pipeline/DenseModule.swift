internal import SencFiles
internal import SencWeights

/// What the directory of a `Dense` module says of it.
package struct DenseModule: Sendable {
    /// What is added to the layer's output.
    package enum Residual: Sendable {
        case input
        /// The input brought to the size of the output.
        case projected
    }

    package static let weight = "linear.weight"  // [outputs, inputs]
    package static let bias = "linear.bias"  // [outputs]
    package static let residualWeight = "residual.weight"  // [outputs, inputs]

    package let inputs: Int
    package let outputs: Int
    package let hasBias: Bool
    package let activation: DenseActivation
    package let residual: Residual?
    package let weights: NamedWeights

    /// - Parameter inputDimension: of the vectors so far.
    package init(directory: String, inputDimension: Int) throws {
        let file = try ConfigurationFile(path: Path.join(directory, "config.json"))
        inputs = try file.requiredInteger("in_features", in: 1...(1 << 20))
        outputs = try file.requiredInteger("out_features", in: 1...(1 << 20))
        guard inputs == inputDimension else {
            throw file.invalid(
                "in_features", "is \(inputs), but the vectors so far have \(inputDimension)")
        }
        try file.checkKeysOfSentenceModule()
        activation = try DenseActivation(file)
        hasBias = try file.bool("bias") ?? true
        let hasResidual = try file.bool("use_residual") ?? false
        residual = hasResidual ? (inputs == outputs ? .input : .projected) : nil
        weights = NamedWeights(try WeightFile(path: directory), prefix: "")
    }
}

/// What the directory of a `LayerNorm` module says of it.
package struct LayerNormModule: Sendable {
    /// What torch's `LayerNorm` adds to the variance unless told otherwise.
    package static let epsilon: Float = 1e-5
    /// What its tensors' names begin with.
    package static let name = "norm"

    package let dimension: Int
    package let weights: NamedWeights

    /// - Parameter dimension: of the vectors so far.
    package init(directory: String, dimension: Int) throws {
        let file = try ConfigurationFile(path: Path.join(directory, "config.json"))
        let size = try file.requiredInteger("dimension", in: 1...(1 << 20))
        guard size == dimension else {
            throw file.invalid("dimension", "is \(size), but the vectors so far have \(dimension)")
        }
        self.dimension = dimension
        weights = NamedWeights(try WeightFile(path: directory), prefix: "")
    }
}
