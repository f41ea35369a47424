public import ArgumentParser
internal import Senc
internal import SencFiles
public import SencMath

extension Precision: ExpressibleByArgument {}
extension Backend: ExpressibleByArgument {}

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

    @Option(
        name: .customLong("precision"),
        help: .text(
            """
            The arithmetic of the linear layers. If not given: what is configured, else float32.
            """))
    var givenPrecision: Precision?

    @Option(help: .text("What multiplies matrices: senc's own kernels or the system's BLAS."))
    var backend = Backend.packed

    @Option(
        name: .customLong("threads"),
        help: .text(
            """
            Worker threads. If not given: what is configured, else one for each processor.
            """))
    var givenThreads: Int?

    var threads: Int? { givenThreads ?? Configuration.threads }

    /// The system's BLAS has one precision, whatever is configured.
    var precision: Precision {
        givenPrecision ?? (backend == .packed ? Configuration.precision : .float32)
    }

    func validate() throws {
        if let givenThreads, givenThreads < 1 { throw UsageError("--threads must be at least 1") }
    }

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
