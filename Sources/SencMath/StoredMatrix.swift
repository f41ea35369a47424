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
    nonisolated(unsafe) let base: UnsafeRawPointer
    private let owner: any AnyObject & Sendable

    /// - Parameters:
    ///   - base: `rows * columns` elements of `type`, row after row, at any alignment.
    ///   - owner: keeps the memory at `base` alive and unchanged.
    package init(
        rows: Int, columns: Int, type: ElementType, base: UnsafeRawPointer,
        owner: any AnyObject & Sendable
    ) {
        self.rows = rows
        self.columns = columns
        self.type = type
        self.base = base
        self.owner = owner
    }

    package init(rows: Int, columns: Int, elements: [Float]) {
        precondition(elements.count == rows * columns, "the elements must fill the matrix")
        let buffer = FloatBuffer(count: elements.count)
        elements.withUnsafeBufferPointer { source in
            _ = UnsafeMutableBufferPointer(start: buffer.base, count: source.count)
                .update(from: source)
        }
        self.init(
            rows: rows, columns: columns, type: .float32, base: UnsafeRawPointer(buffer.base),
            owner: buffer)
    }

    /// Writes `row` to `destination` [columns].
    package func copy(row: Int, to destination: UnsafeMutablePointer<Float>) {
        KernelFamily.selected.table.pointee.convert(
            address(of: row), type.kernel, columns, destination)
    }

    /// Adds `row` to `destination` [columns].
    package func add(row: Int, to destination: UnsafeMutablePointer<Float>) {
        KernelFamily.selected.table.pointee.accumulate(
            address(of: row), type.kernel, columns, destination)
    }

    private func address(of row: Int) -> UnsafeRawPointer {
        precondition(row >= 0 && row < rows, "row out of range")
        return base + row * columns * type.size
    }
}
