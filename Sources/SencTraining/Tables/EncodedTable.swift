/// Rows as a network takes them.
struct EncodedTable: Sendable {
    /// What is learned.
    enum Target: Sendable {
        /// Standardized numbers, one a row.
        case numbers([Float])
        /// Classes, one a row, of so many.
        case classes([UInt32], count: Int)
        /// Not known.
        case none
    }

    var rowCount: Int
    /// For each column of categories the row of its table that each row has.
    var codes: [[UInt32]] = []
    /// How often a category was seen in training, for each row of a table.
    var counts: [[Int]] = []
    /// [rows, numberCount]
    var numbers: [Float] = []
    var numberCount = 0
    var target = Target.none
}
