internal import SencMath

/// Sums the gradients of a matrix, dW = dyᵀ · x, over the chunks of a batch.
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

    init(outputs: Int, inputs: Int, precision: Precision) {
        (self.inputs, self.outputs, self.precision) = (inputs, outputs, precision)
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

    /// Adds one part.
    /// - Parameters:
    ///   - dy: [rows of all chunks, outputs], rows `stride` apart.
    ///   - chunks: their rows.
    ///   - target: [outputs, inputs]
    func add(
        part: Int, _ dy: UnsafePointer<Float>, stride: Int, _ chunks: [Range<Int>],
        to target: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
    ) {
        let first = part * Self.rows
        let rows = min(Self.rows, outputs - first)
        let kernels = GradientKernels()
        let columns = scratch  // [rows, tokens]
        let rest = scratch + Self.rows * capacity
        for (index, chunk) in chunks.enumerated() {
            let tokens = chunk.count
            kernels.transpose(
                dy + chunk.lowerBound * stride + first, stride: stride, rows: tokens,
                columns: rows, to: columns, stride: tokens)
            products[index].apply(
                columns, stride: tokens, rows: rows, outputs: inputs, inputs: tokens, adds: true,
                to: target + first * inputs, stride: inputs, scratch: rest)
        }
    }
}
