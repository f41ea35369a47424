package import SencMath
import SencVectors

/// Thousands of centroids, made ready to be multiplied with rows: in panels that stay in a core's
/// cache while many rows pass them.
///
/// A centroid's score for a row x is x · c, or x · c - |c|² / 2, which is highest for the nearest.
package struct CentroidPanels: Sendable {
    /// Rows multiplied at once: a multiple of the rows of a kernel's tile.
    package static let blockRows = 48
    private static let itemRows = 20 * blockRows
    private static let panelSize = 256

    package let count: Int
    package let dimension: Int
    private let panels: [Linear]
    private let scratchCount: Int
    private let zeros = FloatBuffer(zeros: panelSize)

    /// - Parameters:
    ///   - centroids: at least one.
    ///   - isSpherical: whether the score is the product alone.
    package init(_ centroids: Matrix, isSpherical: Bool, precision: Precision = .float32) {
        count = centroids.rows
        dimension = centroids.columns
        panels = stride(from: 0, to: centroids.rows, by: Self.panelSize).map { first in
            let range = first..<min(first + Self.panelSize, centroids.rows)
            let elements = centroids.elements[
                (first * centroids.columns)..<(range.upperBound * centroids.columns)]
            return Linear(
                parts: [
                    StoredMatrix(
                        rows: range.count, columns: centroids.columns, elements: Array(elements))
                ],
                bias: isSpherical
                    ? nil
                    : range.map { Float(-dotProduct(centroids[$0], centroids[$0]) / 2) },
                precision: precision)
        }
        scratchCount = panels.map(\.scratchCount).max() ?? 0
    }

    /// Memory for one worker.
    package final class Workspace: Sendable {
        fileprivate let block: FloatBuffer
        fileprivate let products: FloatBuffer
        fileprivate let squares: FloatBuffer
        fileprivate let scratch: FloatBuffer
        fileprivate let found: NumberBuffer<Int32>

        package init(_ panels: CentroidPanels) {
            block = FloatBuffer(count: itemRows * panels.dimension)
            products = FloatBuffer(count: blockRows * panelSize)
            squares = FloatBuffer(count: itemRows)
            scratch = FloatBuffer(count: panels.scratchCount)
            found = NumberBuffer(count: panelSize, repeating: 0)
        }
    }

    /// The scores of all centroids for some rows.
    /// - Parameters:
    ///   - x: [rows, dimension], at most `blockRows` rows.
    ///   - scores: [rows, count].
    package func scores(
        of x: UnsafePointer<Float>, rows: Int, to scores: UnsafeMutablePointer<Float>,
        _ workspace: Workspace
    ) {
        for (index, panel) in panels.enumerated() {
            panel.apply(
                x, rows: rows, to: workspace.products.base, scratch: workspace.scratch.base)
            for row in 0..<rows {
                (scores + row * count + index * Self.panelSize).update(
                    from: workspace.products.base + row * panel.outputs, count: panel.outputs)
            }
        }
    }

    /// The centroid with the highest score for each row, of two as high the lower, and that score.
    /// - Parameters:
    ///   - labels: one for each of `range`; scores: the same.
    ///   - source: what errors call the rows.
    /// - Throws: `SearchError.notFinite`.
    package func assign(
        _ rows: RowSet, _ range: Range<Int>, to labels: UnsafeMutablePointer<UInt32>,
        scores: UnsafeMutablePointer<Float>, source: String, _ workspaces: [Workspace],
        _ workers: WorkerPool
    ) throws {
        precondition(workspaces.count >= workers.threads, "a workspace for each worker")
        nonisolated(unsafe) let (labels, scores) = (labels, scores)
        let items = range.count.dividedRoundingUp(by: Self.itemRows)
        try workers.forEach(items: items) { item, worker in
            let first = range.lowerBound + item * Self.itemRows
            let part = first..<min(first + Self.itemRows, range.upperBound)
            let place = first - range.lowerBound
            try assign(
                rows, part, to: labels + place, scores: scores + place, source, workspaces[worker])
        }
    }

    private func assign(
        _ rows: RowSet, _ range: Range<Int>, to labels: UnsafeMutablePointer<UInt32>,
        scores: UnsafeMutablePointer<Float>, _ source: String, _ workspace: Workspace
    ) throws {
        rows.squares(rows: range, to: workspace.squares.base)
        for (place, row) in range.enumerated() where !workspace.squares.base[place].isFinite {
            throw SearchError.notFinite(row: row, source: source)
        }
        let x: UnsafePointer<Float>
        if let inPlace = rows.floats(from: range.lowerBound) {
            x = inPlace
        } else {
            rows.copy(rows: range, to: workspace.block.base)
            x = UnsafePointer(workspace.block.base)
        }
        labels.update(repeating: 0, count: range.count)
        scores.update(repeating: -.infinity, count: range.count)
        for (index, panel) in panels.enumerated() {
            for start in stride(from: 0, to: range.count, by: Self.blockRows) {
                let block = start..<min(start + Self.blockRows, range.count)
                panel.apply(
                    x + start * dimension, rows: block.count, to: workspace.products.base,
                    scratch: workspace.scratch.base)
                for row in block {
                    raise(
                        &labels[row], &scores[row], index * Self.panelSize,
                        workspace.products.base + (row - start) * panel.outputs, panel.outputs,
                        workspace.found.base)
                }
            }
        }
    }

    /// Takes the best of a panel's scores if it is higher than the best so far.
    private func raise(
        _ label: inout UInt32, _ best: inout Float, _ first: Int, _ products: UnsafePointer<Float>,
        _ count: Int, _ found: UnsafeMutablePointer<Int32>
    ) {
        let higher = indices(
            above: zeros.base, scale: 0, shift: best, in: products, count: count, to: found)
        for place in 0..<higher {
            let index = Int(found[place])
            if products[index] > best {
                best = products[index]
                label = UInt32(truncatingIfNeeded: first + index)
            }
        }
    }
}
