import SencVectors

/// Points of a plane in nested squares, for sums over all of them in which far ones count as one
/// (Barnes and Hut, 1986).
///
/// Points are sorted by Morton code, so that each square is a run of them, and squares follow in the
/// order in which they are gone through, each with the place of the next one outside of it.
struct QuadTree {
    /// This many points are a leaf, and that many are given their sums at once.
    static let groupSize = 8
    private static let depth = 16

    private struct Node {
        var x: Float
        var y: Float
        var mass: Float
        /// The square of the longer side of the box around its points.
        var square: Float
        var first: Int32
        var end: Int32
        /// The next node that is not within this one.
        var next: Int32
        var isLeaf: Bool
    }

    /// Points in the tree's order: which they are and where, padded to whole groups.
    private let order: [Int32]
    private var x: [Float]
    private var y: [Float]
    private var nodes: [Node] = []

    var groupCount: Int { order.count.dividedRoundingUp(by: Self.groupSize) }

    /// Fewer than `groupSize` in the last group.
    func points(ofGroup group: Int) -> ArraySlice<Int32> {
        order.dropFirst(group * Self.groupSize).prefix(Self.groupSize)
    }

    /// - Parameters:
    ///   - x: finite coordinates, one for each point; y: the same.
    init(x: [Float], y: [Float]) {
        let keys = Self.sorted(Self.keys(x, y))
        order = keys.map { Int32(truncatingIfNeeded: $0) }
        let codes = keys.map { UInt32(truncatingIfNeeded: $0 >> 32) }
        self.x = order.map { x[Int($0)] }
        self.y = order.map { y[Int($0)] }
        nodes.reserveCapacity(order.count)
        if !order.isEmpty { _ = addNode(codes, 0..<order.count, level: 0) }
        let padding = groupCount * Self.groupSize - order.count
        self.x += repeatElement(self.x.last ?? 0, count: padding)
        self.y += repeatElement(self.y.last ?? 0, count: padding)
    }

    /// Morton codes, each with its point's number below it.
    private static func keys(_ x: [Float], _ y: [Float]) -> [UInt64] {
        let (left, bottom) = (x.min() ?? 0, y.min() ?? 0)
        let side = max((x.max() ?? 0) - left, (y.max() ?? 0) - bottom)
        let scale = side > 0 ? Float(1 << depth) / side : 0
        func spread(_ value: Float) -> UInt64 {
            // Cells are counted within 0..<2^depth; the uppermost point is in the last one.
            var bits = UInt64(min(max(value * scale, 0), Float(1 << depth - 1)))
            bits = (bits | bits << 8) & 0x00FF_00FF
            bits = (bits | bits << 4) & 0x0F0F_0F0F
            bits = (bits | bits << 2) & 0x3333_3333
            return (bits | bits << 1) & 0x5555_5555
        }
        return x.indices.map { index in
            (spread(x[index] - left) | spread(y[index] - bottom) << 1) << 32 | UInt64(index)
        }
    }

    /// By code, then by number: the numbers are in order to begin with, and the sort is stable.
    private static func sorted(_ keys: [UInt64]) -> [UInt64] {
        var (from, to) = (keys, keys)
        for shift in stride(from: UInt64(32), to: 64, by: 8) {
            var places = [Int](repeating: 0, count: 257)
            for key in from { places[Int(key >> shift & 255) + 1] += 1 }
            for digit in 1...256 { places[digit] += places[digit - 1] }
            for key in from {
                let digit = Int(key >> shift & 255)
                to[places[digit]] = key
                places[digit] += 1
            }
            swap(&from, &to)
        }
        return from
    }

    /// - Returns: the box around the points of the range.
    private mutating func addNode(
        _ codes: [UInt32], _ range: Range<Int>, level: Int
    ) -> (least: SIMD2<Float>, most: SIMD2<Float>) {
        var level = level
        let isLeaf = range.count <= Self.groupSize
        // A square whose points are all in one quarter of it is that quarter.
        let differing = codes[range.lowerBound] ^ codes[range.upperBound - 1]
        level = max(level, differing.leadingZeroBitCount / 2)
        let place = nodes.count
        nodes.append(
            Node(
                x: 0, y: 0, mass: Float(range.count), square: 0, first: Int32(range.lowerBound),
                end: Int32(range.upperBound), next: 0, isLeaf: isLeaf || level >= Self.depth))
        var least = SIMD2<Float>(repeating: .infinity)
        var most = SIMD2<Float>(repeating: -.infinity)
        var sum = SIMD2<Double>.zero
        if nodes[place].isLeaf {
            for index in range {
                let point = SIMD2(x[index], y[index])
                least = pointwiseMin(least, point)
                most = pointwiseMax(most, point)
                sum += SIMD2(Double(point.x), Double(point.y))
            }
        } else {
            let shift = UInt32(2 * (Self.depth - 1 - level))
            var start = range.lowerBound
            while start < range.upperBound {
                let quarter = codes[start] >> shift
                let end = Self.end(of: quarter, shift, in: codes, start..<range.upperBound)
                let child = nodes.count
                let box = addNode(codes, start..<end, level: level + 1)
                least = pointwiseMin(least, box.least)
                most = pointwiseMax(most, box.most)
                let mass = Double(nodes[child].mass)
                sum += mass * SIMD2(Double(nodes[child].x), Double(nodes[child].y))
                start = end
            }
        }
        let side = max(most.x - least.x, most.y - least.y)
        nodes[place].x = Float(sum.x / Double(range.count))
        nodes[place].y = Float(sum.y / Double(range.count))
        nodes[place].square = side * side
        nodes[place].next = Int32(nodes.count)
        return (least, most)
    }

    private static func end(
        of quarter: UInt32, _ shift: UInt32, in codes: [UInt32], _ range: Range<Int>
    ) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if codes[middle] >> shift == quarter { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// What a group of points has from all points, themselves included: with q = 1 / (1 + d²) by the
    /// distances d, the sums of q, and those of q² times the way from the other point.
    ///
    /// A square counts as one point at its center of mass if its longer side is less than `angle`
    /// times its distance from the group.
    func repulsion(
        ofGroup group: Int, angle: Float
    ) -> (forceX: SIMD8<Float>, forceY: SIMD8<Float>, sums: SIMD8<Float>) {
        typealias Lanes = SIMD8<Float>
        let start = group * Self.groupSize
        return x.withUnsafeBufferPointer { x in
            y.withUnsafeBufferPointer { y in
                nodes.withUnsafeBufferPointer { nodes in
                    var (groupX, groupY) = (Lanes.zero, Lanes.zero)
                    for lane in 0..<Self.groupSize {
                        groupX[lane] = x[start + lane]
                        groupY[lane] = y[start + lane]
                    }
                    let (left, right) = (groupX.min(), groupX.max())
                    let (bottom, top) = (groupY.min(), groupY.max())
                    let limit = angle * angle
                    var (forceX, forceY, sums) = (Lanes.zero, Lanes.zero, Lanes.zero)
                    func add(_ otherX: Float, _ otherY: Float, _ mass: Float) {
                        let (wayX, wayY) = (groupX - otherX, groupY - otherY)
                        let q = 1 / (1 + wayX * wayX + wayY * wayY)
                        let weighted = mass * q
                        sums += weighted
                        let factor = weighted * q
                        forceX += factor * wayX
                        forceY += factor * wayY
                    }
                    var place = 0
                    while place < nodes.count {
                        let node = nodes[place]
                        let distanceX = max(left - node.x, node.x - right, 0)
                        let distanceY = max(bottom - node.y, node.y - top, 0)
                        let square = distanceX * distanceX + distanceY * distanceY
                        if node.square < limit * square {
                            add(node.x, node.y, node.mass)
                            place = Int(node.next)
                        } else if node.isLeaf {
                            for index in Int(node.first)..<Int(node.end) {
                                add(x[index], y[index], 1)
                            }
                            place = Int(node.next)
                        } else {
                            place += 1
                        }
                    }
                    return (forceX, forceY, sums)
                }
            }
        }
    }
}
