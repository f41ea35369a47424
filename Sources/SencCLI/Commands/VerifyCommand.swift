import ArgumentParser
import Senc
import SencFiles
import SencMath

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: localized(
            "Compute a model's reference vectors again and print the largest error."),
        discussion: localized(
            """
            The reference vectors are those of the reference implementation, kept beside the \
            model in \(ReferenceVectors.fileName): {"tolerance": 1e-5, "texts": ["…"], \
            "vectors": [[…]]}. --write makes the file from the vectors as they are now, to tell \
            later, or elsewhere, whether they are still the same.

            Examples:
              senc verify all-MiniLM-L6-v2
              senc verify --write --vectors before.json my-model
            """))

    @Argument(help: .text("The model, as for encode.", valueName: "model"), completion: .model)
    var givenModel: String?

    private var model: String { givenModel ?? Configuration.model }

    @Option(help: .text("The arithmetic of the linear layers."))
    var precision = Precision.float32

    @Option(help: .text("What multiplies matrices: senc's own kernels or the system's BLAS."))
    var backend = Backend.packed

    @Option(
        help: .text(
            "The file of reference vectors; the one beside the model if not given.",
            valueName: "file"), completion: .files)
    var vectors: String?

    @Flag(help: .text("Write the file instead of reading it."))
    var write = false

    func validate() throws {
        if write, precision != .float32 {
            throw UsageError("--write is for float32, which the other precisions are compared to")
        }
    }

    func run() throws {
        let encoder = try SentenceEncoder(model: model, precision: precision, backend: backend)
        let output = Terminal.standardOutput()
        if write {
            let path = try encoder.writeReferenceVectors(to: vectors)
            let report: Message = "wrote \(path.onOneLine())"
            try output.write(Terminal.shown(report) + "\n")
            try output.flush()
            return
        }
        let verification = try encoder.verify(against: vectors)
        let (path, error) = (verification.path.onOneLine(), verification.largestError)
        let cosine = verification.leastCosine
        let report: Message =
            verification.textCount == 1
            ? "largest error \(error), least cosine \(cosine), over 1 text (\(path))"
            : """
            largest error \(error), least cosine \(cosine), over \(verification.textCount) texts \
            (\(path))
            """
        try output.write(Terminal.shown(report) + "\n")
        try output.flush()
        try verification.check()
    }
}
