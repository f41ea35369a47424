internal import SencMath

/// A layer y = x · Wᵀ + b of a model that learns, in both directions.
final class LearnedLinear: @unchecked Sendable {
    let inputs: Int
    let outputs: Int
    private let weight: ParameterStore.Parameter  // [outputs, inputs]
    /// [outputs]
    let bias: ParameterStore.Parameter?
    private let store: ParameterStore
    private let forward: ChangingProduct
    private let backward: ChangingProduct

    init(
        _ store: ParameterStore, weight: ParameterStore.Parameter, bias: ParameterStore.Parameter?,
        precision: Precision
    ) {
        (self.store, self.weight, self.bias) = (store, weight, bias)
        (outputs, inputs) = (weight.rows, weight.columns)
        forward = ChangingProduct(outputs: outputs, inputs: inputs, precision: precision)
        backward = ChangingProduct(outputs: inputs, inputs: outputs, precision: precision)
    }

    /// Whether its weights are learned.
    var learns: Bool { weight.learnedOffset != nil }

    /// Floats of scratch that a thread needs.
    var scratchCount: Int { max(forward.scratchCount, backward.scratchCount) }

    // MARK: - Packing

    /// Parts of `pack`.
    var packCount: Int {
        forward.panelCount(outputs: outputs) + backward.panelCount(outputs: inputs)
    }

    /// Makes a part of the weights ready for products.
    func pack(_ part: Int) {
        let weights = store.values(of: weight)
        let count = forward.panelCount(outputs: outputs)
        if part < count {
            forward.pack(
                part..<part + 1, of: weights, stride: inputs, outputs: outputs, inputs: inputs)
        } else {
            let panel = part - count
            backward.pack(
                panel..<panel + 1, ofTransposed: weights, stride: inputs, outputs: inputs,
                inputs: outputs)
        }
    }

    // MARK: - Products

    /// y [rows, outputs] = x [rows, inputs] · Wᵀ + b
    func apply(
        _ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        forward.apply(
            x, stride: inputs, rows: rows, outputs: outputs, inputs: inputs,
            bias: bias.map { UnsafePointer(store.values(of: $0)) }, to: y, stride: outputs,
            scratch: scratch)
    }

    /// dx [rows, inputs] = dy [rows, outputs] · W
    func back(
        _ dy: UnsafePointer<Float>, rows: Int, to dx: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        backward.apply(
            dy, stride: outputs, rows: rows, outputs: inputs, inputs: outputs, to: dx,
            stride: inputs, scratch: scratch)
    }

    /// Where the gradients of its weights are summed [outputs, inputs]; `nil` if it does not learn.
    var weightGradients: UnsafeMutablePointer<Float>? { store.gradients(of: weight) }
}

/// Sums the gradients of a linear layer's weights, dW = dyᵀ · x, over the chunks of a batch.
///
/// Each chunk's x is packed by whoever computed it; then threads share dW by its rows, for each of
/// which the chunks are gone through in their order.
final class WeightGradients: @unchecked Sendable {
    private let inputs: Int
    private let outputs: Int
    private let precision: Precision
    /// For each chunk the product with its x.
    private var products: [ChangingProduct] = []
    private var capacity = 0

    /// Rows of dW that a thread computes at once.
    static let rows = 48

    init(_ layer: LearnedLinear, precision: Precision) {
        (inputs, outputs, self.precision) = (layer.inputs, layer.outputs, precision)
    }

    /// Floats of scratch that a thread needs.
    private(set) var scratchCount = 0

    /// Has room for that many chunks of at most that many tokens.
    func reserve(chunks: Int, tokens: Int) {
        if tokens > capacity {
            products = []
            capacity = tokens
        }
        while products.count < chunks {
            products.append(
                ChangingProduct(outputs: inputs, inputs: capacity, precision: precision))
        }
        scratchCount = Self.rows * capacity + (products.first?.scratchCount ?? 1)
    }

    /// Takes a chunk's x [tokens, inputs].
    func keep(_ x: UnsafePointer<Float>, chunk: Int, tokens: Int) {
        let product = products[chunk]
        product.pack(
            0..<product.panelCount(outputs: inputs), ofTransposed: x, stride: inputs,
            outputs: inputs, inputs: tokens)
    }

    /// How many parts of dW there are.
    var partCount: Int { (outputs + Self.rows - 1) / Self.rows }

    /// Adds one part to the gradients of a layer.
    /// - Parameters:
    ///   - dy: [rows of all chunks, outputs]
    ///   - chunks: their rows.
    func add(
        part: Int, _ dy: UnsafePointer<Float>, _ chunks: [Range<Int>], of layer: LearnedLinear,
        scratch: UnsafeMutablePointer<Float>
    ) {
        guard let target = layer.weightGradients else { return }
        let first = part * Self.rows
        let rows = min(Self.rows, outputs - first)
        let kernels = GradientKernels()
        let columns = scratch  // [rows, tokens]
        let rest = scratch + Self.rows * capacity
        for (index, chunk) in chunks.enumerated() {
            let tokens = chunk.count
            kernels.transpose(
                dy + chunk.lowerBound * outputs + first, stride: outputs, rows: tokens,
                columns: rows, to: columns, stride: tokens)
            products[index].apply(
                columns, stride: tokens, rows: rows, outputs: inputs, inputs: tokens, adds: true,
                to: target + first * inputs, stride: inputs, scratch: rest)
        }
    }
}
