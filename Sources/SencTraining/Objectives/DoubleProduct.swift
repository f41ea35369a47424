internal import SencMath

/// Products of matrices in double precision by plain loops, one panel for each output.
final class DoubleProduct: ScoreProduct, @unchecked Sendable {
    /// [outputs, inputs]
    private let packed = ScratchBuffer<Double>()
    let scratchCount = 1

    init(outputs: Int, inputs: Int) { packed.reserve(outputs * inputs) }

    func panelCount(outputs: Int) -> Int { outputs }

    func pack(
        _ panels: Range<Int>, of weights: UnsafePointer<Double>, stride: Int, outputs: Int,
        inputs: Int
    ) {
        for output in panels {
            (packed.base + output * inputs).update(from: weights + output * stride, count: inputs)
        }
    }

    func pack(
        _ panels: Range<Int>, ofTransposed weights: UnsafePointer<Double>, stride: Int,
        outputs: Int, inputs: Int
    ) {
        for output in panels {
            for input in 0..<inputs {
                packed.base[output * inputs + input] = weights[input * stride + output]
            }
        }
    }

    func multiply(
        _ x: UnsafePointer<Double>, stride: Int, rows: Int, outputs: Int, inputs: Int, adds: Bool,
        to y: UnsafeMutablePointer<Double>, stride yStride: Int,
        scratch: UnsafeMutablePointer<Double>
    ) {
        for row in 0..<rows {
            for output in 0..<outputs {
                let weights = packed.base + output * inputs
                var sum = adds ? y[row * yStride + output] : 0
                for input in 0..<inputs { sum += x[row * stride + input] * weights[input] }
                y[row * yStride + output] = sum
            }
        }
    }
}
