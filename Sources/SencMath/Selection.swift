internal import SencKernels

/// Finds the numbers that are not at most limit · scale + shift; what is not a number is found.
/// - Parameters:
///   - x: [count]; limits likewise.
///   - indices: room for `count`; those found, in order.
/// - Returns: how many were found.
package func indices(
    above limits: UnsafePointer<Float>, scale: Float = 1, shift: Float = 0,
    in x: UnsafePointer<Float>, count: Int, to indices: UnsafeMutablePointer<Int32>,
    family: KernelFamily = .selected
) -> Int {
    family.comparisons.above(x, limits, scale, shift, count, indices)
}
