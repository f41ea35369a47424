/// What multiplies the matrices of the linear layers.
public enum Backend: String, Sendable, CaseIterable {
    /// senc's own kernels, on weights packed when a model is loaded.
    case packed
    /// The system's OpenBLAS.
    case blas
}

/// A backend that is there to be used.
package enum LoadedBackend: Sendable {
    case packed(WeightPacking)
    case blas(BLAS)

    /// - Returns: `nil` if the system lacks the backend.
    package init?(_ backend: Backend, packing: WeightPacking = .ahead) {
        switch backend {
        case .packed: self = .packed(packing)
        case .blas:
            guard let blas = BLAS.system else { return nil }
            self = .blas(blas)
        }
    }

    /// The same backend, its weights packed ahead if it packs any.
    package var packedAhead: LoadedBackend {
        if case .packed = self { .packed(.ahead) } else { self }
    }
}
