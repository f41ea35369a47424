internal import SencKernels

/// What goes back through layers, by the kernels of a family: what a loss changes by with a layer's
/// inputs, from what it changes by with its outputs.
package struct GradientKernels: Sendable {
    nonisolated(unsafe) private let table: UnsafePointer<senc_gradients>
    private let family: KernelFamily

    package init(_ family: KernelFamily = .selected) {
        self.family = family
        table = family.table.pointee.gradients
    }

    /// y [columns, rows] = x [rows, columns]ᵀ
    package func transpose(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int,
        to y: UnsafeMutablePointer<Float>, stride yStride: Int
    ) {
        table.pointee.transpose(x, stride, rows, columns, y, yStride)
    }

    /// sums [columns] += the rows of x [rows, columns]
    package func addColumnSums(
        of x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int,
        to sums: UnsafeMutablePointer<Float>
    ) {
        table.pointee.column_sums(x, stride, rows, columns, sums)
    }

    /// y += x, both of that many elements.
    package func add(
        _ x: UnsafePointer<Float>, count: Int, to y: UnsafeMutablePointer<Float>
    ) {
        family.rows.accumulate(x, SENC_FLOAT32, count, y)
    }

    // MARK: - Activations

    /// y [count] = activation(x)
    package func activate(
        _ x: UnsafePointer<Float>, count: Int, _ activation: Activation,
        to y: UnsafeMutablePointer<Float>
    ) {
        y.update(from: x, count: count)
        family.rows.bias_activation(y, count, 1, count, nil, activation.kernel)
    }

    /// dx [count] = dy · activation'(x), which may replace dy.
    /// - Parameter y: gets activation(x).
    package func back(
        _ activation: Activation, _ x: UnsafePointer<Float>, _ dy: UnsafePointer<Float>,
        count: Int, y: UnsafeMutablePointer<Float>? = nil, to dx: UnsafeMutablePointer<Float>
    ) {
        table.pointee.activation_back(x, dy, count, activation.kernel, y, dx)
    }

    /// The gradients by the two parts of a gated layer, of which y = activation(gate) · x.
    /// - Parameters:
    ///   - gate: [rows, columns], with x and the gradients by both at rows `stride` apart.
    ///   - dy: [rows, columns], without gaps; y, which is computed again, the same.
    package func backOfGate(
        _ activation: Activation, _ gate: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
        stride: Int, _ dy: UnsafePointer<Float>, rows: Int, columns: Int,
        y: UnsafeMutablePointer<Float>, gateGradients: UnsafeMutablePointer<Float>,
        to dx: UnsafeMutablePointer<Float>
    ) {
        table.pointee.gate_back(
            gate, x, stride, dy, rows, columns, activation.kernel, y, gateGradients, dx, stride)
    }

    // MARK: - Norms

    /// What a norm leaves behind for the way back.
    package struct NormTrace {
        /// [rows, columns], before gain and bias.
        package var normalized: UnsafeMutablePointer<Float>
        /// [rows]
        package var scales: UnsafeMutablePointer<Float>

        package init(
            normalized: UnsafeMutablePointer<Float>, scales: UnsafeMutablePointer<Float>
        ) {
            (self.normalized, self.scales) = (normalized, scales)
        }

        fileprivate var kernel: senc_norm_trace {
            senc_norm_trace(normalized: normalized, scales: scales)
        }
    }

    /// Which norm: its kind, and what is added to the variance.
    package struct NormKind: Sendable {
        /// Whether means are subtracted, as layer normalization does.
        package var isCentered: Bool
        package var epsilon: Float

        package init(isCentered: Bool, epsilon: Float) {
            (self.isCentered, self.epsilon) = (isCentered, epsilon)
        }
    }

    /// Normalizes x + residual [rows, columns] into y, which may be x.
    /// - Parameter gain: [columns], as `bias`, which root mean square norms have none of.
    package func normalize(
        _ kind: NormKind, _ x: UnsafePointer<Float>, residual: UnsafePointer<Float>? = nil,
        rows: Int, columns: Int, gain: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
        to y: UnsafeMutablePointer<Float>, _ trace: NormTrace
    ) {
        var trace = trace.kernel
        if kind.isCentered {
            family.rows.layer_norm(
                x, residual, rows, columns, gain, bias, kind.epsilon, y, &trace)
        } else {
            family.rows.rms_norm(x, residual, rows, columns, gain, kind.epsilon, y, &trace)
        }
    }

    /// What `normalize` gave, to the same bits, from what it left behind.
    package func normalizeAgain(
        _ trace: NormTrace, rows: Int, columns: Int, gain: UnsafePointer<Float>,
        bias: UnsafePointer<Float>?, to y: UnsafeMutablePointer<Float>
    ) {
        var trace = trace.kernel
        table.pointee.norm_again(&trace, gain, bias, rows, columns, y)
    }

    /// The gradients by a norm's input, which may replace those by its output; those by gain and bias
    /// are added.
    package func back(
        _ kind: NormKind, _ trace: NormTrace, gain: UnsafePointer<Float>,
        _ dy: UnsafePointer<Float>, rows: Int, columns: Int, to dx: UnsafeMutablePointer<Float>,
        gainGradients: UnsafeMutablePointer<Float>?, biasGradients: UnsafeMutablePointer<Float>?
    ) {
        var trace = trace.kernel
        table.pointee.norm_back(
            &trace, gain, dy, rows, columns, kind.isCentered, dx, gainGradients, biasGradients)
    }

    // MARK: - Dropout

    /// y [count] = what is left of x, whose elements are numbered from `first` on; y may be x.
    package func drop(
        _ dropout: Dropout, _ x: UnsafePointer<Float>, count: Int, first: Int = 0,
        to y: UnsafeMutablePointer<Float>
    ) {
        var kernel = dropout.kernel
        table.pointee.drop(&kernel, x, 1, count, UInt32(truncatingIfNeeded: first), y)
    }

    // MARK: - Steps

    /// How a step of AdamW moves values (Loshchilov and Hutter, "Decoupled Weight Decay
    /// Regularization", 2019), as torch has it.
    package struct AdamStep: Sendable {
        fileprivate let kernel: senc_adam

        /// What is left of a value by the decay of weights.
        package var kept: Float { kernel.kept }
        package var secondDecay: Float { kernel.second_decay }

        /// - Parameters:
        ///   - number: from 1.
        ///   - weightDecay: what each value loses of itself, times the rate.
        ///   - gradientScale: what gradients are multiplied by, to clip them.
        package init(
            number: Int, rate: Double, weightDecay: Double = 0, firstDecay: Double = 0.9,
            secondDecay: Double = 0.999, epsilon: Double = 1e-8, gradientScale: Double = 1
        ) {
            let first = 1 - Double.pow(firstDecay, Double(number))
            let second = 1 - Double.pow(secondDecay, Double(number))
            kernel = senc_adam(
                first_decay: Float(firstDecay), second_decay: Float(secondDecay),
                rate: Float(rate / first), second_scale: Float(1 / second.squareRoot()),
                epsilon: Float(epsilon), kept: Float(1 - rate * weightDecay),
                gradient_scale: Float(gradientScale))
        }
    }

    /// Moves values by gradients, which are 0 if there are none.
    /// - Parameters:
    ///   - first: the mean of gradients [count], which is moved.
    ///   - second: that of their squares.
    package func move(
        _ values: UnsafeMutablePointer<Float>, by gradients: UnsafePointer<Float>?, count: Int,
        first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>, _ step: AdamStep
    ) {
        var kernel = step.kernel
        table.pointee.adam(&kernel, gradients, count, values, first, second)
    }

    /// Σ x²
    package func squareSum(_ x: UnsafePointer<Float>, count: Int) -> Double {
        table.pointee.square_sum(x, count)
    }
}
