internal import SencMath

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

    /// A column of texts.
    struct Texts: Sendable {
        let feature: TableFeature.Texts
        /// For each row the row of its text's vector; `missing` for no text.
        let codes: [UInt32]
        /// [texts, dimension]
        let vectors: Matrix

        static let missing = UInt32.max

        /// Sets the inputs of a row: its vector, moved and scaled, and whether it has none.
        func fill(_ row: Int, _ inputs: UnsafeMutablePointer<Float>) {
            let dimension = feature.dimension
            let code = codes[row]
            if feature.hasMissing { inputs[dimension] = code == Self.missing ? 1 : 0 }
            guard code != Self.missing else {
                return inputs.update(repeating: 0, count: dimension)
            }
            let (mean, scale) = (feature.mean.base, feature.scale)
            vectors.elements.withUnsafeBufferPointer { all in
                guard let base = all.baseAddress else { return }
                let vector = base + Int(code) * dimension
                for column in 0..<dimension {
                    inputs[column] = (vector[column] - mean[column]) * scale
                }
            }
        }
    }

    var rowCount: Int
    /// For each column of categories the row of its table that each row has.
    var codes: [[UInt32]] = []
    /// How often a category was seen in training, for each row of a table.
    var counts: [[Int]] = []
    /// [rows, numberCount]
    var numbers: [Float] = []
    var numberCount = 0
    var texts: [Texts] = []
    var target = Target.none

    /// What numbers and texts are to the first layer.
    var inputCount: Int { texts.reduce(numberCount) { $0 + $1.feature.width } }

    /// Sets the inputs of a row that are not vectors of categories.
    /// - Parameter inputs: [count], of which there is one at least.
    func fill(_ row: Int, _ inputs: UnsafeMutablePointer<Float>, count: Int) {
        // There is no layer of no inputs: one of a table without any is 0.
        guard inputCount > 0 else { return inputs.update(repeating: 0, count: count) }
        for column in 0..<numberCount { inputs[column] = numbers[row * numberCount + column] }
        var place = inputs + numberCount
        for index in texts.indices {
            texts[index].fill(row, place)
            place += texts[index].feature.width
        }
    }
}
