internal import SencMath

/// Products y [rows, outputs] = x [rows, inputs] · wᵀ with a matrix w [outputs, inputs], as
/// `ChangingProduct` has them.
protocol ScoreProduct: AnyObject, Sendable {
    associatedtype Element

    var scratchCount: Int { get }
    func panelCount(outputs: Int) -> Int
    func pack(
        _ panels: Range<Int>, of weights: UnsafePointer<Element>, stride: Int, outputs: Int,
        inputs: Int)
    func pack(
        _ panels: Range<Int>, ofTransposed weights: UnsafePointer<Element>, stride: Int,
        outputs: Int, inputs: Int)

    /// Computes rows of y, or adds them to what is there.
    func multiply(
        _ x: UnsafePointer<Element>, stride: Int, rows: Int, outputs: Int, inputs: Int, adds: Bool,
        to y: UnsafeMutablePointer<Element>, stride yStride: Int,
        scratch: UnsafeMutablePointer<Element>)
}

extension ChangingProduct: ScoreProduct {
    func multiply(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, outputs: Int, inputs: Int, adds: Bool,
        to y: UnsafeMutablePointer<Float>, stride yStride: Int,
        scratch: UnsafeMutablePointer<Float>
    ) {
        apply(
            x, stride: stride, rows: rows, outputs: outputs, inputs: inputs, adds: adds, to: y,
            stride: yStride, scratch: scratch)
    }
}
