import ArgumentParser
import Senc
import SencFiles
import SencMath

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compute a model's reference vectors again and print the largest error.",
        discussion: """
            The reference vectors are those of the reference implementation, kept beside the \
            model in \(ReferenceVectors.fileName).

            Example:
              senc verify all-MiniLM-L6-v2
            """)

    @Argument(help: "The model, as for encode.")
    var model = SentenceEncoder.embeddedModel

    @Option(help: "The arithmetic of the linear layers.")
    var precision = Precision.float32

    @Option(help: "What multiplies matrices: senc's own kernels or the system's BLAS.")
    var backend = Backend.packed

    func run() throws {
        let encoder = try SentenceEncoder(model: model, precision: precision, backend: backend)
        let verification = try encoder.verify()
        let output = Terminal.standardOutput()
        try output.write(
            "largest error \(verification.largestError), least cosine "
                + "\(verification.leastCosine), over \(verification.textCount) texts "
                + "(\(verification.path))\n")
        try output.flush()
        try verification.check()
    }
}
