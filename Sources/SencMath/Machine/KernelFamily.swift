internal import SencKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The instruction set whose kernels do the work.
package struct KernelFamily: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_kernels>

    /// What the environment variable `SENC_KERNELS` asks for; `nil` if it is empty or not set.
    package static let chosenName: String? = {
        guard let value = getenv("SENC_KERNELS"), value.pointee != 0 else { return nil }
        return String(cString: value)
    }()

    /// The fastest that this CPU can run, unless `chosenName` is another that it can. Loading a
    /// model throws for an unknown name; nothing traps because of it.
    package static let selected = KernelFamily(table: senc_kernels_selected())

    init(table: UnsafePointer<senc_kernels>) {
        self.table = table
    }

    /// - Parameter name: `avx512-bf16`, `avx512-vnni`, `avx512`, `avx2-vnni`, `avx2`, `neon-bf16`,
    ///   `neon-dotprod`, `neon` or `portable`.
    /// - Returns: `nil` if there is no such family or this CPU cannot run it.
    package init?(named name: String) {
        guard let table = senc_kernels_named(name) else { return nil }
        self.init(table: table)
    }

    /// All families that this CPU can run, the fastest first.
    package static let supported: [KernelFamily] = {
        var families: [KernelFamily] = []
        while let table = senc_kernels_at(families.count) {
            families.append(KernelFamily(table: table))
        }
        return families
    }()

    package var name: String { String(cString: table.pointee.name) }

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

    func attention(_ precision: Precision) -> senc_attention {
        switch precision {
        case .float32: table.pointee.float32_attention.pointee
        case .bfloat16, .int8: table.pointee.bfloat16_attention.pointee
        }
    }

    var rows: senc_rows { table.pointee.rows.pointee }

    var comparisons: senc_comparisons { table.pointee.comparisons.pointee }
}

/// The kernels of a family for linear layers in one precision.
struct LinearKernels: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_linear>
}
