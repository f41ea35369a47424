internal import SencKernels

extension Activation {
    /// Computes y [rows, columns] = activation(gate) · x.
    /// - Parameters:
    ///   - gate: [rows, columns], rows `stride` apart; x likewise.
    ///   - y: without gaps; may start where the first row of either does.
    package func gate(
        _ gate: UnsafePointer<Float>, _ x: UnsafePointer<Float>, stride: Int, rows: Int,
        columns: Int, to y: UnsafeMutablePointer<Float>, family: KernelFamily = .selected
    ) {
        precondition(stride >= columns, "rows must not overlap")
        family.rows.gate(gate, x, stride, rows, columns, kernel, y)
    }
}

/// y += x, both of so many elements.
package func add(
    _ x: UnsafePointer<Float>, count: Int, to y: UnsafeMutablePointer<Float>
) {
    KernelFamily.selected.rows.accumulate(x, SENC_FLOAT32, count, y)
}
