/// A dense row-major matrix of 32-bit floats.
public struct Matrix: Sendable, Equatable {
    public let rows: Int
    public let columns: Int
    /// Row after row, `rows * columns` in all.
    public private(set) var elements: [Float]

    /// Zeros.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        elements = [Float](repeating: 0, count: rows * columns)
    }

    /// - Precondition: `elements.count == rows * columns`.
    public init(rows: Int, columns: Int, elements: [Float]) {
        precondition(elements.count == rows * columns, "the elements must fill the matrix")
        self.rows = rows
        self.columns = columns
        self.elements = elements
    }

    /// One row, sharing the matrix's storage.
    public subscript(row: Int) -> ArraySlice<Float> {
        elements[(row * columns)..<((row + 1) * columns)]
    }

    public subscript(row: Int, column: Int) -> Float {
        get { elements[row * columns + column] }
        set { elements[row * columns + column] = newValue }
    }

    /// The leading columns alone.
    /// - Precondition: there are as many.
    package func prefix(columns count: Int) -> Matrix {
        precondition(count <= columns, "a prefix is no wider than the whole")
        guard count < columns else { return self }
        return Matrix(
            rows: rows, columns: count, elements: (0..<rows).flatMap { self[$0].prefix(count) })
    }
}
