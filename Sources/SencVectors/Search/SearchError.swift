public import SencFiles

/// Why vectors cannot be compared. Rows count from 0.
public enum SearchError: Diagnostic, Equatable {
    /// The queries have another dimension than the vectors. `source` is the file of these, empty if
    /// there is none; so for all that follow.
    case dimension(vectors: Int, queries: Int, source: String)
    /// A row has components that are infinite or not numbers, or too large to be compared.
    case notFinite(row: Int, source: String)
    /// The same of a query.
    case queryNotFinite(Int)
    /// The ranges of int8 have another dimension than the rows.
    case calibration(dimension: Int, ranges: Int, source: String)
    /// Rows for re-scoring that are not those that were searched.
    case rescoring(rows: Int, dimension: Int, wanted: Int, wantedDimension: Int, source: String)
    /// Files that are to be one matrix have rows of different dimensions.
    case otherDimension(Int, wanted: Int, source: String)
    /// Or elements of different types.
    case otherElements(NPYElementType, wanted: NPYElementType, source: String)
    /// Bytes that are not the rows of as many bits.
    case bits(bytes: Int, dimension: Int, source: String)

    public var message: Message {
        switch self {
        case .dimension(let vectors, let queries, let source):
            "the queries have dimension \(queries) and the vectors \(vectors)\(place(source))"
        case .notFinite(let row, let source):
            "row \(row) has components that are not finite, or too large\(place(source))"
        case .queryNotFinite(let query):
            "query \(query) has components that are not finite, or too large"
        case .calibration(let dimension, let ranges, let source):
            "the int8 ranges have dimension \(ranges) and the vectors \(dimension)\(place(source))"
        case .rescoring(let rows, let dimension, let wanted, let wantedDimension, let source):
            """
            the vectors to score again are [\(rows), \(dimension)], and those searched [\(wanted), \
            \(wantedDimension)]\(place(source))
            """
        case .otherDimension(let dimension, let wanted, let source):
            """
            the rows have dimension \(dimension), and those of the first file \
            \(wanted)\(place(source))
            """
        case .otherElements(let type, let wanted, let source):
            "the elements are \(type), and those of the first file \(wanted)\(place(source))"
        case .bits(let bytes, let dimension, let source):
            "rows of \(bytes) bytes do not hold \(dimension) bits\(place(source))"
        }
    }

    public var status: ExitStatus { .badData }

    private func place(_ source: String) -> String { source.isEmpty ? "" : " (\(source))" }
}
