internal import SencKernels

/// Vectors of bits, eight a byte, row after row, to be compared with others where they lie.
package struct BitRows: Sendable {
    package let rows: Int
    /// Of one row.
    package let bytesPerRow: Int
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let owner: any AnyObject & Sendable

    /// - Parameters:
    ///   - bytes: `rows * bytesPerRow` of them.
    ///   - owner: keeps their memory alive and unchanged.
    package init(
        rows: Int, bytesPerRow: Int, bytes: UnsafeRawBufferPointer,
        owner: any AnyObject & Sendable
    ) {
        precondition(bytes.count == rows * bytesPerRow, "the bytes must fill the rows")
        self.rows = rows
        self.bytesPerRow = bytesPerRow
        self.bytes = bytes
        self.owner = owner
    }

    /// Minus the number of bits in which rows differ from queries.
    /// - Parameters:
    ///   - queries: [count, bytesPerRow].
    ///   - distances: [count, range.count], `stride` floats from one query's to the next.
    package func distances(
        queries: UnsafePointer<UInt8>, count: Int, rows range: Range<Int>,
        to distances: UnsafeMutablePointer<Float>, stride: Int,
        family: KernelFamily = .selected
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows out of range")
        withExtendedLifetime(owner) {
            family.comparisons.hamming(
                queries, count,
                bytes.baseAddress.map {
                    ($0 + range.lowerBound * bytesPerRow).assumingMemoryBound(to: UInt8.self)
                }, bytesPerRow, range.count, distances, stride)
        }
    }

    /// The bytes of one row.
    package subscript(row: Int) -> [UInt8] {
        withExtendedLifetime(owner) {
            Array(bytes[(row * bytesPerRow)..<((row + 1) * bytesPerRow)])
        }
    }
}
