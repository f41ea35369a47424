package import SencFiles
internal import SencKernels

/// Vectors as they are stored, row after row, to be compared with others where they lie.
package struct RowSet: Sendable {
    package enum Element: Sendable {
        case float32, float16, int8, uint8

        var size: Int {
            switch self {
            case .float32: 4
            case .float16: 2
            case .int8, .uint8: 1
            }
        }

        fileprivate var kernel: senc_element {
            switch self {
            case .float32: SENC_ELEMENT_FLOAT32
            case .float16: SENC_ELEMENT_FLOAT16
            case .int8: SENC_ELEMENT_INT8
            case .uint8: SENC_ELEMENT_UINT8
            }
        }
    }

    package let rows: Int
    package let columns: Int
    private let element: Element
    private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let owner: any AnyObject & Sendable
    /// The steps and the starts of the columns of rows of bytes.
    private let scales: FloatBuffer?
    private let offsets: FloatBuffer?

    /// - Parameters:
    ///   - bytes: `rows * columns` elements, at any alignment.
    ///   - owner: keeps the memory of `bytes` alive and unchanged.
    ///   - scales: [columns], with `offsets`: an int8 or uint8 element e stands for e · scale + offset.
    package init(
        rows: Int, columns: Int, element: Element, bytes: UnsafeRawBufferPointer,
        owner: any AnyObject & Sendable, scales: [Float]? = nil, offsets: [Float]? = nil
    ) {
        precondition(bytes.count == rows * columns * element.size, "the bytes must fill the rows")
        precondition(
            scales?.count ?? columns == columns && offsets?.count == scales?.count,
            "a scale and an offset for each column")
        precondition(scales == nil || element.size == 1, "bytes alone have scales")
        self.rows = rows
        self.columns = columns
        self.element = element
        self.bytes = bytes
        self.owner = owner
        self.scales = scales.map(FloatBuffer.init(copying:))
        self.offsets = offsets.map(FloatBuffer.init(copying:))
    }

    package init(_ matrix: Matrix) {
        let buffer = FloatBuffer(copying: matrix.elements)
        self.init(
            rows: matrix.rows, columns: matrix.columns, element: .float32,
            bytes: UnsafeRawBufferPointer(buffer.elements), owner: buffer)
    }

    /// Other rows of the same columns and elements, in the memory of the same owner.
    /// - Parameter bytes: `rows * columns` elements, at any alignment.
    package func elsewhere(rows: Int, bytes: UnsafeRawBufferPointer) -> RowSet {
        RowSet(self, rows: rows, bytes: bytes)
    }

    /// The rows from one on.
    package subscript(first: PartialRangeFrom<Int>) -> RowSet {
        let start = first.lowerBound * bytesPerRow
        return elsewhere(
            rows: rows - first.lowerBound, bytes: UnsafeRawBufferPointer(rebasing: bytes[start...]))
    }

    /// Whether rows come from a file that stays open, to be read by `read(rows:to:)`.
    package var areInOpenFile: Bool { (owner as? MappedFile)?.isOpen ?? false }

    package var bytesPerRow: Int { columns * bytesPerElement }
    package var bytesPerElement: Int { element.size }

    /// A copy of some rows, read from their file.
    /// - Parameter memory: takes at least `range.count * bytesPerRow` bytes; belongs to the copy.
    /// - Precondition: the rows are in an open file.
    package func read(
        rows range: Range<Int>, to memory: NumberBuffer<UInt8>
    ) throws(FileError) -> RowSet {
        guard let file = owner as? MappedFile, let first = file.bytes.baseAddress,
            let base = bytes.baseAddress
        else { preconditionFailure("rows of an open file") }
        let count = range.count * bytesPerRow
        precondition(range.upperBound <= rows && count <= memory.count)
        let start = base - first + range.lowerBound * bytesPerRow
        try file.read(start..<(start + count), to: memory.base)
        return RowSet(
            self, rows: range.count,
            bytes: UnsafeRawBufferPointer(start: memory.base, count: count), owner: memory)
    }

    private init(
        _ other: RowSet, rows: Int, bytes: UnsafeRawBufferPointer,
        owner: (any AnyObject & Sendable)? = nil
    ) {
        precondition(bytes.count == rows * other.bytesPerRow, "the bytes must fill the rows")
        self.rows = rows
        self.bytes = bytes
        (columns, element, self.owner) = (other.columns, other.element, owner ?? other.owner)
        (scales, offsets) = (other.scales, other.offsets)
    }

    /// Bounds from above of how close rows are to a query, by any correct way of summing.
    /// - Parameters:
    ///   - query: [columns]; of length 1 for the cosine.
    ///   - errorBound: a bound of the rounding errors of a sum; for the dot product times the query's
    ///     length.
    ///   - bounds: one for each of `range`.
    package func bounds(
        of metric: SimilarityFunction, query: UnsafePointer<Float>, errorBound: Float,
        rows range: Range<Int>, to bounds: UnsafeMutablePointer<Float>,
        family: KernelFamily = .selected
    ) {
        withKernelSet(range) {
            family.comparisons.compare(
                $0, metric.kernel, query, errorBound, range.lowerBound, range.count, bounds)
        }
    }

    /// The squares of the rows' lengths.
    package func squares(
        rows range: Range<Int>, to squares: UnsafeMutablePointer<Float>,
        family: KernelFamily = .selected
    ) {
        withKernelSet(range) {
            family.comparisons.compare(
                $0, SENC_SQUARE, nil, 0, range.lowerBound, range.count, squares)
        }
    }

    /// Writes rows as floats to `destination` [range.count, columns].
    package func copy(
        rows range: Range<Int>, to destination: UnsafeMutablePointer<Float>,
        family: KernelFamily = .selected
    ) {
        withKernelSet(range) {
            family.comparisons.copy($0, range.lowerBound, range.count, destination)
        }
    }

    /// The rows from `row` on where they lie, if they are floats at addresses that floats may have.
    package func floats(from row: Int) -> UnsafePointer<Float>? {
        guard element == .float32, let base = bytes.baseAddress, Int(bitPattern: base) % 4 == 0
        else { return nil }
        return (base + row * columns * 4).assumingMemoryBound(to: Float.self)
    }

    /// The elements from `row` on, if they are int8.
    package func bytes(from row: Int) -> UnsafePointer<Int8>? {
        guard element == .int8 else { return nil }
        return bytes.baseAddress.map {
            ($0 + row * columns).assumingMemoryBound(to: Int8.self)
        }
    }

    /// What the products of int8 rows with a query are made of: q · x is the sum over i of
    /// factors[i] · element[i], and `constant`, whose parts' sizes add up to `size`.
    package func factors(
        of query: UnsafePointer<Float>
    ) -> (factors: [Float], constant: Double, size: Double) {
        let query = UnsafeBufferPointer(start: query, count: columns)
        guard let scales, let offsets else { return (Array(query), 0, 0) }
        let parts = (0..<columns).map { Double(query[$0]) * Double(offsets.base[$0]) }
        return (
            (0..<columns).map { query[$0] * scales.base[$0] }, parts.reduce(0, +),
            parts.reduce(0) { $0 + abs($1) }
        )
    }

    private func withKernelSet(
        _ range: Range<Int>, _ body: (UnsafePointer<senc_row_set>) -> Void
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows out of range")
        var set = senc_row_set(
            elements: bytes.baseAddress, type: element.kernel, columns: columns,
            scales: scales.map { UnsafePointer($0.base) },
            offsets: offsets.map { UnsafePointer($0.base) })
        withExtendedLifetime(owner) { body(&set) }
    }
}

extension FloatBuffer {
    fileprivate convenience init(copying elements: [Float]) {
        self.init(count: elements.count)
        _ = self.elements.update(from: elements)
    }
}
