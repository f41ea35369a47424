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
        let module = try DenseModule(directory: directory, inputDimension: inputDimension)
        func matrix(_ name: String) throws -> StoredMatrix {
            try module.weights.matrix(name, rows: module.outputs, columns: module.inputs)
        }
        linear = Linear(
            parts: [try matrix(DenseModule.weight)],
            bias: module.hasBias
                ? try module.weights.vector(DenseModule.bias, count: module.outputs) : nil,
            activation: module.activation.kernel, backend: backend.packedAhead)
        activation = module.activation.other?.function
        residual =
            switch module.residual {
            case .none: nil
            case .input: .input
            case .projected:
                .projected(
                    Linear(
                        parts: [try matrix(DenseModule.residualWeight)], bias: nil,
                        activation: .identity, backend: backend.packedAhead))
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
