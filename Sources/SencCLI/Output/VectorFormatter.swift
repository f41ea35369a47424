import SencFiles
import SencMath
import SencVectors

/// Vectors as the bytes of a format.
struct VectorFormatter {
    let format: VectorFormat
    /// Of an `.npy` file alone.
    let encoding: VectorEncoding

    /// What stands before the vectors.
    func header(rows: Int, dimension: Int) -> [UInt8] {
        guard format == .npy else { return [] }
        return NPYHeader(vectors: encoding.elementType, rows: rows, dimension: dimension).bytes
    }

    /// The vectors [texts, dimension]: in text formats one line each.
    func bytes(of matrix: Matrix) -> [UInt8] {
        if format == .npy { return encoding.encode(matrix) }
        var text = JSONText()
        for row in 0..<matrix.rows {
            if format == .jsonl {
                text.append(array: matrix[row]) { $0.append(number: $1) }
            } else {
                for (column, number) in matrix[row].enumerated() {
                    if column > 0 { text.append(raw: ",") }
                    text.append(number: number)
                }
            }
            text.append(raw: "\n")
        }
        return text.bytes
    }
}
