internal import SencKernels

/// Products y [rows, outputs] = x [rows, inputs] · wᵀ with a matrix w [outputs, inputs] that changes
/// from one to the next, as in training: w is packed anew each time.
///
/// Threads share the packing by panels and the product by rows of x. Each number of y is summed in one
/// order, whatever is shared how.
package final class ChangingProduct: @unchecked Sendable {
    private let kernels: senc_linear
    private let packed: FloatBuffer
    private let mostOutputs: Int
    private let mostInputs: Int

    /// Outputs of a panel.
    package let panel: Int
    /// Floats of scratch that each thread needs.
    package let scratchCount: Int

    /// For matrices of at most so many outputs and inputs.
    /// - Parameter precision: of the operands, float32 or bfloat16; sums are float32.
    package init(
        outputs: Int, inputs: Int, precision: Precision = .float32,
        family: KernelFamily = .selected
    ) {
        precondition(precision != .int8, "what changes is not quantized")
        kernels = family.linear(precision).table.pointee
        panel = kernels.panel
        (mostOutputs, mostInputs) = (outputs, inputs)
        packed = FloatBuffer(count: kernels.packed_size(outputs, inputs))
        scratchCount = max(1, kernels.scratch_size(inputs))
    }

    /// How many panels a matrix has.
    package func panelCount(outputs: Int) -> Int { (outputs + panel - 1) / panel }

    /// The outputs of a panel.
    package func outputs(ofPanel index: Int, of outputs: Int) -> Range<Int> {
        index * panel..<min((index + 1) * panel, outputs)
    }

    /// Packs some panels of a matrix [outputs, inputs], of which the rows of these are read.
    package func pack(
        _ panels: Range<Int>, of weights: UnsafePointer<Float>, stride: Int, outputs: Int,
        inputs: Int
    ) {
        precondition(outputs <= mostOutputs && inputs <= mostInputs, "no room for the matrix")
        kernels.pack(
            weights, SENC_FLOAT32, stride, outputs, inputs, panels.lowerBound, panels.upperBound,
            packed.base)
    }

    /// The same from the matrix's transpose [inputs, outputs], of which the columns of these panels
    /// are read.
    package func pack(
        _ panels: Range<Int>, ofTransposed weights: UnsafePointer<Float>, stride: Int,
        outputs: Int, inputs: Int
    ) {
        precondition(outputs <= mostOutputs && inputs <= mostInputs, "no room for the matrix")
        kernels.pack_transposed(
            weights, stride, outputs, inputs, panels.lowerBound, panels.upperBound, packed.base)
    }

    /// Computes rows of y by the matrix that was packed.
    /// - Parameters:
    ///   - bias: [outputs]
    ///   - activation: of the sums.
    ///   - adds: whether y is added to, without an activation, and not replaced.
    ///   - scratch: `scratchCount` floats of the thread's own.
    package func apply(
        _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, outputs: Int, inputs: Int,
        bias: UnsafePointer<Float>? = nil, activation: Activation = .identity, adds: Bool = false,
        to y: UnsafeMutablePointer<Float>, stride yStride: Int,
        scratch: UnsafeMutablePointer<Float>
    ) {
        guard rows > 0 else { return }
        var layer = senc_layer(
            inputs: inputs, outputs: outputs, packed: packed.base, bias: bias,
            activation: activation.kernel, adds: adds)
        kernels.apply(&layer, x, xStride, rows, y, yStride, scratch)
    }
}
