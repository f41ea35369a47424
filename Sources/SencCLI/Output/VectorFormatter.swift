import SencFiles
import SencIVF
import SencMath
import SencVectors

/// Vectors as the bytes of a format.
struct VectorFormatter {
    /// What belongs to a window of vectors.
    struct Window {
        /// The number of its first record among all, from 0.
        var first = 0
        /// The records' ids, if the format has any beside vectors.
        var ids: [String?] = []
        /// Objects of JSON that end before the vector; none for vectors alone.
        var openings: [[UInt8]] = []
    }

    /// How vectors are written, but for their elements.
    struct Form: Equatable {
        var format: VectorFormat
        /// Of a FAISS file alone.
        var metric = FAISSMetric.innerProduct
        /// Of `pgcopy` alone: what ids are; `nil` for the numbers of records.
        var id: PostgreSQLRows.ID?
    }

    let form: Form
    let encoding: VectorEncoding

    /// What stands before the vectors.
    func header(rows: Int, dimension: Int) -> [UInt8] {
        let elements = encoding.elementType
        switch form.format {
        case .jsonl, .csv, .tsv: return []
        case .npy: return NPYHeader(vectors: elements, rows: rows, dimension: dimension).bytes
        case .fbin: return BinHeader(vectors: elements, rows: rows, dimension: dimension).bytes
        case .faiss: return FlatIndex.head(form.metric, rows: rows, dimension: dimension)
        case .pgcopy: return PostgreSQLRows.header
        }
    }

    /// What stands behind them.
    var trailer: [UInt8] { form.format == .pgcopy ? PostgreSQLRows.trailer : [] }

    /// The vectors [texts, dimension]: in text formats one line each.
    /// - Throws: `PostgreSQLError`, `JobError.tooManyVectors`
    func bytes(of matrix: Matrix, _ window: Window = Window()) throws -> [UInt8] {
        switch form.format {
        case .jsonl where !window.openings.isEmpty:
            var bytes: [UInt8] = []
            for (row, opening) in window.openings.enumerated() {
                bytes += opening + JSONWriter.bytes { $0.value(matrix[row]) }
                bytes += "}\n".utf8
            }
            return bytes
        case .fbin where window.first + matrix.rows > BinHeader.maximumRows:
            throw JobError.tooManyVectors(limit: BinHeader.maximumRows)
        case .npy, .fbin, .faiss: return encoding.encode(matrix)
        case .pgcopy:
            let rows = PostgreSQLRows(encoding, dimension: matrix.columns)
            guard let type = form.id else { return rows.bytes(matrix, first: window.first) }
            return try rows.bytes(
                matrix, ids: window.ids.map { $0 ?? "" }, as: type, first: window.first)
        case .jsonl:
            var lines = JSONLines()
            for row in 0..<matrix.rows { lines.append(matrix[row]) }
            return lines.bytes
        case .csv, .tsv:
            let separator = UInt8(ascii: form.format == .csv ? "," : "\t")
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
