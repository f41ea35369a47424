import SencFiles
import SencTraining

/// Examples for a model of sentence vectors from a table: columns of texts, and one of scores or labels.
struct SentenceTable {
    /// What columns of scores and labels are called where none is named.
    private static let usualScores = ["score", "scores", "similarity_score"]
    private static let usualLabels = ["label", "labels"]

    let loss: SentenceLoss
    let examples: SentenceExamples
    /// The columns of texts.
    let names: [String]
    /// Rows that lack a text or a label.
    let skipped: Int

    /// - Parameters:
    ///   - texts: the columns of texts; all that are left if there are none.
    ///   - label: that of scores or labels, if it is named.
    ///   - loss: `nil` for the one that examples of a kind are for.
    ///   - hasTeacher: whether there is a model to learn from.
    ///   - classes: names of labels in an order; `nil` for that of their bytes.
    /// - Throws: `TableError.noColumn`, `SentenceTableError`
    init(
        _ rows: TableRows, columns texts: [String], label: String?, _ loss: SentenceLoss?,
        classes: [String]? = nil, hasTeacher: Bool = false
    ) throws {
        for name in texts + [label].compactMap({ $0 })
        where rows.values(ofColumn: name) == nil {
            throw TableError.noColumn(name, names: rows.names)
        }
        let label = label ?? Self.label(of: rows, besides: texts)
        let names = texts.isEmpty ? rows.names.filter { $0 != label } : texts
        guard !names.isEmpty else { throw SentenceTableError.noTexts }
        self.names = names
        let columns = names.map { rows.values(ofColumn: $0) ?? [] }
        let labels = label.flatMap { rows.values(ofColumn: $0) }
        let kept = (0..<rows.rowCount).filter { row in
            columns.allSatisfy { !$0[row].isBlank } && labels?[row].isBlank != true
        }
        skipped = rows.rowCount - kept.count
        guard !kept.isEmpty else { throw SentenceTableError.noExamples(skipped: skipped) }
        let columnTexts = columns.map { column in kept.map { column[$0] } }
        guard let label, let labels, loss?.takesLabels != false else {
            examples = SentenceExamples(columns: columnTexts)
            self.loss = loss ?? SentenceLoss(for: examples, hasTeacher: hasTeacher)
            return
        }
        let values = kept.map { labels[$0] }
        let numbers = values.map { Double($0) }
        let areScores =
            loss?.takesScores
            ?? (!numbers.contains(nil)
                && (Self.usualScores.contains(label)
                    || numbers.contains { $0.map { $0.rounded() != $0 } ?? true }))
        if areScores {
            let scores = try zip(values, numbers).map { value, number in
                guard let number, number.isFinite else {
                    throw SentenceTableError.notNumber(value, column: label)
                }
                return number
            }
            examples = SentenceExamples(columns: columnTexts, labels: .scores(scores))
        } else {
            let found = classes ?? Set(values).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            guard found.count > 1 else {
                throw SentenceTableError.oneLabel(found.first ?? "", column: label)
            }
            let places = Dictionary(uniqueKeysWithValues: found.enumerated().map { ($1, $0) })
            let classes = try values.map { value in
                guard let place = places[value] else {
                    throw SentenceTableError.unknownLabel(value, column: label)
                }
                return place
            }
            examples = SentenceExamples(
                columns: columnTexts, labels: .classes(classes, names: found))
        }
        self.loss = loss ?? SentenceLoss(for: examples)
    }

    /// The column of scores or labels: by its name, or if it alone has nothing but numbers.
    static func label(of rows: TableRows, besides texts: [String]) -> String? {
        let names = rows.names.filter { !texts.contains($0) }
        if let usual = (usualScores + usualLabels).first(where: names.contains) { return usual }
        let numbers = names.filter { name in
            rows.values(ofColumn: name)?.allSatisfy { Double($0) != nil } == true
        }
        return numbers.count == 1 && rows.names.count > 1 ? numbers.first : nil
    }

    private init(_ table: SentenceTable, _ examples: SentenceExamples) {
        (loss, names, skipped) = (table.loss, table.names, table.skipped)
        self.examples = examples
    }

    /// Says how many rows lack something.
    static func report(skipped count: Int) {
        guard count > 0 else { return }
        Terminal.report(
            count == 1
                ? "1 row that lacks a text or a label was skipped"
                : "\(count) rows that lack a text or a label were skipped")
    }

    /// What random numbers are for.
    private static let purpose: UInt64 = 0x7365_6E74_7370

    /// Some of the examples, at random, for a validation, and the table of the others.
    /// - Parameter share: of all, within 0...1.
    /// - Throws: `SentenceTableError.tooFew` if one of the two is empty.
    func split(
        _ share: Double, seed: UInt64
    ) throws -> (table: SentenceTable, validation: SentenceExamples) {
        let order = CounterRandom(seed: seed, purpose: Self.purpose).permutation(of: examples.count)
        let count = Int((Double(examples.count) * share).rounded())
        guard count > 0, count < examples.count else {
            throw SentenceTableError.tooFew(examples.count)
        }
        return (
            SentenceTable(self, examples[order[count...].sorted()]),
            examples[order[..<count].sorted()]
        )
    }
}
