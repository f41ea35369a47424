internal import SencMath

/// The numbers that similarities of whole batches are computed with.
protocol ScoreElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
    associatedtype Product: ScoreProduct where Product.Element == Self

    /// For matrices of at most so many outputs and inputs.
    static func product(outputs: Int, inputs: Int) -> Product

    /// y [columns, rows] = x [rows, columns]ᵀ
    static func transpose(
        _ x: UnsafePointer<Self>, stride: Int, rows: Int, columns: Int,
        to y: UnsafeMutablePointer<Self>)
    static func widen(
        _ x: UnsafePointer<Self>, count: Int, to y: UnsafeMutablePointer<Double>)
    static func narrow(
        _ x: UnsafePointer<Double>, count: Int, to y: UnsafeMutablePointer<Self>)
}

extension Float: ScoreElement {
    static func product(outputs: Int, inputs: Int) -> ChangingProduct {
        ChangingProduct(outputs: outputs, inputs: inputs)
    }

    static func transpose(
        _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int,
        to y: UnsafeMutablePointer<Float>
    ) {
        GradientKernels().transpose(
            x, stride: stride, rows: rows, columns: columns, to: y, stride: rows)
    }

    static func widen(
        _ x: UnsafePointer<Float>, count: Int, to y: UnsafeMutablePointer<Double>
    ) {
        for index in 0..<count { y[index] = Double(x[index]) }
    }

    static func narrow(
        _ x: UnsafePointer<Double>, count: Int, to y: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<count { y[index] = Float(x[index]) }
    }
}

extension Double: ScoreElement {
    static func product(outputs: Int, inputs: Int) -> DoubleProduct {
        DoubleProduct(outputs: outputs, inputs: inputs)
    }

    static func transpose(
        _ x: UnsafePointer<Double>, stride: Int, rows: Int, columns: Int,
        to y: UnsafeMutablePointer<Double>
    ) {
        for row in 0..<rows {
            for column in 0..<columns { y[column * rows + row] = x[row * stride + column] }
        }
    }

    static func widen(
        _ x: UnsafePointer<Double>, count: Int, to y: UnsafeMutablePointer<Double>
    ) {
        y.update(from: x, count: count)
    }

    static func narrow(
        _ x: UnsafePointer<Double>, count: Int, to y: UnsafeMutablePointer<Double>
    ) {
        y.update(from: x, count: count)
    }
}
