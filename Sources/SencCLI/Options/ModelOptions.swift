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
            given: the model that an index or classifier was made with, if it is at hand by its \
            name; else what $SENC_MODEL names, else \(SentenceEncoder.embeddedModel).
            """,
            valueName: "model"))
    var model: String?

    @Option(help: .text("The arithmetic of the linear layers."))
    var precision = Precision.float32

    @Option(help: .text("What multiplies matrices: senc's own kernels or the system's BLAS."))
    var backend = Backend.packed

    @Option(help: .text("Worker threads; one for each processor if not given."))
    var threads: Int?

    func validate() throws {
        if let threads, threads < 1 { throw UsageError("--threads must be at least 1") }
    }

    /// - Parameters:
    ///   - packing: `eachUse` for a text or two.
    ///   - stamp: of the vectors that the model's go with.
    func load(
        packing: WeightPacking = .ahead, matching stamp: ModelStamp? = nil
    ) throws -> SentenceEncoder {
        try SentenceEncoder(
            model: model ?? stamp?.modelAtHand ?? SentenceEncoder.defaultModel,
            precision: precision, backend: backend, packing: packing,
            threads: threads)
    }
}
