package import SencMath

/// Who takes what a scan finds. Queries count from the first of all groups.
package protocol HitCollector {
    /// What is less close to the query is not wanted.
    func limit(of query: Int) -> Float
    func wants(query: Int, row: Int) -> Bool
    mutating func add(query: Int, row: Int, score: Float)
}

extension HitCollector {
    package func wants(query: Int, row: Int) -> Bool { true }
}

/// Goes through rows for those that are close to queries.
///
/// One query is compared with rows where they lie, at the speed of memory; many are multiplied with
/// them by blocks. Both give bounds from above, whatever the order of their sums, and only a row
/// whose bound is over a query's limit has its similarity computed, in double precision. So the
/// answers are the same for one query as among many, with any number of threads, on any CPU.
package struct Scan: Sendable {
    /// Multiplied with queries at once: a multiple of the rows of a kernel's tile.
    private static let blockRows = 48
    /// The most rows that are compared with one query at once.
    private static let mostComparedRows = 16 * blockRows
    /// Rows that a worker takes at once.
    package static let itemRows = 85 * blockRows
    /// Where products of lengths go past it, sums may overflow; where squares of lengths are under
    /// `leastSquare`, parts of them may have vanished. Bounds are infinite then.
    private static let largestProduct: Float = 1e37
    private static let leastSquare: Float = 1e-30
    /// More than what is lost where products vanish.
    private static let least: Float = 1e-36

    let rows: RowSet
    let metric: SimilarityFunction
    /// What errors call the rows.
    let source: String
    /// What collectors and errors count the rows from.
    private let first: Int

    package init(rows: RowSet, metric: SimilarityFunction, source: String, first: Int = 0) {
        (self.rows, self.metric, self.source, self.first) = (rows, metric, source, first)
    }

    /// Rows that are compared with one query at once, before which the query is made ready for them
    /// where they are bytes: as much memory whatever their type.
    static func comparedRows(_ rows: RowSet) -> Int { mostComparedRows / rows.bytesPerElement }

    /// Memory for one worker.
    package final class Workspace {
        let products = FloatBuffer(count: blockRows * QueryGroup.capacity)
        /// Of the lengths of rows to multiply, or bounds of rows that are compared.
        let squares = FloatBuffer(count: mostComparedRows)
        let limits = FloatBuffer(count: max(QueryGroup.capacity, mostComparedRows))
        let found = UnsafeMutablePointer<Int32>.allocate(
            capacity: max(QueryGroup.capacity, mostComparedRows))
        let block: FloatBuffer
        let candidate: FloatBuffer

        package init(dimension: Int) {
            block = FloatBuffer(count: blockRows * dimension)
            candidate = FloatBuffer(count: dimension)
        }

        deinit { found.deallocate() }

        private var layerScratch = FloatBuffer(count: 0)

        /// Memory for what a layer needs.
        func scratch(_ count: Int) -> UnsafeMutablePointer<Float> {
            if layerScratch.elements.count < count { layerScratch = FloatBuffer(count: count) }
            return layerScratch.base
        }
    }

    /// - Throws: `SearchError.notFinite` for a row whose similarity to a query is not finite.
    package func run(
        _ range: Range<Int>, _ group: QueryGroup, _ workspace: Workspace,
        into collector: inout some HitCollector
    ) throws(SearchError) {
        let size = group.products == nil ? Self.comparedRows(rows) : Self.blockRows
        for start in stride(from: range.lowerBound, to: range.upperBound, by: size) {
            let block = start..<min(start + size, range.upperBound)
            if let products = group.products {
                try multiply(block, group, products, workspace, into: &collector)
            } else {
                try compare(block, group, workspace, into: &collector)
            }
        }
    }

    private func compare(
        _ block: Range<Int>, _ group: QueryGroup, _ workspace: Workspace,
        into collector: inout some HitCollector
    ) throws(SearchError) {
        let bounds = workspace.squares.base
        for query in 0..<group.count {
            group.bounds(rows, block, of: metric, query: query, to: bounds)
            workspace.limits.base.update(
                repeating: collector.limit(of: group.first + query).nextDown, count: block.count)
            let found = indices(
                above: workspace.limits.base, in: bounds, count: block.count, to: workspace.found)
            for index in 0..<found {
                let row = block.lowerBound + Int(workspace.found[index])
                try consider(query, row, group, workspace, into: &collector)
            }
        }
    }

    private func multiply(
        _ block: Range<Int>, _ group: QueryGroup, _ products: Linear, _ workspace: Workspace,
        into collector: inout some HitCollector
    ) throws(SearchError) {
        for query in 0..<group.count {
            let limit = collector.limit(of: group.first + query)
            workspace.limits.base[query] =
                metric == .euclidean
                ? group.halfSquares[query] - (limit < 0 ? limit * limit / 2 : 0) : limit
        }
        rows.squares(rows: block, to: workspace.squares.base)
        if products.takesBytes, let bytes = rows.bytes(from: block.lowerBound) {
            products.apply(
                bytes: bytes, rows: block.count, to: workspace.products.base,
                scratch: workspace.scratch(products.scratchCount))
        } else if let inPlace = rows.floats(from: block.lowerBound) {
            products.apply(inPlace, rows: block.count, to: workspace.products.base)
        } else {
            rows.copy(rows: block, to: workspace.block.base)
            products.apply(workspace.block.base, rows: block.count, to: workspace.products.base)
        }
        for row in block {
            let place = row - block.lowerBound
            let (scale, shift) = adjustment(square: workspace.squares.base[place], group)
            let found = indices(
                above: workspace.limits.base, scale: scale, shift: shift,
                in: workspace.products.base + place * group.count, count: group.count,
                to: workspace.found)
            for index in 0..<found {
                try consider(Int(workspace.found[index]), row, group, workspace, into: &collector)
            }
        }
    }

    /// A row with that square of its length may be close enough to a query if its product with it
    /// is over limit · scale + shift.
    ///
    /// With the errors of a product under errorBound · |q| |x|: for the cosine q · x > limit |x|, and for
    /// the distance |q|² - 2 q · x + |x|² < limit², so q · x > (|q|² - limit²) / 2 + |x|² / 2.
    private func adjustment(square: Float, _ group: QueryGroup) -> (scale: Float, shift: Float) {
        let length = square.squareRoot()
        guard square >= Self.leastSquare, length * group.longest < Self.largestProduct,
            square < Self.largestProduct
        else { return (1, -.infinity) }
        switch metric {
        case .cosine: return (length, -group.errorBound * length - Self.least)
        case .dot: return (1, -group.errorBound * group.longest * length - Self.least)
        case .euclidean, .manhattan:
            let errorBound = 2 * group.errorBound * (group.longest * group.longest + square)
            return (1, square / 2 - errorBound - Self.least)
        }
    }

    private func consider(
        _ query: Int, _ row: Int, _ group: QueryGroup, _ workspace: Workspace,
        into collector: inout some HitCollector
    ) throws(SearchError) {
        let index = group.first + query
        guard collector.wants(query: index, row: first + row) else { return }
        let vector: UnsafePointer<Float>
        if let inPlace = rows.floats(from: row) {
            vector = inPlace
        } else {
            rows.copy(rows: row..<(row + 1), to: workspace.candidate.base)
            vector = UnsafePointer(workspace.candidate.base)
        }
        let score = metric(group.query(query), vector, count: rows.columns)
        guard score.isFinite else { throw .notFinite(row: first + row, source: source) }
        collector.add(query: index, row: first + row, score: score)
    }
}
