internal import SencMath

/// What is added to some rows of a layer's weights and is learned in their place: scale · B A, of a rank
/// that is small (Hu et al., "LoRA", 2021).
final class LearnedUpdate: @unchecked Sendable {
    /// Of the layer's outputs.
    let rows: Range<Int>
    let a: ParameterStore.Parameter  // [rank, inputs]
    let b: ParameterStore.Parameter  // [rows, rank]
    let scale: Float
    private let store: ParameterStore
    /// x · Aᵀ and dy · B.
    private let down: ChangingProduct
    private let up: ChangingProduct

    init(
        _ store: ParameterStore, rows: Range<Int>, a: ParameterStore.Parameter,
        b: ParameterStore.Parameter, scale: Float
    ) {
        (self.store, self.rows, self.a, self.b, self.scale) = (store, rows, a, b, scale)
        down = ChangingProduct(outputs: a.rows, inputs: a.columns)
        up = ChangingProduct(outputs: b.columns, inputs: b.rows)
    }

    var rank: Int { a.rows }
    var scratchCount: Int { max(down.scratchCount, up.scratchCount) }

    /// Where the gradients are summed.
    var aGradients: UnsafeMutablePointer<Float>? { store.gradients(of: a) }
    var bGradients: UnsafeMutablePointer<Float>? { store.gradients(of: b) }

    /// Adds the update to W [outputs, columns], and makes A and B ready for products.
    func add(to weights: UnsafeMutablePointer<Float>, columns: Int) {
        let (a, b) = (store.values(of: a), store.values(of: b))
        for (index, row) in rows.enumerated() {
            let target = weights + row * columns
            for step in 0..<rank {
                let factor = scale * b[index * rank + step]
                let source = a + step * columns
                for column in 0..<columns { target[column] += factor * source[column] }
            }
        }
        down.pack(
            0..<down.panelCount(outputs: rank), of: a, stride: columns, outputs: rank,
            inputs: columns)
        up.pack(
            0..<up.panelCount(outputs: rank), ofTransposed: b, stride: rank, outputs: rank,
            inputs: rows.count)
    }

    /// z [tokens, rank] = scale · x · Aᵀ, of which, with dy, the gradients by B are.
    func narrow(
        _ x: UnsafePointer<Float>, tokens: Int, to z: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        down.apply(
            x, stride: a.columns, rows: tokens, outputs: rank, inputs: a.columns, to: z,
            stride: rank, scratch: scratch)
        for index in 0..<tokens * rank { z[index] *= scale }
    }

    /// g [tokens, rank] = scale · dy · B, of which, with x, the gradients by A are.
    /// - Parameter dy: [tokens, outputs of the layer]
    func narrowBack(
        _ dy: UnsafePointer<Float>, stride: Int, tokens: Int, to g: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        up.apply(
            dy + rows.lowerBound, stride: stride, rows: tokens, outputs: rank, inputs: rows.count,
            to: g, stride: rank, scratch: scratch)
        for index in 0..<tokens * rank { g[index] *= scale }
    }
}
