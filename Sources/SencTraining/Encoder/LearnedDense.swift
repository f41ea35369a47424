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

    private var layers: [LearnedLinear] {
        if case .projected(let projection)? = residual { [linear, projection] } else { [linear] }
    }

    /// Makes the weights as they are now ready for products.
    func prepare() {
        for layer in layers {
            for part in 0..<layer.packCount { layer.pack(part) }
        }
    }

    /// Computes y [rows, outputs] from x [rows, inputs].
    func apply(_ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>) {
        input.reserve(rows * inputs)
        sums.reserve(rows * outputs)
        change.reserve(rows * outputs)
        gradients.reserve(linear, chunks: 1, tokens: rows, total: rows)
        if case .projected(let projection)? = residual {
            residualGradients?.reserve(projection, chunks: 1, tokens: rows, total: rows)
        }
        scratch.reserve(
            layers.reduce(
                max(gradients.scratchCount, residualGradients?.scratchCount ?? 0)
            ) { max($0, $1.scratchCount) })
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
    /// - Parameter dy: [rows, outputs]
    func back(_ dy: UnsafePointer<Float>, rows: Int, to dx: UnsafeMutablePointer<Float>) {
        let kernels = GradientKernels()
        let count = rows * outputs
        if let other = activation.other {
            for index in 0..<count {
                change.base[index] = dy[index] * other.slope(sums.base[index])
            }
        } else {
            kernels.back(activation.kernel, sums.base, dy, count: count, to: change.base)
        }
        if let bias = linear.bias, let target = store.gradients(of: bias) {
            kernels.addColumnSums(
                of: change.base, stride: outputs, rows: rows, columns: outputs, to: target)
        }
        addWeights(gradients, linear, change.base, rows: rows)
        linear.back(change.base, rows: rows, to: dx, scratch: scratch.base)
        switch residual {
        case nil: break
        case .input: add(dy, count: count, to: dx)
        case .projected(let projection):
            if let residualGradients { addWeights(residualGradients, projection, dy, rows: rows) }
            // The sums are no longer needed, and neither is the input.
            projection.back(dy, rows: rows, to: input.base, scratch: scratch.base)
            add(input.base, count: rows * inputs, to: dx)
        }
    }

    private func addWeights(
        _ gradients: LinearGradients, _ layer: LearnedLinear, _ dy: UnsafePointer<Float>, rows: Int
    ) {
        guard layer.learns else { return }
        gradients.keep(
            input.base, dy, of: layer, chunk: 0, first: 0, tokens: rows, scratch: scratch.base)
        for part in 0..<gradients.partCount {
            gradients.add(part: part, dy, [0..<rows], of: layer, scratch: scratch.base)
        }
    }
}
