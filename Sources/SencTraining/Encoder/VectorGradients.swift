internal import SencMath

/// The gradients of biases, norms and other small parameters, summed for each chunk of a batch by itself
/// and then over the chunks in their order, so that threads need not wait for each other.
final class VectorGradients: @unchecked Sendable {
    /// Where each parameter's sums are, by its place among all that is learned.
    private let offsets: [Int: Int]
    private let parameters: [ParameterStore.Parameter]
    private let sums: FloatBuffer

    /// - Parameter parameters: those that are not learned are left out.
    init(_ parameters: [ParameterStore.Parameter]) {
        var offsets: [Int: Int] = [:]
        var count = 0
        let learned = parameters.filter { $0.learnedOffset != nil }
        for parameter in learned {
            offsets[parameter.offset] = count
            count += parameter.count
        }
        (self.offsets, self.parameters) = (offsets, learned)
        sums = FloatBuffer(count: count)
    }

    func clear() { sums.elements.update(repeating: 0) }

    /// `nil` if the parameter is not learned.
    subscript(parameter: ParameterStore.Parameter) -> UnsafeMutablePointer<Float>? {
        offsets[parameter.offset].map { sums.base + $0 }
    }

    /// Adds the sums to the gradients.
    func add(to store: ParameterStore) {
        let kernels = GradientKernels()
        for parameter in parameters {
            guard let target = store.gradients(of: parameter), let own = self[parameter] else {
                continue
            }
            kernels.add(own, count: parameter.count, to: target)
        }
    }
}
