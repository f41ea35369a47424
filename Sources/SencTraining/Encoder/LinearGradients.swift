internal import SencMath

/// Sums the gradients of what a linear layer learns, over the chunks of a batch; for layers of one shape,
/// one after the other.
final class LinearGradients: @unchecked Sendable {
    /// Of W as it is.
    private let whole: WeightGradients?
    /// Of the updates' A and B.
    private let updates: [Update]

    private final class Update: @unchecked Sendable {
        let a: WeightGradients  // [rank, inputs]
        let b: WeightGradients  // [rows, rank]
        let narrow = ScratchBuffer<Float>()  // [tokens, rank], by which A's gradients are

        init(_ update: LearnedUpdate) {
            a = WeightGradients(
                outputs: update.rank, inputs: update.a.columns, precision: .float32)
            b = WeightGradients(
                outputs: update.rows.count, inputs: update.rank, precision: .float32)
        }
    }

    init(_ layer: LearnedLinear, precision: Precision) {
        whole =
            layer.weight.learnedOffset == nil
            ? nil
            : WeightGradients(outputs: layer.outputs, inputs: layer.inputs, precision: precision)
        updates = layer.updates.map(Update.init)
    }

    private var all: [WeightGradients] {
        [whole].compactMap { $0 } + updates.flatMap { [$0.a, $0.b] }
    }

    /// Floats of scratch that a thread needs.
    private(set) var scratchCount = 0

    /// Has room for that many chunks of at most that many tokens.
    /// - Parameter total: tokens of all chunks.
    func reserve(_ layer: LearnedLinear, chunks: Int, tokens: Int, total: Int) {
        for gradients in all { gradients.reserve(chunks: chunks, tokens: tokens) }
        for (own, update) in zip(updates, layer.updates) { own.narrow.reserve(total * update.rank) }
        let rank = layer.updates.reduce(0) { max($0, $1.rank) }
        scratchCount = all.reduce(rank * tokens + layer.scratchCount) { max($0, $1.scratchCount) }
    }

    /// Takes what a layer was given in a chunk, and the gradients by what it gave.
    /// - Parameters:
    ///   - x: [tokens of the chunk, inputs]
    ///   - dy: the same of the outputs.
    ///   - first: the chunk's first token in the batch.
    func keep(
        _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, of layer: LearnedLinear, chunk: Int,
        first: Int, tokens: Int, scratch: UnsafeMutablePointer<Float>
    ) {
        whole?.keep(x, chunk: chunk, tokens: tokens)
        for (own, update) in zip(updates, layer.updates) {
            let rest = scratch + update.rank * tokens
            update.narrow(x, tokens: tokens, to: scratch, scratch: rest)
            own.b.keep(scratch, chunk: chunk, tokens: tokens)
            own.a.keep(x, chunk: chunk, tokens: tokens)
            update.narrowBack(
                dy, stride: layer.outputs, tokens: tokens,
                to: own.narrow.base + first * update.rank, scratch: rest)
        }
    }

    /// How many parts of the gradients there are.
    var partCount: Int { all.reduce(0) { $0 + $1.partCount } }

    /// Adds one part to the gradients of a layer.
    /// - Parameters:
    ///   - dy: [tokens of the batch, outputs]
    ///   - chunks: their tokens.
    func add(
        part: Int, _ dy: UnsafePointer<Float>, _ chunks: [Range<Int>], of layer: LearnedLinear,
        scratch: UnsafeMutablePointer<Float>
    ) {
        var part = part
        /// Whether the part was among those of some gradients.
        func isDone(
            _ gradients: WeightGradients, _ dy: UnsafePointer<Float>, stride: Int,
            to target: UnsafeMutablePointer<Float>?
        ) -> Bool {
            guard part < gradients.partCount, let target else {
                part -= gradients.partCount
                return false
            }
            gradients.add(part: part, dy, stride: stride, chunks, to: target, scratch: scratch)
            return true
        }
        if let whole, isDone(whole, dy, stride: layer.outputs, to: layer.weightGradients) { return }
        for (own, update) in zip(updates, layer.updates) {
            if isDone(own.a, own.narrow.base, stride: update.rank, to: update.aGradients) { return }
            let own = isDone(
                own.b, dy + update.rows.lowerBound, stride: layer.outputs, to: update.bGradients)
            if own { return }
        }
    }
}
