internal import SencMath

/// A layer y = x · Wᵀ + b of a model that learns, in both directions.
///
/// What is learned of W is all of it, or a sum of two narrow matrices for some of its rows (LoRA).
final class LearnedLinear: @unchecked Sendable {
    let inputs: Int
    let outputs: Int
    let weight: ParameterStore.Parameter  // [outputs, inputs]
    /// [outputs]
    let bias: ParameterStore.Parameter?
    let updates: [LearnedUpdate]
    private let store: ParameterStore
    private let forward: ChangingProduct
    /// Shared with other layers, which go back after each other.
    private let backward: ChangingProduct
    /// W with the updates [outputs, inputs], if there are any.
    private let merged: FloatBuffer?

    /// - Parameter other: a layer of the same shape that goes back at another time.
    init(
        _ store: ParameterStore, weight: ParameterStore.Parameter, bias: ParameterStore.Parameter?,
        updates: [LearnedUpdate] = [], precision: Precision, sharing other: LearnedLinear? = nil
    ) {
        (self.store, self.weight, self.bias) = (store, weight, bias)
        self.updates = updates
        (outputs, inputs) = (weight.rows, weight.columns)
        forward = ChangingProduct(outputs: outputs, inputs: inputs, precision: precision)
        backward =
            other?.backward
            ?? ChangingProduct(outputs: inputs, inputs: outputs, precision: precision)
        merged = updates.isEmpty ? nil : FloatBuffer(count: weight.count)
    }

    /// Whether its weights are learned, as they are or by updates.
    var learns: Bool { weight.learnedOffset != nil || !updates.isEmpty }

    /// Floats of scratch that a thread needs.
    var scratchCount: Int {
        updates.reduce(max(forward.scratchCount, backward.scratchCount)) {
            max($0, $1.scratchCount)
        }
    }

    // MARK: - Preparing

    /// Computes W with the updates; not a thing for threads to share.
    func merge() {
        guard let merged else { return }
        merged.base.update(from: store.values(of: weight), count: weight.count)
        for update in updates { update.add(to: merged.base, columns: inputs) }
    }

    /// W as it is used [outputs, inputs], since `merge`.
    var weights: UnsafePointer<Float> {
        UnsafePointer(merged?.base ?? store.values(of: weight))
    }

    /// What owns the memory of `weights`, with the updates or without.
    var owner: FloatBuffer { merged ?? store.values }

    /// Panels of `pack`.
    var panelCount: Int { forward.panelCount(outputs: outputs) }

    /// Makes a part of the weights ready for `apply`.
    func pack(_ panel: Int) {
        forward.pack(
            panel..<panel + 1, of: weights, stride: inputs, outputs: outputs, inputs: inputs)
    }

    /// Panels of `packBack`.
    var backPanelCount: Int { backward.panelCount(outputs: inputs) }

    /// Makes a part of the weights ready for `back`.
    func packBack(_ panel: Int) {
        backward.pack(
            panel..<panel + 1, ofTransposed: weights, stride: inputs, outputs: inputs,
            inputs: outputs)
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

    /// Where the gradients of its weights are summed [outputs, inputs]; `nil` if they are not learned as
    /// they are.
    var weightGradients: UnsafeMutablePointer<Float>? { store.gradients(of: weight) }
}
