/// A sparse matrix, row after row: in each the columns that are there, in ascending order.
package struct SparseRows: Sendable {
    /// Where each row ends in `columns`.
    package let ends: [Int]
    package let columns: [UInt32]
    /// Of each column; `nil` if all are 1.
    package let values: [Float]?
    package let columnCount: Int

    package var rowCount: Int { ends.count }
    package var count: Int { columns.count }

    /// - Precondition: they are as the properties say.
    init(ends: [Int], columns: [UInt32], values: [Float]?, columnCount: Int) {
        (self.ends, self.columns, self.values) = (ends, columns, values)
        self.columnCount = columnCount
    }

    package func range(_ row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }

    package subscript(row: Int) -> ArraySlice<UInt32> { columns[range(row)] }

    package func value(at place: Int) -> Float { values?[place] ?? 1 }

    func multiplied(by factor: Float) -> SparseRows {
        guard factor != 1 else { return self }
        return SparseRows(
            ends: ends, columns: columns,
            values: values?.map { $0 * factor } ?? [Float](repeating: factor, count: count),
            columnCount: columnCount)
    }

    /// The same matrix with its columns as rows.
    func transposed() -> SparseRows {
        var starts = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { starts[Int(column) + 1] += 1 }
        for column in 0..<columnCount { starts[column + 1] += starts[column] }
        let ends = Array(starts.dropFirst())
        var rows = [UInt32](repeating: 0, count: count)
        var moved = [Float](repeating: 0, count: values == nil ? 0 : count)
        rows.withUnsafeMutableBufferPointer { rows in
            moved.withUnsafeMutableBufferPointer { moved in
                columns.withUnsafeBufferPointer { columns in
                    starts.withUnsafeMutableBufferPointer { starts in
                        var place = 0
                        for row in 0..<rowCount {
                            let end = self.ends[row]
                            while place < end {
                                let column = Int(columns[place])
                                let target = starts[column]
                                rows[target] = UInt32(row)
                                if let values { moved[target] = values[place] }
                                starts[column] = target + 1
                                place += 1
                            }
                        }
                    }
                }
            }
        }
        return SparseRows(
            ends: ends, columns: rows, values: values == nil ? nil : moved, columnCount: rowCount)
    }

    /// Rows in runs of about as many numbers, which threads take one at a time.
    func runs(of size: Int = 1 << 14) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var (start, first) = (0, 0)
        for row in 0..<rowCount where ends[row] - first + (row + 1 - start) * 16 >= size {
            runs.append(start..<row + 1)
            (start, first) = (row + 1, ends[row])
        }
        if start < rowCount { runs.append(start..<rowCount) }
        return runs
    }
}
