extension EncodedTable {
    /// Adds a column to the rows.
    mutating func append(_ feature: TableFeature, _ column: TableRows.Column?) {
        guard case .category(let categories) = feature.kind else { return }
        var rows: [UInt32] = []
        if let column {
            rows = (0..<column.values.count).map { value in
                column.values.withWord(value) { categories.row(of: $0) }
            }
        }
        let missing = categories.row(of: nil)
        codes.append(
            column?.codes.map { $0 == TableRows.Column.missing ? missing : rows[Int($0)] }
                ?? [UInt32](repeating: missing, count: rowCount))
        counts.append(categories.counts)
    }

    /// Adds a column of texts.
    /// - Parameter rows: for each value of the column the row of its vector.
    mutating func append(
        _ feature: TableFeature.Texts, _ column: TableRows.Column, _ rows: [UInt32],
        of texts: TextVectors
    ) {
        self.texts.append(
            Texts(
                feature: feature,
                codes: column.codes.map {
                    $0 == TableRows.Column.missing ? Texts.missing : rows[Int($0)]
                }, vectors: texts.vectors))
    }

    /// Adds the numbers of all columns of numbers.
    mutating func append(numbers features: [(TableFeature, TableRows.Column?)]) {
        let features = features.compactMap { feature, column in
            if case .number(let numbers) = feature.kind { (numbers, column) } else { nil }
        }
        numberCount = features.reduce(0) { $0 + $1.0.width }
        numbers = [Float](repeating: 0, count: rowCount * numberCount)
        var first = 0
        for (kind, column) in features {
            let values = (0..<(column?.values.count ?? 0)).map { value -> Float? in
                guard let column, case .number(let number) = TableRows.number(column.values[value])
                else { return nil }
                return kind.scale.standardized(number)
            }
            for row in 0..<rowCount {
                let code = column?.codes[row] ?? TableRows.Column.missing
                let value = code == TableRows.Column.missing ? nil : values[Int(code)]
                numbers[row * numberCount + first] = value ?? 0
                if kind.hasMissing { numbers[row * numberCount + first + 1] = value == nil ? 1 : 0 }
            }
            first += kind.width
        }
    }
}
