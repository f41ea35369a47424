internal import SencMath

/// How vectors are cut into parts, each of which is in memory of its own: what a thread writes that
/// works on one part is then never near what another works on, and is seldom fetched by it.
struct VectorParts: Sendable {
    let dimension: Int
    /// The elements of each part, the last ones maybe behind those of a vector and 0.
    let ranges: [Range<Int>]

    /// The same number whatever the threads: products are sums over the elements of a part, then over
    /// the parts.
    init(dimension: Int) {
        self.dimension = dimension
        let vectors = TrainingKernels.stride(dimension: dimension) / 16
        let count = min(2, vectors)
        ranges = (0..<count).map { part in
            (part * vectors + count - 1) / count * 16..<((part + 1) * vectors + count - 1) / count
                * 16
        }
    }

    var count: Int { ranges.count }

    /// Floats of a part of a vector.
    func stride(_ part: Int) -> Int { ranges[part].count }
}

/// A table of vectors, in parts.
final class SplitTable: @unchecked Sendable {
    let parts: VectorParts
    let rows: Int
    private let buffers: [FloatBuffer]

    /// Of zeros.
    init(rows: Int, _ parts: VectorParts) {
        (self.rows, self.parts) = (rows, parts)
        buffers = parts.ranges.map { range in
            let buffer = FloatBuffer(zeros: rows * range.count)
            return buffer
        }
    }

    /// The rows of a part, [rows, stride].
    subscript(part part: Int) -> UnsafeMutablePointer<Float> { buffers[part].base }

    /// All that the table holds, for a checkpoint.
    func checkpoint(as name: String) -> [TrainingCheckpoint.Table] {
        buffers.enumerated().map { part, buffer in
            TrainingCheckpoint.Table(name: "\(name).\(part)", elements: buffer.elements)
        }
    }

    /// Calls `body` with each part of a row, without what is behind a vector's last element, and
    /// where it begins in the vector.
    func forEachPart(
        of row: Int, _ body: (_ first: Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        for (part, range) in parts.ranges.enumerated() {
            let count = min(range.count, parts.dimension - range.lowerBound)
            body(
                range.lowerBound,
                UnsafeMutableBufferPointer(
                    start: self[part: part] + row * range.count, count: count))
        }
    }

    /// Writes a row, [dimension].
    func copy(_ row: Int, to vector: UnsafeMutablePointer<Float>) {
        forEachPart(of: row) { first, elements in
            for (column, element) in elements.enumerated() { vector[first + column] = element }
        }
    }
}

/// Rows in parts, as many as were needed so far.
final class SplitScratch: Sendable {
    private let parts: VectorParts
    private let buffers: [ScratchBuffer<Float>]

    init(_ parts: VectorParts) {
        self.parts = parts
        buffers = parts.ranges.map { _ in ScratchBuffer() }
    }

    func reserve(rows: Int) {
        for (part, buffer) in buffers.enumerated() { buffer.reserve(rows * parts.stride(part)) }
    }

    subscript(part part: Int) -> UnsafeMutablePointer<Float> { buffers[part].base }
}

/// What a member of a team works on: some of the parts of all vectors, and, shared with those that have
/// the same parts, some of the rows.
struct TeamShare {
    let parts: Range<Int>
    /// Which member of those with the same parts this is, and how many they are; -1 of a member that
    /// has nothing to do.
    let index: Int
    let count: Int

    init(_ member: ThreadTeam.Member, _ parts: VectorParts) {
        let groups = min(member.count, parts.count)
        let group = member.index % groups
        count = member.count / groups
        index = member.index / groups < count ? member.index / groups : -1
        self.parts = groups == 1 ? 0..<parts.count : group..<group + 1
    }

    /// This member's share of things that members with the same parts share.
    func range(of items: Int) -> Range<Int> {
        index < 0 ? 0..<0 : items * index / count..<items * (index + 1) / count
    }

    /// Whether others have the same parts.
    var isShared: Bool { count > 1 }
}
