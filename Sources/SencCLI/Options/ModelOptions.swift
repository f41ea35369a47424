import ArgumentParser
internal import Senc
internal import SencFiles
import SencMath

/// Which model, and what computes it.
struct ModelOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: .text(
            """
            A name on the search path, a directory, a weight file, a file of word vectors, or an \
            ORG/NAME in the local Hugging Face cache, with @REVISION if it is not main's. If not \
            given: the model that an index, a classifier or a table's model was made with, if it \
            is at hand by its name; else the one that is configured (senc help config), else \
            \(SentenceEncoder.embeddedModel).
            """,
            valueName: "model"), completion: .model)
    var model: String?

    @OptionGroup var arithmetic: ArithmeticOptions
    @OptionGroup var workers: ThreadOptions

    var precision: Precision { arithmetic.precision }
    var backend: Backend { arithmetic.backend }
    var threads: Int? { workers.threads }

    /// - Parameters:
    ///   - packing: `eachUse` for a text or two.
    ///   - stamp: of the vectors that the model's go with.
    ///   - vectors: files of those; a single one of word vectors is a model itself.
    func load(
        packing: WeightPacking = .ahead, matching stamp: ModelStamp? = nil,
        besides vectors: [String] = []
    ) throws -> SentenceEncoder {
        let words = vectors.count == 1 ? vectors.first(where: NamedVectors.isName) : nil
        return try SentenceEncoder(
            model: model ?? stamp?.modelAtHand ?? words ?? Configuration.model,
            precision: precision, backend: backend, packing: packing,
            threads: threads)
    }
}
