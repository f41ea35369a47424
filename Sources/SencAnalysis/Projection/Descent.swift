import SencMath
import SencVectors

/// The points of t-SNE on their way: gradient descent with momentum, and gains that grow for a
/// coordinate as long as it goes one way (Jacobs, 1988).
///
/// What a point has is summed by one thread in one order, and the sum over all points in theirs.
struct Descent {
    /// The part of its distance from a group below which a square of points counts as one.
    private static let angle: Float = 0.5
    private static let leastGain: Float = 0.01
    /// No coordinate goes farther in one step, which keeps few points from flying apart.
    private static let longestMotion: Float = 5
    private static let leastTotal = 1e-30
    private static let itemPoints = 512
    private static let itemGroups = itemPoints / QuadTree.groupSize

    private(set) var x: [Float]
    private(set) var y: [Float]
    private var motion: [SIMD2<Float>] = []
    private var gains: [SIMD2<Float>] = []
    private let affinities: Affinities
    private let workers: WorkerPool

    init(x: [Float], y: [Float], _ affinities: Affinities, _ workers: WorkerPool) {
        self.x = x
        self.y = y
        self.affinities = affinities
        self.workers = workers
        rest()
    }

    /// Forgets where the points were going.
    mutating func rest() {
        motion = x.map { _ in .zero }
        gains = x.map { _ in .one }
    }

    /// - Parameter exaggeration: of attraction.
    mutating func step(exaggeration: Float, momentum: Float, learningRate: Float) throws {
        let gradient = try gradient(exaggeration: exaggeration)
        let (slopeX, slopeY) = (gradient[0], gradient[1])
        let longest = SIMD2(repeating: Self.longestMotion)
        for index in x.indices {
            let slope = SIMD2(slopeX[index], slopeY[index])
            let isGoing = motion[index] * slope .< 0
            let gain = (gains[index] * 0.8).replacing(with: gains[index] + 0.2, where: isGoing)
            gains[index] = pointwiseMax(gain, SIMD2(repeating: Self.leastGain))
            let next = momentum * motion[index] - learningRate * gains[index] * slope
            motion[index] = pointwiseMin(pointwiseMax(next, -longest), longest)
            x[index] += motion[index].x
            y[index] += motion[index].y
        }
    }

    /// 4 Σ (p - q / Σq) q (y - y'), where q = 1 / (1 + |y - y'|²): [2, points].
    private func gradient(exaggeration: Float) throws -> FloatMatrix {
        let tree = QuadTree(x: x, y: y)
        let result = FloatMatrix(rows: 2, columns: x.count)
        let totals = DoubleMatrix(rows: 1, columns: tree.groupCount)
        try forEach(tree.groupCount, grain: Self.itemGroups) { groups in
            let (slopeX, slopeY) = (result[0], result[1])
            for group in groups {
                let (forceX, forceY, sums) = tree.repulsion(ofGroup: group, angle: Self.angle)
                for (lane, point) in tree.points(ofGroup: group).enumerated() {
                    slopeX[Int(point)] = forceX[lane]
                    slopeY[Int(point)] = forceY[lane]
                    totals[0][group] += Double(sums[lane])
                }
            }
        }
        // A point's own q, which is 1, is not a repulsion.
        let total = totals.elements.reduce(0, +) - Double(x.count)
        let share = Float(1 / max(total, Self.leastTotal))
        try forEach(x.count, grain: Self.itemPoints) { points in
            let (slopeX, slopeY) = (result[0], result[1])
            affinities.neighbors.withUnsafeBufferPointer { neighbors in
                affinities.weights.withUnsafeBufferPointer { weights in
                    for point in points {
                        let (ownX, ownY) = (x[point], y[point])
                        var (forceX, forceY) = (Float.zero, Float.zero)
                        for place in affinities.starts[point]..<affinities.starts[point + 1] {
                            let other = Int(neighbors[place])
                            let (wayX, wayY) = (ownX - x[other], ownY - y[other])
                            let factor = weights[place] / (1 + wayX * wayX + wayY * wayY)
                            forceX += factor * wayX
                            forceY += factor * wayY
                        }
                        slopeX[point] = 4 * (exaggeration * forceX - share * slopeX[point])
                        slopeY[point] = 4 * (exaggeration * forceY - share * slopeY[point])
                    }
                }
            }
        }
        return result
    }

    private func forEach(
        _ count: Int, grain: Int, _ body: @Sendable (Range<Int>) -> Void
    ) throws {
        try workers.forEach(items: count.dividedRoundingUp(by: grain)) { item, _ in
            body((item * grain)..<min((item + 1) * grain, count))
        }
    }
}
