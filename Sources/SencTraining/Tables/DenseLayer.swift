internal import SencMath

/// A layer x · Wᵀ + b that learns by Adam (Kingma and Ba, 2015).
final class DenseLayer: @unchecked Sendable {
    let inputs: Int
    let outputs: Int
    /// [outputs, inputs]
    let weights: FloatBuffer
    /// [outputs]
    let bias: FloatBuffer
    let weightGradients: FloatBuffer
    let biasGradients: FloatBuffer
    private let moments: [FloatBuffer]

    private let forward: ChangingProduct
    private let backward: ChangingProduct
    private let gradient: ChangingProduct
    private let kernels = GradientKernels()

    /// - Parameter batch: rows of a step at most.
    init(inputs: Int, outputs: Int, batch: Int) {
        (self.inputs, self.outputs) = (inputs, outputs)
        (weights, bias) = (FloatBuffer(zeros: outputs * inputs), FloatBuffer(zeros: outputs))
        (weightGradients, biasGradients) = (
            FloatBuffer(zeros: outputs * inputs), FloatBuffer(zeros: outputs)
        )
        moments = [
            FloatBuffer(zeros: outputs * inputs), FloatBuffer(zeros: outputs * inputs),
            FloatBuffer(zeros: outputs), FloatBuffer(zeros: outputs),
        ]
        forward = ChangingProduct(outputs: outputs, inputs: inputs)
        backward = ChangingProduct(outputs: inputs, inputs: outputs)
        gradient = ChangingProduct(outputs: inputs, inputs: batch)
    }

    /// Floats of scratch that a thread needs.
    var scratchCount: Int {
        max(forward.scratchCount, backward.scratchCount, gradient.scratchCount)
    }

    /// What a checkpoint holds of it.
    /// - Parameter name: of the layer.
    func checkpoint(_ name: String) -> [TrainingCheckpoint.Table] {
        ([weights, bias] + moments).enumerated().map {
            TrainingCheckpoint.Table(name: "\(name).\($0)", elements: $1.elements)
        }
    }

    /// Fills the weights with random numbers, even within ±√(6 / inputs) (He et al., 2015), or within
    /// ±√(1 / inputs) of a layer that no rectifier follows.
    /// - Parameter inputs: those that count, if some come from elsewhere.
    func fill(_ random: CounterRandom, isRectified: Bool, inputs: Int) {
        let bound = Float((isRectified ? 6 : 1) / Double(max(1, inputs))).squareRoot()
        for index in 0..<weights.count {
            weights.base[index] = Float(random.uniform(at: UInt64(index)) * 2 - 1) * bound
        }
    }

    // MARK: - What threads share

    private func share(_ member: ThreadTeam.Member, _ product: ChangingProduct, _ outputs: Int)
        -> Range<Int>
    {
        member.share(of: product.panelCount(outputs: outputs))
    }

    /// Makes the weights ready for products.
    /// - Parameter goesBack: whether `back` will be called.
    func pack(_ member: ThreadTeam.Member, goesBack: Bool) {
        forward.pack(
            share(member, forward, outputs), of: weights.base, stride: inputs, outputs: outputs,
            inputs: inputs)
        guard goesBack else { return }
        backward.pack(
            share(member, backward, inputs), ofTransposed: weights.base, stride: inputs,
            outputs: inputs, inputs: outputs)
    }

    /// y [rows, outputs] = x [rows, inputs] · Wᵀ + b
    func apply(
        _ x: UnsafePointer<Float>, rows: Int, to y: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        forward.apply(
            x, stride: inputs, rows: rows, outputs: outputs, inputs: inputs, bias: bias.base, to: y,
            stride: outputs, scratch: scratch)
    }

    /// x [rows, inputs] = y [rows, outputs] · W
    func back(
        _ y: UnsafePointer<Float>, rows: Int, to x: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        backward.apply(
            y, stride: outputs, rows: rows, outputs: inputs, inputs: outputs, to: x, stride: inputs,
            scratch: scratch)
    }

    /// Makes the inputs x [rows, inputs] of a batch, and what its outputs' gradients y [rows, outputs]
    /// are, ready for `sumGradients`.
    /// - Parameter yColumns: [outputs, batch]
    func prepareGradients(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, rows: Int,
        _ yColumns: UnsafeMutablePointer<Float>, stride: Int, _ member: ThreadTeam.Member
    ) {
        gradient.pack(
            share(member, gradient, inputs), ofTransposed: x, stride: inputs, outputs: inputs,
            inputs: rows)
        let columns = member.share(of: outputs)
        kernels.transpose(
            y + columns.lowerBound, stride: outputs, rows: rows, columns: columns.count,
            to: yColumns + columns.lowerBound * stride, stride: stride)
    }

    /// The gradients of a member's outputs.
    func sumGradients(
        _ yColumns: UnsafePointer<Float>, rows: Int, stride: Int, _ member: ThreadTeam.Member,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let own = member.share(of: outputs)
        gradient.apply(
            yColumns + own.lowerBound * stride, stride: stride, rows: own.count, outputs: inputs,
            inputs: rows, to: weightGradients.base + own.lowerBound * inputs, stride: inputs,
            scratch: scratch)
        for output in own {
            var sum: Float = 0
            let column = yColumns + output * stride
            for row in 0..<rows { sum += column[row] }
            biasGradients.base[output] = sum
        }
    }

    /// Moves the weights of a member's outputs.
    /// - Parameter step: from 1.
    func move(_ member: ThreadTeam.Member, step: Int, rate: Double, decay: Double) {
        let own = member.share(of: outputs)
        func move(
            _ values: FloatBuffer, _ gradients: FloatBuffer, _ moments: ArraySlice<FloatBuffer>,
            _ range: Range<Int>, decay: Double
        ) {
            guard let first = moments.first, let second = moments.last else { return }
            let start = range.lowerBound
            kernels.move(
                values.base + start, by: gradients.base + start, count: range.count,
                first: first.base + start, second: second.base + start,
                GradientKernels.AdamStep(number: step, rate: rate, weightDecay: decay))
        }
        move(
            weights, weightGradients, moments[0..<2],
            own.lowerBound * inputs..<own.upperBound * inputs, decay: decay)
        move(bias, biasGradients, moments[2..<4], own, decay: 0)
    }
}
