internal import SencKernels

/// The instruction set whose kernels do the work.
package struct KernelFamily: Sendable {
    nonisolated(unsafe) let table: UnsafePointer<senc_kernels>

    /// The fastest that this CPU can run, unless the environment variable `SENC_KERNELS` names
    /// another that it can.
    package static let selected = KernelFamily(table: senc_kernels_selected())

    init(table: UnsafePointer<senc_kernels>) {
        self.table = table
    }

    /// - Parameter name: `avx512`, `avx2`, `neon` or `portable`.
    /// - Returns: `nil` if there is no such family or this CPU cannot run it.
    package init?(named name: String) {
        guard let table = senc_kernels_named(name) else { return nil }
        self.init(table: table)
    }

    package var name: String { String(cString: table.pointee.name) }
}
