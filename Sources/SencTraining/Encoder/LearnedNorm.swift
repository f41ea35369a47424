internal import SencMath

/// A norm of rows of a model that learns, in both directions.
final class LearnedNorm: @unchecked Sendable {
    let columns: Int
    private let kind: GradientKernels.NormKind
    let gain: ParameterStore.Parameter
    let bias: ParameterStore.Parameter?
    private let store: ParameterStore
    /// 1 + the weights, where these are what is learned.
    private let offsetGain: FloatBuffer?
    private let kernels = GradientKernels()

    /// - Parameter isOffset: whether the gain is 1 + the weights.
    init(
        _ store: ParameterStore, gain: ParameterStore.Parameter, bias: ParameterStore.Parameter?,
        _ kind: GradientKernels.NormKind, isOffset: Bool
    ) {
        (self.store, self.gain, self.bias, self.kind) = (store, gain, bias, kind)
        columns = gain.count
        offsetGain = isOffset ? FloatBuffer(count: columns) : nil
    }

    /// Takes the weights as they are now.
    func prepare() {
        guard let offsetGain else { return }
        let weights = store.values(of: gain)
        for column in 0..<columns { offsetGain.base[column] = 1 + weights[column] }
    }

    private var gains: UnsafePointer<Float> {
        UnsafePointer(offsetGain?.base ?? store.values(of: gain))
    }

    /// Normalizes x + residual [rows, columns] into y, which may be x.
    func apply(
        _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil, rows: Int,
        to y: UnsafeMutablePointer<Float>, _ trace: GradientKernels.NormTrace
    ) {
        kernels.normalize(
            kind, x, residual: residual, rows: rows, columns: columns, gain: gains,
            bias: bias.map { UnsafePointer(store.values(of: $0)) }, to: y, trace)
    }

    /// What `apply` gave, to the same bits.
    func applyAgain(
        rows: Int, to y: UnsafeMutablePointer<Float>, _ trace: GradientKernels.NormTrace
    ) {
        kernels.normalizeAgain(
            trace, rows: rows, columns: columns, gain: gains,
            bias: bias.map { UnsafePointer(store.values(of: $0)) }, to: y)
    }

    /// The gradients by its input, which may replace those by its output.
    /// - Parameter sums: to which the gradients by gain and bias are added.
    func back(
        _ dy: UnsafePointer<Float>, rows: Int, to dx: UnsafeMutablePointer<Float>,
        _ trace: GradientKernels.NormTrace, _ sums: VectorGradients
    ) {
        kernels.back(
            kind, trace, gain: gains, dy, rows: rows, columns: columns, to: dx,
            gainGradients: sums[gain], biasGradients: bias.flatMap { sums[$0] })
    }
}

/// The rows that norms leave behind on the way forward.
final class NormRecord: @unchecked Sendable {
    private let columns: Int
    private let normalized = ScratchBuffer<Float>()
    private let scales = ScratchBuffer<Float>()

    init(columns: Int) { self.columns = columns }

    func reserve(rows: Int) {
        normalized.reserve(rows * columns)
        scales.reserve(rows)
    }

    /// Of the rows from one on.
    func trace(row: Int) -> GradientKernels.NormTrace {
        GradientKernels.NormTrace(
            normalized: normalized.base + row * columns, scales: scales.base + row)
    }
}
