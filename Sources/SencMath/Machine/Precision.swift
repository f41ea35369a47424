internal import SencKernels

/// The arithmetic of the linear layers. All else is computed in 32-bit floats.
public enum Precision: String, Sendable, CaseIterable {
    /// Equal to the reference implementation up to the rounding of 32-bit floats.
    case float32
    /// Weights and activations rounded to 8 significant bits, products summed in 32-bit floats.
    case bfloat16
    /// Weights in 8 bits with a scale for each output, activations in 8 bits with a range for each
    /// token, products summed in 32-bit integers. What lies far outside a token's range is
    /// multiplied in 32-bit floats.
    case int8
}

/// What multiplies the matrices of the linear layers.
public enum Backend: String, Sendable, CaseIterable {
    /// senc's own kernels, on weights packed when a model is loaded.
    case packed
    /// The system's BLAS: Accelerate on macOS, else OpenBLAS.
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

/// When weights are brought into the form that senc's kernels multiply with.
public enum WeightPacking: Sendable {
    /// All of them when a model is loaded, to stay in memory: for many texts.
    case ahead
    /// Each panel whenever it is used, straight from the weight file: for a text or two, which
    /// are done before all weights would be packed. The vectors are bit-identical.
    case eachUse
}
