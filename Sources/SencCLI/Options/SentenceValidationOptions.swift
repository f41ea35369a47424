import ArgumentParser
import SencFiles

/// Which examples tell how good the model is.
struct SentenceValidationOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            A file of examples that are not learned from, with the columns of the first file: the \
            model that does best on them is kept. Or their share of all such examples, as 0.1.
            """, valueName: "file"), completion: .files)
    var validation: String?

    @Option(help: .text("Tenths of the run without a better result after which learning ends."))
    var patience: Int?

    func validate() throws {
        if validation == "" { throw UsageError("--validation needs a file or a share") }
        if patience != nil, validation == nil {
            throw UsageError("--patience goes with --validation")
        }
    }

    /// The share of all examples; `nil` if a file is named, or nothing.
    var share: Double? {
        validation.flatMap(Double.init).flatMap { 0..<1 ~= $0 ? $0 : nil }
    }

    var file: String? { share == nil ? validation : nil }
}
