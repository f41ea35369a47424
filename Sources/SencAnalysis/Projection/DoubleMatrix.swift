/// A matrix that several threads fill, no two of them one row at once.
final class DoubleMatrix: @unchecked Sendable {
    let rows: Int
    let columns: Int
    private let memory: UnsafeMutablePointer<Double>

    /// - Parameter elements: [rows, columns]; zeros if not given.
    init(rows: Int, columns: Int, elements: [Double]? = nil) {
        self.rows = rows
        self.columns = columns
        let count = rows * columns
        precondition(elements.map { $0.count == count } ?? true, "the elements fill the matrix")
        memory = .allocate(capacity: max(count, 1))
        if let elements {
            memory.initialize(from: elements, count: count)
        } else {
            memory.initialize(repeating: 0, count: count)
        }
    }

    deinit { memory.deallocate() }

    /// The memory of one row, valid while the matrix lives.
    subscript(row: Int) -> UnsafeMutablePointer<Double> { memory + row * columns }

    var elements: [Double] {
        Array(UnsafeBufferPointer(start: memory, count: rows * columns))
    }
}

/// The dot product, always summed in the same order.
func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    let lanes = SIMD8<Double>.scalarCount
    var sums = SIMD8<Double>.zero
    let whole = count / lanes * lanes
    for start in stride(from: 0, to: whole, by: lanes) {
        sums +=
            UnsafeRawPointer(a + start).loadUnaligned(as: SIMD8<Double>.self)
            * UnsafeRawPointer(b + start).loadUnaligned(as: SIMD8<Double>.self)
    }
    return (whole..<count).reduce(sums.sum()) { $0 + a[$1] * b[$1] }
}
