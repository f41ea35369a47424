internal import SencMath

/// Vectors that are multiplied with others, with room for their gradients.
final class ScoredMatrix<Element: ScoreElement>: @unchecked Sendable {
    let rows: Int
    let width: Int
    private let valueBuffer = ScratchBuffer<Element>()
    private let gradientBuffer = ScratchBuffer<Element>()

    /// Gradients are 0, values what was in memory.
    init(rows: Int, width: Int, hasGradients: Bool) {
        (self.rows, self.width) = (rows, width)
        valueBuffer.reserve(rows * width)
        guard hasGradients else { return }
        gradientBuffer.reserve(rows * width)
        clearGradients()
    }

    /// [rows, width]
    var values: UnsafeMutablePointer<Element> { valueBuffer.base }
    /// [rows, width], if there are any.
    var gradients: UnsafeMutablePointer<Element> { gradientBuffer.base }

    func clearGradients() { gradients.update(repeating: 0, count: rows * width) }

    /// Some of its rows, by which scores are computed.
    struct RowSlice {
        let matrix: ScoredMatrix
        let rows: Range<Int>

        var values: UnsafePointer<Element> {
            UnsafePointer(matrix.values + rows.lowerBound * matrix.width)
        }
        var gradients: UnsafeMutablePointer<Element> {
            matrix.gradients + rows.lowerBound * matrix.width
        }
        func isSame(as other: RowSlice) -> Bool { matrix === other.matrix && rows == other.rows }
    }

    subscript(rows: Range<Int>) -> RowSlice { RowSlice(matrix: self, rows: rows) }
    var all: RowSlice { self[0..<rows] }
}
