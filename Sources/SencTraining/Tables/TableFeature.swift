internal import SencMath

/// How a model takes a column.
struct TableFeature: Sendable {
    let name: String
    let kind: Kind

    enum Kind: Sendable {
        case category(Categories)
        case number(Numbers)
        case text(Texts)
    }

    /// Categories have rows of a table: 0 is for those that are not known, 1 for none, and then come
    /// theirs.
    struct Categories: Sendable {
        let names: WordTable
        /// How many rows learned from have each, and as the first two none and none at all.
        var counts: [Int]
        let hasMissing: Bool
        var width: Int
        var isFrozen = false

        static let firstRow = 2

        var rows: Int { names.count + Self.firstRow }

        func row(of value: UnsafeBufferPointer<UInt8>?) -> UInt32 {
            guard let value else { return hasMissing ? 1 : 0 }
            return names.number(of: value).map { UInt32($0 + Self.firstRow) } ?? 0
        }
    }

    /// Numbers are standardized; one that is missing is the mean, and a second number says so if there
    /// were such in training.
    struct Numbers: Sendable {
        let scale: NumberScale
        let hasMissing: Bool

        var width: Int { hasMissing ? 2 : 1 }
    }

    /// Vectors of texts less their mean, all scaled by one number, so that a number of theirs is about
    /// as large as one that is standardized; a missing text is the mean, and one more number says so if
    /// there were such in training.
    struct Texts: Sendable {
        let dimension: Int
        /// [dimension], of the rows learned from.
        var mean: FloatBuffer
        let scale: Float
        let hasMissing: Bool

        var width: Int { hasMissing ? dimension + 1 : dimension }
    }

    /// The numbers of a vector of one of so many categories: min(600, 1.6 n^0.56), rounded (the rule of
    /// thumb of fastai's `emb_sz_rule`).
    static func width(categories: Int) -> Int {
        min(600, max(1, Int((1.6 * Double.pow(Double(max(1, categories)), 0.56)).rounded())))
    }

    /// Of the rows that are learned from.
    /// - Returns: `nil` if those are all the same.
    init?(_ column: TableRows.Column, isNumber: Bool, learned: [Int]) {
        name = column.name
        var counts = [Int](repeating: 0, count: column.values.count)
        var missing = 0
        for row in learned {
            let code = column.codes[row]
            if code == TableRows.Column.missing { missing += 1 } else { counts[Int(code)] += 1 }
        }
        if isNumber {
            var numbers: [(value: Double, count: Int)] = []
            for value in counts.indices where counts[value] > 0 {
                if case .number(let number) = TableRows.number(column.values[value]) {
                    numbers.append((number, counts[value]))
                } else {
                    missing += counts[value]
                }
            }
            guard let scale = NumberScale(numbers) else { return nil }
            kind = .number(Numbers(scale: scale, hasMissing: missing > 0))
            return
        }
        var names = WordTable()
        var seen = [0, missing]
        for value in counts.indices where counts[value] > 0 {
            column.values.withWord(value) { _ = names.add($0) }
            seen.append(counts[value])
        }
        guard names.count > 1 || (names.count == 1 && missing > 0) else { return nil }
        kind = .category(
            Categories(
                names: names, counts: seen, hasMissing: missing > 0,
                width: Self.width(categories: names.count)))
    }

    init(name: String, kind: Kind) { (self.name, self.kind) = (name, kind) }

    /// Of the texts of rows that are learned from.
    /// - Parameter rows: for each value of the column the row of its vector.
    /// - Returns: `nil` if the vectors are all the same.
    init?(_ column: TableRows.Column, _ rows: [UInt32], of texts: TextVectors, learned: [Int]) {
        let dimension = texts.dimension
        var counts = [Int](repeating: 0, count: rows.count)
        var missing = 0
        for row in learned {
            let code = column.codes[row]
            if code == TableRows.Column.missing { missing += 1 } else { counts[Int(code)] += 1 }
        }
        let count = Double(learned.count - missing)
        guard count > 0 else { return nil }
        var sums = [Double](repeating: 0, count: dimension)
        for value in counts.indices where counts[value] > 0 {
            let (vector, times) = (texts.vectors[Int(rows[value])], Double(counts[value]))
            for (place, element) in vector.enumerated() { sums[place] += times * Double(element) }
        }
        let mean = FloatBuffer(count: dimension)
        for place in 0..<dimension { mean.base[place] = Float(sums[place] / count) }
        var squares = 0.0
        for value in counts.indices where counts[value] > 0 {
            let vector = texts.vectors[Int(rows[value])]
            var sum = 0.0
            for (place, element) in vector.enumerated() {
                let distance = Double(element) - Double(mean.base[place])
                sum += distance * distance
            }
            squares += Double(counts[value]) * sum
        }
        let scale = Float(1 / (squares / count / Double(dimension)).squareRoot())
        guard (0..<dimension).allSatisfy({ mean.base[$0].isFinite }) else { return nil }
        // Of texts that are all the same nothing remains but whether there is one.
        guard scale.isFinite || missing > 0 else { return nil }
        name = column.name
        kind = .text(
            Texts(
                dimension: dimension, mean: mean, scale: scale.isFinite ? scale : 1,
                hasMissing: missing > 0))
    }
}
