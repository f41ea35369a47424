package import SencMath

extension Matrix {
    /// Vectors with some that are equal, zero, tiny, and much longer than others.
    package static func uneven(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
        var generator = SplitMix(seed: seed)
        var matrix = Matrix(
            rows: rows, columns: columns,
            elements: generator.floats(rows * columns, in: -1...1))
        for row in 0..<rows {
            let factor: Float? =
                switch row % 23 {
                case 5: 0
                case 7: 1e-24
                case 11: 1e3
                case 13: 1e-6
                default: nil
                }
            for column in 0..<columns {
                if row % 17 == 3 { matrix[row, column] = matrix[row - 2, column] }
                if let factor { matrix[row, column] *= factor }
            }
        }
        return matrix
    }
}
