public import SencMath

/// Vectors of words or items that are there before learning, with which those of the same name begin.
public struct KnownVectors: Sendable {
    private var table = WordTable()
    /// The row of each word of the table.
    private var rows: [Int] = []
    private let matrix: Matrix

    /// Components of a vector.
    public var dimension: Int { matrix.columns }

    /// Vectors with their names.
    /// - Parameters:
    ///   - names: one for each row; of equal ones the first counts.
    ///   - matrix: [names, dimension], finite.
    public init(names: [String], _ matrix: Matrix) {
        precondition(names.count == matrix.rows, "each row needs a name")
        self.matrix = matrix
        for (row, name) in names.enumerated() {
            var name = name
            let number = name.withUTF8 { table.add($0) }
            if number == rows.count { rows.append(row) }
        }
    }

    /// The vector of a word; `nil` of one that is not known.
    func vector(of word: UnsafeBufferPointer<UInt8>) -> ArraySlice<Float>? {
        table.number(of: word).map { matrix[rows[$0]] }
    }

    /// How many words of a vocabulary have a vector.
    package func count(in vocabulary: Vocabulary) -> Int {
        (0..<vocabulary.count).count { word in
            vocabulary.words.withWord(word) { table.number(of: $0) != nil }
        }
    }
}
