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
    /// - Parameter openings: objects of JSON that end before the vector; none for vectors alone.
    func bytes(of matrix: Matrix, openings: [[UInt8]] = []) -> [UInt8] {
        switch format {
        case .jsonl where !openings.isEmpty:
            var bytes: [UInt8] = []
            for (row, opening) in openings.enumerated() {
                bytes += opening + JSONWriter.bytes { $0.value(matrix[row]) }
                bytes += "}\n".utf8
            }
            return bytes
        case .npy: return encoding.encode(matrix)
        case .jsonl:
            var lines = JSONLines()
            for row in 0..<matrix.rows { lines.append(matrix[row]) }
            return lines.bytes
        case .csv, .tsv:
            let separator = UInt8(ascii: format == .csv ? "," : "\t")
            var bytes: [UInt8] = []
            for row in 0..<matrix.rows {
                for (column, number) in matrix[row].enumerated() {
                    if column > 0 { bytes.append(separator) }
                    bytes += number.jsonText.utf8
                }
                bytes.append(UInt8(ascii: "\n"))
            }
            return bytes
        }
    }
}
