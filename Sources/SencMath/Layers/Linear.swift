internal import SencKernels

/// A layer y = activation(x · Wᵀ + b) with its weights made ready for one precision and backend.
package struct Linear: Sendable {
    package let inputs: Int
    package let outputs: Int
    /// Floats of scratch that `apply` needs.
    package let scratchCount: Int
    private let weights: Weights
    private let bias: [Float]?
    package private(set) var activation: Activation

    private enum Weights: Sendable {
        /// Panels for the kernels that packed them.
        case packed(FloatBuffer, LinearKernels)
        /// Matrices that follow each other, to be packed panel by panel at each use.
        case stored([StoredMatrix], LinearKernels)
        /// [outputs, inputs], as BLAS takes them, and how many rows of x it is given at once.
        case plain(FloatBuffer, BLAS, blockRows: Int)
    }

    /// - Parameters:
    ///   - parts: matrices [outputs of the part, inputs], stacked to one; several matrices that
    ///     take the same input are faster as one.
    ///   - bias: [outputs].
    ///   - precision: of the packed backend; the others compute in float32 alone.
    package init(
        parts: [StoredMatrix], bias: [Float]?, activation: Activation = .identity,
        precision: Precision = .float32, backend: LoadedBackend = .packed(.ahead),
        family: KernelFamily = .selected
    ) {
        let inputs = parts.first?.columns ?? 0
        let outputs = parts.reduce(0) { $0 + $1.rows }
        precondition(parts.allSatisfy { $0.columns == inputs }, "parts must take the same input")
        precondition(bias == nil || bias?.count == outputs, "one bias for each output")
        self.inputs = inputs
        self.outputs = outputs
        self.bias = bias
        self.activation = activation
        let linear = family.linear(precision, weights: parts)
        let kernels = linear.table.pointee
        switch backend {
        case .blas(let blas):
            precondition(precision == .float32, "BLAS computes in float32")
            let blockRows = blas.blockRows(depth: inputs, columns: outputs)
            scratchCount = BLAS.scratchCount(
                blockRows: blockRows, depth: inputs, columns: outputs)
            let buffer = FloatBuffer(count: outputs * inputs)
            var target = buffer.base
            for part in parts {
                let count = part.rows * inputs
                part.write(
                    0..<part.rows, to: UnsafeMutableBufferPointer(start: target, count: count))
                target += count
            }
            weights = .plain(buffer, blas, blockRows: blockRows)
        case .packed(.eachUse):
            scratchCount = kernels.packed_size(kernels.panel, inputs) + kernels.scratch_size(inputs)
            weights = .stored(parts, linear)
        case .packed(.ahead):
            scratchCount = kernels.scratch_size(inputs)
            let buffer = FloatBuffer(count: kernels.packed_size(outputs, inputs))
            // A part that does not fill its panels would leave a gap before the next.
            let canPackApart = parts.dropLast().allSatisfy { $0.rows % kernels.panel == 0 }
            let sources = canPackApart ? parts : [StoredMatrix(stacking: parts)]
            var target = buffer.base
            for part in sources {
                let panels = (part.rows + kernels.panel - 1) / kernels.panel
                part.withElements(of: 0..<part.rows) {
                    kernels.pack($0, $1.kernel, inputs, part.rows, inputs, 0, panels, target)
                }
                target += kernels.packed_size(part.rows, inputs)
            }
            weights = .packed(buffer, linear)
        }
    }

    /// The same layer, sharing its weights, with nothing done to its sums.
    package func withoutActivation() -> Linear {
        var layer = self
        layer.activation = .identity
        return layer
    }

    /// Computes y [rows, outputs] from x [rows, inputs]; the two must not overlap.
    /// - Parameters:
    ///   - scratch: `scratchCount` floats of the thread's own.
    ///   - member: of the threads that compute y together, each its part of the outputs. BLAS is
    ///     called by one of them.
    package func apply(
        _ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>? = nil, as member: ThreadTeam.Member = .alone
    ) {
        switch weights {
        case .packed(let buffer, let linear):
            precondition(scratchCount == 0 || scratch != nil, "the layer needs scratch")
            let kernels = linear.table.pointee
            let panels = member.share(of: (outputs + kernels.panel - 1) / kernels.panel)
            let first = panels.lowerBound * kernels.panel
            let last = min(panels.upperBound * kernels.panel, outputs)
            guard first < last else { return }
            apply(
                panels: buffer.base + kernels.packed_size(first, inputs), outputs: first..<last,
                kernels, x, rows, y, scratch)
        case .stored(let parts, let linear):
            guard let scratch else { preconditionFailure("the layer needs scratch") }
            let kernels = linear.table.pointee
            let rest = scratch + kernels.packed_size(kernels.panel, inputs)
            let share = member.share(of: outputs)
            var output = 0
            for part in parts {
                for row in stride(from: 0, to: part.rows, by: kernels.panel) {
                    let count = min(kernels.panel, part.rows - row)
                    guard share.contains(output) else {
                        output += count
                        continue
                    }
                    part.withElements(of: row..<(row + count)) {
                        kernels.pack($0, $1.kernel, inputs, count, inputs, 0, 1, scratch)
                    }
                    apply(
                        panels: scratch, outputs: output..<(output + count), kernels, x, rows, y,
                        rest)
                    output += count
                }
            }
        case .plain(let buffer, let blas, let blockRows):
            guard member.index == 0 else { return }
            guard let scratch else { preconditionFailure("the layer needs scratch") }
            blas.multiplyRows(
                x, rows: rows, blockRows: blockRows, depth: inputs, by: buffer.base,
                columns: outputs, to: y, scratch: scratch)
            KernelFamily.selected.rows.bias_activation(
                y, outputs, rows, outputs, bias, activation.kernel)
        }
    }

    /// The most inputs of a layer that takes bytes.
    package static let mostByteInputs = 1 << 16

    /// Whether the layer takes bytes: it is int8 and packed ahead.
    package var takesBytes: Bool {
        guard case .packed(_, let linear) = weights else { return false }
        return linear.table.pointee.apply_bytes != nil && inputs <= Self.mostByteInputs
    }

    /// Computes y [rows, outputs] from bytes x [rows, inputs], without rounding them.
    /// - Parameter scratch: `scratchCount` floats.
    /// - Precondition: `takesBytes`.
    package func apply(
        bytes x: UnsafePointer<Int8>, rows: Int, to y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        guard takesBytes, case .packed(let buffer, let linear) = weights else {
            preconditionFailure("the layer takes no bytes")
        }
        (bias ?? []).withUnsafeBufferPointer { values in
            var layer = senc_layer(
                inputs: inputs, outputs: outputs, packed: buffer.base,
                bias: bias == nil ? nil : values.baseAddress, activation: activation.kernel,
                adds: false)
            linear.table.pointee.apply_bytes(
                &layer, x, inputs, rows, y, outputs, scratch)
        }
    }

    /// Computes some of the outputs, from their packed panels.
    private func apply(
        panels: UnsafePointer<Float>, outputs range: Range<Int>, _ kernels: senc_linear,
        _ x: UnsafePointer<Float>, _ rows: Int, _ y: UnsafeMutablePointer<Float>,
        _ scratch: UnsafeMutablePointer<Float>?
    ) {
        (bias ?? []).withUnsafeBufferPointer { values in
            var layer = senc_layer(
                inputs: inputs, outputs: range.count, packed: panels,
                bias: bias == nil ? nil : values.baseAddress.map { $0 + range.lowerBound },
                activation: activation.kernel, adds: false)
            kernels.apply(&layer, x, inputs, rows, y + range.lowerBound, outputs, scratch)
        }
    }
}
