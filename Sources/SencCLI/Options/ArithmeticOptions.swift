public import ArgumentParser
internal import SencFiles
public import SencMath

extension Precision: ExpressibleByArgument {}
extension Backend: ExpressibleByArgument {}

/// How a model is computed.
struct ArithmeticOptions: ParsableArguments {
    @Option(
        name: .customLong("precision"),
        help: .text(
            """
            The arithmetic of the linear layers. If not given: what is configured, else float32.
            """))
    var givenPrecision: Precision?

    @Option(help: .text("What multiplies matrices: senc's own kernels or the system's BLAS."))
    var backend = Backend.packed

    /// The system's BLAS has one precision, whatever is configured.
    var precision: Precision {
        givenPrecision ?? (backend == .packed ? Configuration.precision : .float32)
    }
}
