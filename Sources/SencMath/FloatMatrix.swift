/// A matrix in memory that several threads fill, no two of them one row at once.
package final class FloatMatrix: Sendable {
    package let rows: Int
    package let columns: Int
    private let buffer: FloatBuffer

    /// The elements are not initialized.
    package init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        buffer = FloatBuffer(count: rows * columns)
    }

    /// The memory of one row, valid while the matrix lives.
    package subscript(row: Int) -> UnsafeMutableBufferPointer<Float> {
        UnsafeMutableBufferPointer(
            rebasing: buffer.elements[(row * columns)..<((row + 1) * columns)])
    }

    /// A copy, when all rows have been written.
    package func matrix() -> Matrix {
        Matrix(rows: rows, columns: columns, elements: Array(buffer.elements))
    }
}
