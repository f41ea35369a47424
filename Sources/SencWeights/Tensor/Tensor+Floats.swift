import SencFiles

/// Conversion to `Float`: exact for F32, F16, BF16 and integers of at most 24 bits, to nearest with
/// ties to even for the rest. `BOOL` is 0 or 1. GGUF's blocks give what its reference gives.
extension Tensor {
    /// All elements, in C order.
    /// - Throws: `TensorFault.notConvertible` if `elementType.isConvertible` is false.
    public func floats() throws(WeightsError) -> [Float] {
        try floats(elements: 0..<elementCount)
    }

    /// The elements of some rows: of the slices along the first dimension. A scalar has one row.
    /// - Throws: as `floats()`; `TensorFault.rowsOutOfRange` if `rows` are not all there.
    public func floats(rows: Range<Int>) throws(WeightsError) -> [Float] {
        let count = shape.first ?? 1
        guard rows.lowerBound >= 0, rows.upperBound <= count else {
            throw .tensor(name: name, .rowsOutOfRange(rows, count: count), path: path)
        }
        // An empty tensor may have dimensions whose product, the zero left out, overflows.
        let width = elementCount == 0 ? 0 : elementCount / count
        return try floats(elements: rows.lowerBound * width..<rows.upperBound * width)
    }

    private func floats(elements: Range<Int>) throws(WeightsError) -> [Float] {
        guard elementType.isConvertible else { throw notConvertible }
        var result = [Float](repeating: 0, count: elements.count)
        try result.withUnsafeMutableBufferPointer { buffer throws(WeightsError) in
            try convert(elements: elements, into: buffer)
        }
        return result
    }

    private var notConvertible: WeightsError {
        .tensor(name: name, .notConvertible(elementType), path: path)
    }

    /// Converts some elements, counted in C order, to where they are needed.
    /// - Precondition: `elements` is within `0..<elementCount`, and `result` has room for them.
    package func convert(
        elements: Range<Int>, into result: UnsafeMutableBufferPointer<Float>
    ) throws(WeightsError) {
        precondition(elements.lowerBound >= 0 && elements.upperBound <= elementCount)
        precondition(elements.count <= result.count)
        switch elementType {
        case .float64:
            convert(elements, into: result) { (bits: UInt64) in Float(Double(bitPattern: bits)) }
        case .float32: convert(elements, into: result) { (bits: UInt32) in Float(bitPattern: bits) }
        case .float16: convert(elements, into: result) { Float(float16: $0) }
        case .bfloat16: convert(elements, into: result) { Float(bfloat16: $0) }
        case .int64: convert(elements, into: result) { (value: Int64) in Float(value) }
        case .int32: convert(elements, into: result) { (value: Int32) in Float(value) }
        case .int16: convert(elements, into: result) { (value: Int16) in Float(value) }
        case .int8: convert(elements, into: result) { (value: Int8) in Float(value) }
        case .uint64: convert(elements, into: result) { (value: UInt64) in Float(value) }
        case .uint32: convert(elements, into: result) { (value: UInt32) in Float(value) }
        case .uint16: convert(elements, into: result) { (value: UInt16) in Float(value) }
        case .uint8: convert(elements, into: result) { (value: UInt8) in Float(value) }
        case .bool: convert(elements, into: result) { (value: UInt8) in value == 0 ? 0 : 1 }
        case .q40, .q41, .q50, .q51, .q80, .q4K, .q5K, .q6K:
            convertBlocks(elements, into: result)
        case .complex64, .float8E5M2, .float8E4M3, .float8E8M0, .float8E5M2FNUZ, .float8E4M3FNUZ,
            .float6E2M3, .float6E3M2, .float4:
            throw notConvertible
        }
    }

    /// The loop is written so that it is vectorised: pointers, and arithmetic that cannot trap. The
    /// offsets are within the tensor, so nothing wraps.
    @inline(__always)
    private func convert<Bits: FixedWidthInteger & BitwiseCopyable>(
        _ elements: Range<Int>, into result: UnsafeMutableBufferPointer<Float>,
        _ transform: (Bits) -> Float
    ) {
        let width = MemoryLayout<Bits>.size
        withUnsafeBytes { bytes in
            guard let source = bytes.baseAddress, let target = result.baseAddress else { return }
            func value(_ offset: Int) -> Float {
                let bits = source.loadUnaligned(fromByteOffset: offset &* width, as: Bits.self)
                return transform(Bits(littleEndian: bits))
            }
            if strides == nil {
                let first = elements.lowerBound
                for index in 0..<elements.count { target[index] = value(first &+ index) }
            } else {
                forEachRun(in: elements) { run, count, offset, stride, spacing, width in
                    for index in 0..<count {
                        for column in 0..<width {
                            target[run &+ column &* spacing &+ index] =
                                value(offset &+ index &* stride &+ column)
                        }
                    }
                }
            }
        }
    }

    /// Visits elements of a tensor with strides, counted in C order, in runs along the last
    /// dimension.
    ///
    /// Rows that lie side by side, as those of a transposed matrix do, are visited some at a time,
    /// so that each piece of memory is read once.
    /// - Parameter body: takes where a run begins among `elements`, its length, where in the
    ///   tensor's memory its first element is and how far apart they are; for a bundle of runs,
    ///   also how far apart these begin among `elements`, and how many there are. In memory each
    ///   begins beside the one before.
    private func forEachRun(
        in elements: Range<Int>,
        _ body: (
            _ run: Int, _ count: Int, _ offset: Int, _ stride: Int, _ spacing: Int, _ width: Int
        ) -> Void
    ) {
        guard let strides, let columns = shape.last, let stride = strides.last else { return }
        var position = elements.lowerBound
        while position < elements.upperBound {
            var rest = position
            var offset = 0
            for (dimension, step) in zip(shape, strides).reversed() {
                offset += rest % dimension * step
                rest /= dimension
            }
            let column = position % columns
            let count = min(columns - column, elements.upperBound - position)
            var width = 1
            if shape.count == 2, strides[0] == 1, column == 0 {
                width = max(1, min(Self.bundledRuns, (elements.upperBound - position) / columns))
            }
            body(position - elements.lowerBound, count, offset, stride, columns, width)
            position += count * width
        }
    }

    /// A cache line of floats.
    private static let bundledRuns = 16
}
