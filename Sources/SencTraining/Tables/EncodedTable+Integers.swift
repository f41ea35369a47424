extension EncodedTable {
    /// The table with the categories' numbers, standardized, in place of them.
    func withIntegers(_ categories: [TableFeature.Categories]) -> EncodedTable {
        var table = EncodedTable(rowCount: rowCount)
        (table.target, table.texts) = (target, texts)
        let columns = zip(categories, codes).map { categories, codes in
            let values = Self.integers(categories)
            return codes.map { values[Int($0)] }
        }
        let (own, given) = (columns.count, numberCount)
        table.numberCount = own + given
        table.numbers = [Float](repeating: 0, count: table.rowCount * table.numberCount)
        for row in 0..<table.rowCount {
            let first = row * table.numberCount
            for (place, column) in columns.enumerated() {
                table.numbers[first + place] = column[row]
            }
            for place in 0..<given {
                table.numbers[first + own + place] = numbers[row * given + place]
            }
        }
        return table
    }

    /// For each row of a column's table a number: its place among the names, numbers in their order and
    /// others in that of their bytes, standardized; 0 for what is unknown or missing.
    private static func integers(_ categories: TableFeature.Categories) -> [Float] {
        let names = (0..<categories.names.count).map { categories.names[$0] }
        let numbers = names.map { name -> Double in
            if case .number(let number) = TableRows.number(name) { number } else { .infinity }
        }
        let order = names.indices.sorted {
            numbers[$0] != numbers[$1]
                ? numbers[$0] < numbers[$1]
                : names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
        }
        let first = TableFeature.Categories.firstRow
        let scale = NumberScale(
            order.enumerated().map { (Double($0), categories.counts[$1 + first]) })
        var values = [Float](repeating: 0, count: categories.rows)
        for (place, name) in order.enumerated() {
            values[name + first] = scale?.standardized(Double(place)) ?? 0
        }
        return values
    }
}
