import SencMath
import Testing

/// The kernel families that this CPU can run.
let families = KernelFamily.supported

/// Odd sizes, so that every tail is met, and those of a real model.
let shapes: [(rows: Int, inputs: Int, outputs: Int)] = [
    (1, 1, 1), (2, 3, 5), (7, 17, 33), (6, 64, 64), (13, 100, 131), (25, 384, 96),
]

extension KernelFamily: CustomTestStringConvertible {
    public var testDescription: String { name }
}

extension Linear {
    func applied(to x: [Float], rows: Int) -> [Float] {
        var y = [Float](repeating: .nan, count: rows * outputs)
        var scratch = [Float](repeating: .nan, count: scratchCount)
        apply(x, rows: rows, to: &y, scratch: &scratch)
        return y
    }
}
