import SencFiles
import SencTraining

/// Texts with a label each, from a table.
struct LabelTable {
    let examples: SentenceExamples
    /// The column of the texts.
    let column: String
    /// Rows that lack a text or a label.
    let skipped: Int

    /// - Parameters:
    ///   - column: of the texts; `nil` for the only one beside that of the labels.
    ///   - label: the column of the labels; `nil` for the one of a usual name.
    ///   - names: labels in an order; `nil` for that of their bytes.
    /// - Throws: `TableError.noColumn`, `SentenceTableError`
    init(_ rows: TableRows, column: String?, label: String?, names: [String]? = nil) throws {
        // A loss that takes texts with a class: numbers are labels then.
        let table = try SentenceTable(
            rows, columns: [column].compactMap { $0 }, label: label, .batchAllTriplet,
            classes: names)
        guard table.examples.labels != nil else { throw SentenceTableError.noLabels }
        guard table.names.count == 1 else { throw SentenceTableError.manyTexts(table.names) }
        examples = table.examples
        self.column = table.names[0]
        skipped = table.skipped
    }

    private init(_ table: LabelTable, _ examples: SentenceExamples) {
        self.examples = examples
        (column, skipped) = (table.column, table.skipped)
    }

    /// The class of each text, and their names.
    var classes: (places: [Int], names: [String]) {
        guard case .classes(let places, let names) = examples.labels else { return ([], []) }
        return (places, names)
    }

    /// - Throws: `SentenceTableError.singleExample` if a label has one text alone, which is like no other.
    func checkCounts() throws(SentenceTableError) {
        let (places, names) = classes
        for (index, name) in names.enumerated()
        where places.count(where: { $0 == index }) < Self.fewest { throw .singleExample(name) }
    }

    /// Texts of a label that are learned from at least.
    private static let fewest = 2

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x6C61_6273_706C

    /// About the same share of each label's texts, at random, for a validation, and the table of the
    /// others.
    /// - Parameter share: of all, within 0...1.
    /// - Throws: `SentenceTableError.tooFew` if none can be kept.
    func split(
        _ share: Double, seed: UInt64
    ) throws -> (table: LabelTable, validation: SentenceExamples) {
        let (places, names) = classes
        let order = CounterRandom(seed: seed, purpose: Self.purpose).permutation(of: places.count)
        var held: Set<Int> = []
        for label in names.indices {
            let own = order.filter { places[$0] == label }
            let count = Int((Double(own.count) * share).rounded())
            held.formUnion(own.prefix(max(0, min(count, own.count - Self.fewest))))
        }
        guard !held.isEmpty else { throw SentenceTableError.tooFew(places.count) }
        return (
            LabelTable(self, examples[places.indices.filter { !held.contains($0) }]),
            examples[held.sorted()]
        )
    }
}
