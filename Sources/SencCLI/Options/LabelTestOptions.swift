import ArgumentParser
import SencFiles

/// Which columns of a table have texts and their labels.
struct LabelColumnOptions: ParsableArguments {
    @Option(
        help: .text(
            "The column with the texts. If not given: the only one beside that of the labels.",
            valueName: "name"), completion: .column)
    var column: String?

    @Option(
        help: .text(
            """
            The column with the labels. If not given: one called label or labels, or the only one \
            with nothing but numbers.
            """, valueName: "name"), completion: .column)
    var label: String?

    func validate() throws {
        if column == "" { throw UsageError("--column needs the name of a column") }
        if label == "" { throw UsageError("--label needs the name of a column") }
    }

    var identity: [String: String?] { ["column": column, "label": label] }
}

/// Which texts tell how well labels are told apart.
struct LabelTestOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            A file of texts that are not learned from, with the same columns, on which the accuracy \
            is measured before and after. Or their share of all, as 0.2.
            """, valueName: "file"), completion: .files)
    var validation: String?

    @Option(
        help: .text(
            """
            Parts that the texts are tested in, each with a model that is taught with the others, \
            which takes about as long again for each; 0 for no test.
            """))
    var folds = 0

    func validate() throws {
        if validation == "" { throw UsageError("--validation needs a file or a share") }
        if folds != 0, folds < 2 { throw UsageError("--folds must be 0, or at least 2") }
        if folds != 0, validation != nil {
            throw UsageError("give --validation or --folds, not both")
        }
    }

    /// The share of all examples; `nil` if a file is named, or nothing.
    var share: Double? {
        validation.flatMap(Double.init).flatMap { 0..<1 ~= $0 ? $0 : nil }
    }

    var file: String? { share == nil ? validation : nil }
}
