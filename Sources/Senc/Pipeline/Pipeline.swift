internal import SencFiles
package import SencMath
internal import SencWeights

/// What follows the transformer: pooling, then steps on the sentence vectors.
struct Pipeline: Sendable {
    enum Step: Sendable {
        case dense(Dense)
        case layerNorm(LayerNorm)
        /// Scaling to length 1.
        case normalize
    }

    let pooling: Pooling
    let steps: [Step]

    /// - Parameters:
    ///   - modules: what follows pooling.
    ///   - directory: what the modules' paths start from.
    init(
        _ pooling: Pooling, _ modules: [PipelineConfiguration.Module], in directory: String,
        backend: LoadedBackend
    ) throws {
        var steps: [Step] = []
        var dimension = pooling.outputDimension
        for module in modules {
            switch module {
            case .pooling: break
            case .normalize: steps.append(.normalize)
            case .layerNorm(let path):
                steps.append(
                    .layerNorm(
                        try LayerNorm(
                            module: Path.join(directory, path), dimension: dimension)
                    ))
            case .dense(let path):
                let dense = try Dense(
                    directory: Path.join(directory, path), inputDimension: dimension,
                    backend: backend)
                dimension = dense.outputs
                steps.append(.dense(dense))
            }
        }
        self.pooling = pooling
        self.steps = steps
    }

    var outputDimension: Int {
        steps.reduce(pooling.outputDimension) { dimension, step in
            if case .dense(let dense) = step { dense.outputs } else { dimension }
        }
    }

    /// The largest dimension of a vector on its way.
    var widestDimension: Int {
        steps.reduce(pooling.outputDimension) { widest, step in
            if case .dense(let dense) = step { max(widest, dense.outputs) } else { widest }
        }
    }

    var normalizes: Bool {
        steps.contains { if case .normalize = $0 { true } else { false } }
    }

    /// Whether the last step is scaling to length 1.
    var endsNormalized: Bool {
        if case .normalize? = steps.last { true } else { false }
    }

    /// Turns the states [tokens, pooling.inputDimension] of one text into its vector.
    /// - Parameters:
    ///   - skippedTokens: leading tokens that pooling leaves out.
    ///   - normalizing: whether the `normalize` steps are done.
    ///   - result: [outputDimension].
    func apply(
        _ states: UnsafePointer<Float>, tokens: Int, skippedTokens: Int, normalizing: Bool,
        to result: UnsafeMutableBufferPointer<Float>
    ) {
        let width = widestDimension
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * width) { buffer in
            guard let base = buffer.baseAddress else { return }
            var (vector, spare) = (base, base + width)
            pooling.apply(states, tokens: tokens, skipping: skippedTokens, to: vector)
            var dimension = pooling.outputDimension
            for step in steps {
                switch step {
                case .dense(let dense):
                    dense.apply(vector, to: spare)
                    dimension = dense.outputs
                    swap(&vector, &spare)
                case .layerNorm(let norm): norm.apply(vector, rows: 1, to: vector)
                case .normalize where normalizing:
                    normalize(UnsafeMutableBufferPointer(start: vector, count: dimension))
                case .normalize: break
                }
            }
            result.baseAddress?.update(from: vector, count: min(dimension, result.count))
        }
    }
}

extension LayerNorm {
    /// Reads a `LayerNorm` module's directory.
    fileprivate init(module directory: String, dimension: Int) throws {
        let module = try LayerNormModule(directory: directory, dimension: dimension)
        self = try module.weights.layerNorm(
            LayerNormModule.name, count: dimension, epsilon: LayerNormModule.epsilon)
    }
}

extension Matrix {
    /// The matrix with each row scaled to length 1.
    package func normalized() -> Matrix {
        var elements = elements
        elements.withUnsafeMutableBufferPointer { all in
            for row in 0..<rows where columns > 0 {
                let range = (row * columns)..<((row + 1) * columns)
                normalize(UnsafeMutableBufferPointer(rebasing: all[range]))
            }
        }
        return Matrix(rows: rows, columns: columns, elements: elements)
    }
}

/// Divides a vector by its Euclidean length, or by 1e-12 if it is shorter, as torch's `normalize`.
func normalize(_ vector: UnsafeMutableBufferPointer<Float>) {
    let squares = vector.reduce(0) { $0 + Double($1) * Double($1) }
    let length = Float(max(squares.squareRoot(), 1e-12))
    for index in vector.indices { vector[index] /= length }
}
