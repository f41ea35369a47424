internal import SencFiles
internal import SencMath
internal import SencWeights

/// A fully connected layer on sentence vectors, as sentence-transformers' `Dense`.
struct Dense: Sendable {
    private let linear: Linear
    /// What the linear layer cannot do by itself.
    private let activation: (@Sendable (Float) -> Float)?
    private let residual: Residual?

    /// What is added to the layer's output.
    private enum Residual: Sendable {
        case input
        case projected(Linear)
    }

    var outputs: Int { linear.outputs }

    /// Reads a `Dense` module's directory. Its layers are always packed ahead.
    init(directory: String, inputDimension: Int, backend: LoadedBackend) throws {
        let file = try ConfigurationFile(path: Path.join(directory, "config.json"))
        let inputs = try file.requiredInteger("in_features", in: 1...(1 << 20))
        let outputs = try file.requiredInteger("out_features", in: 1...(1 << 20))
        guard inputs == inputDimension else {
            throw file.invalid(
                "in_features", "is \(inputs), but the vectors so far have \(inputDimension)")
        }
        try file.checkKeysOfSentenceModule()
        let function = try DenseActivation(file)
        let weights = NamedWeights(try WeightFile(path: directory), prefix: "")
        let hasBias = try file.bool("bias") ?? true
        linear = Linear(
            parts: [try weights.matrix("linear.weight", rows: outputs, columns: inputs)],
            bias: hasBias ? try weights.vector("linear.bias", count: outputs) : nil,
            activation: function.kernel, backend: backend.packedAhead)
        activation = function.other
        if try file.bool("use_residual") ?? false {
            residual =
                inputs == outputs
                ? .input
                : .projected(
                    Linear(
                        parts: [
                            try weights.matrix("residual.weight", rows: outputs, columns: inputs)
                        ], bias: nil, activation: .identity, backend: backend.packedAhead))
        } else {
            residual = nil
        }
    }

    /// Computes the layer for one vector.
    /// - Parameters:
    ///   - vector: [inputs].
    ///   - result: [outputs], elsewhere.
    func apply(_ vector: UnsafeMutablePointer<Float>, to result: UnsafeMutablePointer<Float>) {
        Self.apply(linear, vector, to: result)
        if let activation {
            for index in 0..<outputs { result[index] = activation(result[index]) }
        }
        switch residual {
        case .none: break
        case .input:
            for index in 0..<outputs { result[index] += vector[index] }
        case .projected(let projection):
            withUnsafeTemporaryAllocation(of: Float.self, capacity: outputs) { buffer in
                guard let base = buffer.baseAddress else { return }
                Self.apply(projection, vector, to: base)
                for index in 0..<outputs { result[index] += base[index] }
            }
        }
    }

    private static func apply(
        _ layer: Linear, _ vector: UnsafePointer<Float>, to result: UnsafeMutablePointer<Float>
    ) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: layer.scratchCount) { scratch in
            layer.apply(vector, rows: 1, to: result, scratch: scratch.baseAddress)
        }
    }
}
