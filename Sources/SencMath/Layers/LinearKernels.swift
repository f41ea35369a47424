internal import SencKernels

/// The kernels of a family for linear layers in one precision.
struct LinearKernels: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_linear>
}

extension KernelFamily {
    /// The instructions that multiply in linear layers of a precision, as `AVX-512 VNNI`.
    package func instructions(for precision: Precision) -> String {
        String(cString: linear(precision).table.pointee.instructions)
    }

    /// - Parameter weights: what is to be packed; floats if there is nothing.
    func linear(_ precision: Precision, weights: [StoredMatrix] = []) -> LinearKernels {
        let type = StoredMatrix.commonType(of: weights)
        let areQuantized = !weights.isEmpty && weights.allSatisfy(\.isQuantized)
        let layers: UnsafePointer<senc_linear> =
            switch precision {
            case .float32: senc_float32_layers(table, (type ?? .float32).kernel)
            case .bfloat16: table.pointee.bfloat16
            case .int8 where type == .q40: table.pointee.int8_q4_0
            case .int8 where areQuantized: table.pointee.int8_q8_0
            case .int8: table.pointee.int8
            }
        return LinearKernels(table: layers)
    }
}
