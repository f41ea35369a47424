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
    /// [inputs, outputs], for what goes back through the layer.
    private let transposed: FloatBuffer
    private let moments: [FloatBuffer]

    private let forward: ChangingProduct
    private let backward: ChangingProduct
    private let gradient: ChangingProduct

    private static let firstDecay: Float = 0.9
    private static let secondDecay: Float = 0.999
    private static let epsilon: Float = 1e-8

    /// - Parameter batch: rows of a step at most.
    init(inputs: Int, outputs: Int, batch: Int) {
        (self.inputs, self.outputs) = (inputs, outputs)
        func zeros(_ count: Int) -> FloatBuffer {
            let buffer = FloatBuffer(count: count)
            buffer.elements.update(repeating: 0)
            return buffer
        }
        (weights, bias) = (zeros(outputs * inputs), zeros(outputs))
        (weightGradients, biasGradients) = (zeros(outputs * inputs), zeros(outputs))
        transposed = zeros(outputs * inputs)
        moments = [
            zeros(outputs * inputs), zeros(outputs * inputs), zeros(outputs), zeros(outputs),
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
        for panel in share(member, backward, inputs) {
            let columns = backward.outputs(ofPanel: panel, of: inputs)
            Self.transpose(
                weights.base + columns.lowerBound, stride: inputs, rows: outputs,
                columns: columns.count, to: transposed.base + columns.lowerBound * outputs,
                stride: outputs)
            backward.pack(
                panel..<panel + 1, of: transposed.base, stride: outputs, outputs: inputs,
                inputs: outputs)
        }
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
    /// - Parameters:
    ///   - xColumns: [inputs, batch]
    ///   - yColumns: [outputs, batch]
    func prepareGradients(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, rows: Int,
        _ xColumns: UnsafeMutablePointer<Float>, _ yColumns: UnsafeMutablePointer<Float>,
        stride: Int, _ member: ThreadTeam.Member
    ) {
        for panel in share(member, gradient, inputs) {
            let columns = gradient.outputs(ofPanel: panel, of: inputs)
            Self.transpose(
                x + columns.lowerBound, stride: inputs, rows: rows, columns: columns.count,
                to: xColumns + columns.lowerBound * stride, stride: stride)
            gradient.pack(
                panel..<panel + 1, of: xColumns, stride: stride, outputs: inputs, inputs: rows)
        }
        let columns = member.share(of: outputs)
        Self.transpose(
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
        let first = 1 - Double.pow(Double(Self.firstDecay), Double(step))
        let second = (1 - Double.pow(Double(Self.secondDecay), Double(step))).squareRoot()
        let factor = Float(rate * second / first)
        let epsilon = Self.epsilon * Float(second)
        func move(
            _ values: FloatBuffer, _ gradients: FloatBuffer, _ moments: ArraySlice<FloatBuffer>,
            _ range: Range<Int>, kept: Float
        ) {
            let (value, gradient) = (values.base, gradients.base)
            guard let m = moments.first?.base, let v = moments.last?.base else { return }
            for index in range {
                let g = gradient[index]
                let mean = Self.firstDecay * m[index] + (1 - Self.firstDecay) * g
                let square = Self.secondDecay * v[index] + (1 - Self.secondDecay) * g * g
                m[index] = mean
                v[index] = square
                value[index] =
                    value[index] * kept - factor * mean / (square.squareRoot() + epsilon)
            }
        }
        move(
            weights, weightGradients, moments[0..<2],
            own.lowerBound * inputs..<own.upperBound * inputs, kept: Float(1 - rate * decay))
        move(bias, biasGradients, moments[2..<4], own, kept: 1)
    }

    /// target [columns, rows] = the columns of source [rows, columns]
    private static func transpose(
        _ source: UnsafePointer<Float>, stride sourceStride: Int, rows: Int, columns: Int,
        to target: UnsafeMutablePointer<Float>, stride targetStride: Int
    ) {
        let block = 16
        for firstRow in Swift.stride(from: 0, to: rows, by: block) {
            let lastRow = min(firstRow + block, rows)
            for column in 0..<columns {
                let from = source + column
                let to = target + column * targetStride
                for row in firstRow..<lastRow { to[row] = from[row * sourceStride] }
            }
        }
    }
}
