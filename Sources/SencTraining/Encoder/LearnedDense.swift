internal import Senc
internal import SencMath

/// A fully connected layer on sentence vectors that learns: what `Dense` computes, and back.
final class LearnedDense: @unchecked Sendable {
    private let linear: LearnedLinear
    private let activation: DenseActivation
    private let residual: Residual?
    private let gradients: LinearGradients
    private let residualGradients: LinearGradients?
    private let store: ParameterStore
    private let scratch = ScratchBuffer<Float>()

    private let input = ScratchBuffer<Float>()  // [rows, inputs]
    private let sums = ScratchBuffer<Float>()  // [rows, outputs]
    private let change = ScratchBuffer<Float>()  // [rows, outputs]

    private enum Residual {
        case input
        case projected(LearnedLinear)
    }

    var inputs: Int { linear.inputs }
    var outputs: Int { linear.outputs }

    /// - Parameter folder: of the module, which its tensors' names begin with.
    init(_ module: DenseModule, folder: String, in store: ParameterStore, precision: Precision) {
        self.store = store
        let prefix = folder + "/"
        func layer(_ name: String, bias: ParameterStore.Parameter?) -> LearnedLinear {
            LearnedLinear(
                store,
                weight: store.add(
                    [(name, module.outputs)], columns: module.inputs, prefix: prefix,
                    of: module.weights), bias: bias, precision: precision)
        }
        linear = layer(
            DenseModule.weight,
            bias: module.hasBias
                ? store.add(
                    vectors: [(DenseModule.bias, module.outputs)], prefix: prefix,
                    of: module.weights) : nil)
        activation = module.activation
        gradients = LinearGradients(linear, precision: precision)
        switch module.residual {
        case nil: (residual, residualGradients) = (nil, nil)
        case .input: (residual, residualGradients) = (.input, nil)
        case .projected:
            let projection = layer(DenseModule.residualWeight, bias: nil)
            residual = .projected(projection)
            residualGradients = LinearGradients(projection, precision: precision)
        }
    }

    /// A layer without a residual that no file has: its biases are 0.
    /// - Parameter name: of the module.
    init(
        _ name: String, outputs: Int, inputs: Int, _ activation: Activation,
        in store: ParameterStore, precision: Precision,
        weight: @escaping @Sendable (Int) -> Float
    ) {
        self.store = store
        linear = LearnedLinear(
            store,
            weight: store.add(name + ".weight", rows: outputs, columns: inputs, value: weight),
            bias: store.add(name + ".bias", count: outputs) { _ in 0 }, precision: precision)
        self.activation = DenseActivation(kernel: activation)
        gradients = LinearGradients(linear, precision: precision)
        (residual, residualGradients) = (nil, nil)
    }

    private var layers: [LearnedLinear] {
        if case .projected(let projection)? = residual { [linear, projection] } else { [linear] }
    }

    /// Makes the weights as they are now ready for products.
    func prepare() {
        for layer in layers {
            for panel in 0..<layer.panelCount { layer.pack(panel) }
            for panel in 0..<layer.backPanelCount { layer.packBack(panel) }
        }
    }

    /// Computes y [rows, outputs] from x [rows, inputs].
    func apply(_ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>) {
        input.reserve(rows * inputs)
        sums.reserve(rows * outputs)
        change.reserve(rows * outputs)
        scratch.reserve(layers.reduce(1) { max($0, $1.scratchCount) })
        input.base.update(from: x, count: rows * inputs)
        linear.apply(x, rows: rows, to: sums.base, scratch: scratch.base)
        let count = rows * outputs
        if let other = activation.other {
            for index in 0..<count { y[index] = other.function(sums.base[index]) }
        } else {
            GradientKernels().activate(sums.base, count: count, activation.kernel, to: y)
        }
        switch residual {
        case nil: break
        case .input: add(x, count: count, to: y)
        case .projected(let projection):
            projection.apply(x, rows: rows, to: change.base, scratch: scratch.base)
            add(change.base, count: count, to: y)
        }
    }

    /// The gradients dx [rows, inputs] by what `apply` took last, and those by the weights, added.
    /// - Parameters:
    ///   - dy: [rows, outputs]
    ///   - chunks: of the rows, by which the gradients by the weights are summed.
    func back(
        _ dy: UnsafePointer<Float>, _ chunks: [Range<Int>], to dx: UnsafeMutablePointer<Float>
    ) {
        let kernels = GradientKernels()
        let rows = chunks.last?.upperBound ?? 0
        let count = rows * outputs
        if let other = activation.other {
            for index in 0..<count {
                change.base[index] = dy[index] * other.slope(sums.base[index])
            }
        } else {
            kernels.back(activation.kernel, sums.base, dy, count: count, to: change.base)
        }
        if let bias = linear.bias, let target = store.gradients(of: bias) {
            for chunk in chunks {
                kernels.addColumnSums(
                    of: change.base + chunk.lowerBound * outputs, stride: outputs,
                    rows: chunk.count, columns: outputs, to: target)
            }
        }
        addWeights(gradients, linear, change.base, chunks)
        linear.back(change.base, rows: rows, to: dx, scratch: scratch.base)
        switch residual {
        case nil: break
        case .input: add(dy, count: count, to: dx)
        case .projected(let projection):
            if let residualGradients { addWeights(residualGradients, projection, dy, chunks) }
            // The sums are no longer needed, and neither is the input.
            projection.back(dy, rows: rows, to: input.base, scratch: scratch.base)
            add(input.base, count: rows * inputs, to: dx)
        }
    }

    private func addWeights(
        _ gradients: LinearGradients, _ layer: LearnedLinear, _ dy: UnsafePointer<Float>,
        _ chunks: [Range<Int>]
    ) {
        guard layer.learns else { return }
        gradients.reserve(
            layer, chunks: chunks.count, tokens: chunks.map(\.count).max() ?? 0,
            total: chunks.last?.upperBound ?? 0)
        scratch.reserve(gradients.scratchCount)
        for (index, chunk) in chunks.enumerated() {
            gradients.keep(
                input.base + chunk.lowerBound * inputs, dy + chunk.lowerBound * outputs, of: layer,
                chunk: index, first: chunk.lowerBound, tokens: chunk.count, scratch: scratch.base)
        }
        for part in 0..<gradients.partCount {
            gradients.add(part: part, dy, chunks, of: layer, scratch: scratch.base)
        }
    }
}
