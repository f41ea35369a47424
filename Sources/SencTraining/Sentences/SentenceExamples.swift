/// Texts that belong together, as a model of sentence vectors learns from them.
///
/// An example has a text in each column: an anchor and its positive, with or without negatives; two texts
/// with a score of how close they are; two texts, or one, with a label.
package struct SentenceExamples: Sendable {
    /// What is known of each example.
    package enum Labels: Sendable, Equatable {
        /// How close its texts are.
        case scores([Double])
        /// Its class, by its place among the names.
        case classes([Int], names: [String])
    }

    /// The texts of each column.
    package let columns: [[String]]
    package let labels: Labels?

    /// - Precondition: all columns, and the labels, are of the same number of examples.
    package init(columns: [[String]], labels: Labels? = nil) {
        precondition(Set(columns.map(\.count)).count == 1, "columns of one length")
        self.columns = columns
        self.labels = labels
    }

    package var count: Int { columns[0].count }

    /// Some of the examples, in that order.
    package subscript(indices: [Int]) -> SentenceExamples {
        let labels: Labels? =
            switch labels {
            case nil: nil
            case .scores(let scores): .scores(indices.map { scores[$0] })
            case .classes(let classes, let names):
                .classes(indices.map { classes[$0] }, names: names)
            }
        return SentenceExamples(
            columns: columns.map { column in indices.map { column[$0] } }, labels: labels)
    }
}
