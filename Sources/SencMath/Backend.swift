/// What multiplies the matrices of the linear layers.
public enum Backend: String, Sendable, CaseIterable {
    /// senc's own kernels, on weights packed when a model is loaded.
    case packed
    /// The system's BLAS library.
    case blas
}
