internal import SencMath

/// The vectors of a batch, or what a loss changes by with each of their elements.
///
/// An example has a text in each column (anchor, positive, first negative …), and each text a
/// vector. Columns lie one behind the other [columns, rows, dimension].
final class SentenceVectors: @unchecked Sendable {
    let columns: Int
    let rows: Int
    let dimension: Int
    private let buffer: FloatBuffer

    /// All elements are 0.
    init(columns: Int, rows: Int, dimension: Int) {
        (self.columns, self.rows, self.dimension) = (columns, rows, dimension)
        buffer = FloatBuffer(count: columns * rows * dimension)
        clear()
    }

    /// [columns, rows, dimension], valid while the vectors live.
    var base: UnsafeMutablePointer<Float> { buffer.base }
    var elements: UnsafeMutableBufferPointer<Float> { buffer.elements }

    /// The vector of an example's text [dimension], valid while the vectors live.
    subscript(column: Int, row: Int) -> UnsafeMutablePointer<Float> {
        buffer.base + (column * rows + row) * dimension
    }

    func clear() { buffer.elements.update(repeating: 0) }
}
