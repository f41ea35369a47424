/// A dense row-major matrix of 32-bit floats.
public struct Matrix: Sendable, Equatable {
    /// How many rows there are; mostly one for each vector.
    public let rows: Int
    /// How many elements a row has; mostly the components of a vector.
    public let columns: Int
    /// Row after row, `rows * columns` in all.
    public private(set) var elements: [Float]

    /// Zeros.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        elements = [Float](repeating: 0, count: rows * columns)
    }

    /// A matrix of elements that are there already, row after row.
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

    /// One element.
    /// - Precondition: there are such a row and column.
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
