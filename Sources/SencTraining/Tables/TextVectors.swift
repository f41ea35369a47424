public import SencMath

/// The vectors of texts, as an encoder made them: what a network takes columns of texts by.
public struct TextVectors: Sendable {
    /// [texts, dimension]
    let vectors: Matrix
    private let places: WordTable

    /// Texts and their vectors.
    /// - Parameters:
    ///   - texts: those of the rows, as `TableRows.texts(ofColumns:)` lists them; of two that are
    ///     equal the first counts.
    ///   - vectors: [texts, dimension], of one encoder with the same options; finite.
    /// - Precondition: there is a vector for each text.
    public init(_ texts: [String], _ vectors: Matrix) {
        precondition(texts.count == vectors.rows, "each text has a vector")
        var (places, rows) = (WordTable(), [Int]())
        for (row, text) in texts.enumerated() {
            var text = text
            let place = text.withUTF8 { places.add($0) }
            if place == rows.count { rows.append(row) }
        }
        self.places = places
        guard rows.count < texts.count else {
            self.vectors = vectors
            return
        }
        self.vectors = Matrix(
            rows: rows.count, columns: vectors.columns, elements: rows.flatMap { vectors[$0] })
    }

    /// How many numbers a vector has.
    public var dimension: Int { vectors.columns }

    /// For each value of a column the row of its vector.
    /// - Throws: `TableError.noTextVector`, `TableError.vectorNotFinite`
    func rows(of column: TableRows.Column) throws(TableError) -> [UInt32] {
        var rows: [UInt32] = []
        for value in 0..<column.values.count {
            guard let row = column.values.withWord(value, { places.number(of: $0) }) else {
                throw .noTextVector(column: column.name, text: column.values[value])
            }
            guard vectors[row].allSatisfy(\.isFinite) else {
                throw .vectorNotFinite(column: column.name, text: column.values[value])
            }
            rows.append(UInt32(row))
        }
        return rows
    }
}
