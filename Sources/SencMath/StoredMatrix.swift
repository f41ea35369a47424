internal import SencKernels

/// A matrix in the element type and the place it is stored in, read where it lies.
package struct StoredMatrix: Sendable {
    package enum ElementType: Sendable {
        case float32, float16, bfloat16

        var size: Int { self == .float32 ? 4 : 2 }

        var kernel: senc_scalar {
            switch self {
            case .float32: SENC_FLOAT32
            case .float16: SENC_FLOAT16
            case .bfloat16: SENC_BFLOAT16
            }
        }
    }

    package let rows: Int
    package let columns: Int
    let type: ElementType
    /// `rows * columns` elements, row after row, alive as long as `owner`.
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let owner: any AnyObject & Sendable

    /// - Parameters:
    ///   - bytes: `rows * columns` elements of `type`, row after row, at any alignment.
    ///   - owner: keeps the memory of `bytes` alive and unchanged.
    package init(
        rows: Int, columns: Int, type: ElementType, bytes: UnsafeRawBufferPointer,
        owner: any AnyObject & Sendable
    ) {
        precondition(bytes.count == rows * columns * type.size, "the bytes must fill the matrix")
        self.rows = rows
        self.columns = columns
        self.type = type
        self.bytes = bytes
        self.owner = owner
    }

    /// - Parameter fill: writes the elements, row after row.
    package init<Failure: Error>(
        rows: Int, columns: Int,
        fill: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        let buffer = FloatBuffer(count: rows * columns)
        try fill(buffer.elements)
        self.init(rows: rows, columns: columns, buffer)
    }

    package init(rows: Int, columns: Int, elements: [Float]) {
        precondition(elements.count == rows * columns, "the elements must fill the matrix")
        self.init(rows: rows, columns: columns) { _ = $0.update(from: elements) }
    }

    init(rows: Int, columns: Int, _ buffer: FloatBuffer) {
        self.init(
            rows: rows, columns: columns, type: .float32,
            bytes: UnsafeRawBufferPointer(buffer.elements), owner: buffer)
    }

    /// Writes `row` to `destination` [columns].
    package func copy(row: Int, to destination: UnsafeMutablePointer<Float>) {
        KernelFamily.selected.rows.convert(
            address(of: row), type.kernel, columns, destination)
    }

    /// Adds `row` to `destination` [columns].
    package func add(row: Int, to destination: UnsafeMutablePointer<Float>) {
        KernelFamily.selected.rows.accumulate(
            address(of: row), type.kernel, columns, destination)
    }

    /// Where the rows from `row` on lie.
    func address(of row: Int) -> UnsafeRawPointer? {
        precondition(row >= 0 && row < rows, "row out of range")
        return bytes.baseAddress.map { $0 + row * columns * type.size }
    }
}
