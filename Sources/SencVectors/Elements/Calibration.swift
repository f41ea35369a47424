public import SencMath

/// The range of each component, over vectors like those to be stored, that int8 divides into 256
/// values.
///
/// With step = (maximum - minimum) / 255, or 1 if that is 0, a component x becomes
///
///     ⌊(x - minimum) / step⌋, clipped to 0...255, - 128
///
/// computed in 32-bit floats. Source: sentence-transformers 6.2, `quantize_embeddings` with
/// precision "int8" and `ranges`; versions before 6 truncated instead of rounding down, and let
/// values out of range wrap around. NaN becomes -128.
public struct Calibration: Equatable, Sendable {
    /// [dimension]
    public let minimums: [Float]
    /// [dimension]
    public let maximums: [Float]
    let steps: [Float]

    /// How many components the vectors have.
    public var dimension: Int { minimums.count }

    /// Ranges that are known, one minimum and one maximum for each component.
    /// - Throws: `CalibrationError` unless there is a minimum and a maximum for each component, of
    ///   finite difference, the minimum first.
    public init(minimums: [Float], maximums: [Float]) throws(CalibrationError) {
        guard minimums.count == maximums.count, !minimums.isEmpty else {
            throw .shape(rows: 2, columns: minimums.count)
        }
        for (component, (minimum, maximum)) in zip(minimums, maximums).enumerated() {
            guard minimum <= maximum, (maximum - minimum).isFinite else {
                throw .range(component: component, minimum: minimum, maximum: maximum)
            }
        }
        self.minimums = minimums
        self.maximums = maximums
        steps = zip(minimums, maximums).map { minimum, maximum in
            let step = (maximum - minimum) / 255
            return step == 0 ? 1 : step
        }
    }

    /// The ranges of the components of some vectors.
    /// - Parameter vectors: [vectors, dimension], at least 2: one alone has no range.
    public init(vectors: Matrix) throws(CalibrationError) {
        guard vectors.rows >= 2 else { throw .tooFewVectors(vectors.rows) }
        var minimums = Array(vectors[0])
        var maximums = minimums
        for row in 0..<vectors.rows {
            for (column, value) in vectors[row].enumerated() {
                // NaN stays once it is there, and is refused with the range.
                if value < minimums[column] || value.isNaN { minimums[column] = value }
                if value > maximums[column] || value.isNaN { maximums[column] = value }
            }
        }
        try self.init(minimums: minimums, maximums: maximums)
    }

    /// The bytes of rows, each that of a signed integer.
    /// - Parameters:
    ///   - elements: [rows, dimension].
    ///   - bytes: [rows, dimension].
    func quantize(
        _ elements: UnsafeBufferPointer<Float>, into bytes: UnsafeMutableRawBufferPointer
    ) {
        precondition(
            elements.count % dimension == 0, "rows to quantize have the calibration's dimension")
        minimums.withUnsafeBufferPointer { minimums in
            steps.withUnsafeBufferPointer { steps in
                for start in stride(from: 0, to: elements.count, by: dimension) {
                    for column in 0..<dimension {
                        bytes[start + column] = Self.quantize(
                            elements[start + column], minimums[column], steps[column])
                    }
                }
            }
        }
    }

    /// Without branches and calls, so that the compiler makes SIMD of a loop over it: clipping
    /// comes before rounding down, which gives the same, and 2²³ added to a number of 0...255 has
    /// it rounded to nearest in its lowest byte.
    @inline(__always)
    private static func quantize(_ value: Float, _ minimum: Float, _ step: Float) -> UInt8 {
        let position = (value - minimum) / step
        let positive = position > 0 ? position : 0
        let clipped = positive < 255 ? positive : 255
        let nearest = clipped + 0x1p23
        let excess: UInt32 = nearest - 0x1p23 > clipped ? 1 : 0
        return UInt8(truncatingIfNeeded: nearest.bitPattern &- excess) ^ 0x80
    }
}
