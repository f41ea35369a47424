internal import SencFiles
public import SencMath

extension Matrix {
    /// Writes the matrix to a NumPy `.npy` file, as `numpy.save` does it; the file appears whole.
    /// - Parameters:
    ///   - path: the file to write, replaced if it is there.
    ///   - elementType: float16 takes the nearest number, of two as near the even one; int8 and
    ///     uint8 the nearest integer in the same way, or the end of their range beyond it, and 0 for what
    ///     is not a number.
    ///   - isFortranOrder: column after column, and not row after row.
    /// - Throws: `FileError` if the file cannot be written.
    public func writeNPY(
        path: String, elementType: NPYElementType = .float32, isFortranOrder: Bool = false
    ) throws {
        let file = try OutputFile(path: path)
        try file.write(npyBytes(elementType, isFortranOrder: isFortranOrder))
        try file.commit()
    }

    /// The whole of such a file.
    func npyBytes(_ elementType: NPYElementType, isFortranOrder: Bool) -> [UInt8] {
        var header = NPYHeader(elementType: elementType, rows: rows, columns: columns)
        header.isFortranOrder = isFortranOrder
        var bytes = header.bytes
        bytes.reserveCapacity(bytes.count + elements.count * elementType.size)
        if isFortranOrder {
            for column in 0..<columns {
                for row in 0..<rows { elementType.append(self[row, column], to: &bytes) }
            }
        } else {
            for element in elements { elementType.append(element, to: &bytes) }
        }
        return bytes
    }
}

extension NPYElementType {
    fileprivate func append(_ number: Float, to bytes: inout [UInt8]) {
        switch self {
        case .float64:
            withUnsafeBytes(of: Double(number).bitPattern.littleEndian) { bytes += $0 }
        case .float32: withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
        case .float16: withUnsafeBytes(of: number.float16Bits.littleEndian) { bytes += $0 }
        case .int8: bytes.append(UInt8(bitPattern: Int8(nearest(to: number, in: -128...127))))
        case .uint8: bytes.append(UInt8(nearest(to: number, in: 0...255)))
        }
    }

    private func nearest(to number: Float, in range: ClosedRange<Float>) -> Float {
        guard !number.isNaN else { return 0 }
        return min(max(number.rounded(.toNearestOrEven), range.lowerBound), range.upperBound)
    }
}
