internal import SencFiles
internal import SencKernels

/// The instruction set whose kernels do the work.
package struct KernelFamily: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_kernels>

    /// What the environment variable `SENC_KERNELS` asks for; `nil` if it is empty or not set.
    package static let chosenName = Environment.value("SENC_KERNELS")

    /// The fastest that this CPU can run, unless `chosenName` is another that it can. Loading a
    /// model throws for an unknown name; nothing traps because of it.
    package static let selected = KernelFamily(table: senc_kernels_selected())

    init(table: UnsafePointer<senc_kernels>) {
        self.table = table
    }

    /// - Parameter name: `avx512-bf16`, `avx512-vnni`, `avx512`, `avx2-vnni`, `avx2`, `neon-i8mm`,
    ///   `neon-bf16`, `neon-dotprod`, `neon` or `portable`.
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

    /// Whether there are instructions for products in bfloat16, which then take half the time.
    package var multipliesBFloat16: Bool { name.hasSuffix("-bf16") || name.hasSuffix("-i8mm") }

    func attention(_ precision: Precision) -> senc_attention {
        switch precision {
        case .float32: table.pointee.float32_attention.pointee
        case .bfloat16: table.pointee.bfloat16_attention.pointee
        case .int8: (table.pointee.int8_attention ?? table.pointee.bfloat16_attention).pointee
        }
    }

    var rows: senc_rows { table.pointee.rows.pointee }

    var comparisons: senc_comparisons { table.pointee.comparisons.pointee }
}
