internal import Synchronization

/// Products whose rows do not depend on each other, to the bit.
///
/// OpenBLAS picks its kernel by the shapes of a call, and its kernels round differently. So all
/// calls with the same weights have the same shape: a block of rows, the last one filled up with
/// zeros. Within a call, too, the rows of a tile may be summed in two ways, as they are six and
/// six by the AVX2 kernels (Haswell, Zen). So a call computes weights · rowsᵀ, of as many rows at
/// once as a trial with that very shape found to be summed alike.
///
/// With OpenBLAS 0.3.21, 48 rows agree with the kernels for AVX-512 (SkylakeX), AVX (Sandybridge)
/// and SSE (Nehalem, Prescott), and 16 with those for AVX2 (Haswell, Zen). On a core of a Zen 5,
/// in Gop/s at 16 and at 48 rows: SkylakeX 125 to 164 and 193 to 209, Sandybridge 63 to 68 and 91
/// to 95, Haswell 89 to 97 and, where rows no longer agree, 107 to 109.
extension BLAS {
    /// Rows of a call, the fastest first. One row is alike by itself.
    private static let blockSizes = [48, 16, 8, 4, 1]

    /// What was found out for [columns, depth] weights.
    private static let knownBlocks = Mutex<[[Int]: Int]>([:])

    /// How many rows a product with [columns, depth] weights takes at once.
    func blockRows(depth: Int, columns: Int) -> Int {
        let shape = [depth, columns]
        if let known = Self.knownBlocks.withLock({ $0[shape] }) { return known }
        let rows = Self.blockSizes.first { sumsAlike(rows: $0, depth: depth, columns: columns) }
        Self.knownBlocks.withLock { $0[shape] = rows }
        return rows ?? 1
    }

    /// Whether equal rows have equal products, wherever in a call they stand.
    private func sumsAlike(rows: Int, depth: Int, columns: Int) -> Bool {
        guard rows > 1 else { return true }
        let weights = FloatBuffer(count: columns * depth)
        let block = FloatBuffer(count: rows * depth)
        let products = FloatBuffer(count: columns * rows)
        // Any numbers do whose sums are rounded.
        var state: UInt32 = 1
        func fill(_ buffer: UnsafeMutablePointer<Float>, count: Int) {
            for index in 0..<count {
                state = state &* 1_664_525 &+ 1_013_904_223
                buffer[index] = Float(Int32(bitPattern: state))
            }
        }
        fill(weights.base, count: weights.count)
        fill(block.base, count: depth)
        for row in 1..<rows {
            (block.base + row * depth).update(from: block.base, count: depth)
        }
        multiplyBlock(block.base, rows, depth, weights.base, columns, to: products.base)
        return (0..<columns).allSatisfy { column in
            let row = products.base + column * rows
            return (1..<rows).allSatisfy { row[$0].bitPattern == row[0].bitPattern }
        }
    }

    /// Floats of scratch that `multiplyRows` needs.
    static func scratchCount(blockRows: Int, depth: Int, columns: Int) -> Int {
        blockRows * (depth + columns)
    }

    /// c [rows, columns] = a [rows, depth] · b [columns, depth]ᵀ
    /// - Parameters:
    ///   - blockRows: what `blockRows(depth:columns:)` says.
    ///   - scratch: `scratchCount` floats.
    func multiplyRows(
        _ a: UnsafePointer<Float>, rows: Int, blockRows: Int, depth: Int,
        by b: UnsafePointer<Float>, columns: Int, to c: UnsafeMutablePointer<Float>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let products = scratch  // [columns, block rows]
        let padded = scratch + blockRows * columns
        for row in stride(from: 0, to: rows, by: blockRows) {
            let count = min(blockRows, rows - row)
            var block = a + row * depth
            if count < blockRows {
                padded.update(from: block, count: count * depth)
                (padded + count * depth).update(repeating: 0, count: (blockRows - count) * depth)
                block = UnsafePointer(padded)
            }
            multiplyBlock(block, blockRows, depth, b, columns, to: products)
            GradientKernels().transpose(
                products, stride: blockRows, rows: columns, columns: count,
                to: c + row * columns, stride: columns)
        }
    }

    /// c [columns, rows] = b [columns, depth] · a [rows, depth]ᵀ
    private func multiplyBlock(
        _ a: UnsafePointer<Float>, _ rows: Int, _ depth: Int, _ b: UnsafePointer<Float>,
        _ columns: Int, to c: UnsafeMutablePointer<Float>
    ) {
        multiply(
            b, stride: depth, byRowsOf: a, stride: depth, rows: columns, depth: depth,
            columns: rows, to: c, stride: rows)
    }
}
