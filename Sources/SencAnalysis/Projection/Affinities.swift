import SencMath
import SencVectors

/// How much vectors attract each other in t-SNE: symmetric, 0 but for nearest neighbors, 1 in all.
///
/// A vector's neighbors j at the distances d(j) have the weights exp(-d(j)² / 2σ²), σ being such
/// that the weights' perplexity, 2 to the power of their entropy, is what is asked for. What i has
/// for j and j for i are added.
struct Affinities: Sendable {
    /// Queries of one search: their answers are kept until all are there.
    private static let windowRows = 4096
    private static let bisections = 64
    private static let entropyTolerance = 1e-5

    /// Where the neighbors of each vector begin in `neighbors`, and the end.
    private(set) var starts: [Int] = [0]
    private(set) var neighbors: [Int32] = []
    private(set) var weights: [Float] = []

    /// - Parameters:
    ///   - perplexity: at least 1; three times as many neighbors count.
    ///   - progress: is given the part of the neighbors that has been found.
    /// - Throws: `SearchError.notFinite`.
    init(
        _ vectors: StoredVectors, perplexity: Double, _ workers: WorkerPool,
        progress: (Double) -> Void
    ) throws {
        let count = vectors.count
        let width = min(count - 1, Int(3 * perplexity) + 1)
        var found: [Int32] = []
        var conditional: [Float] = []
        for start in stride(from: 0, to: count, by: Self.windowRows) {
            let window = start..<min(start + Self.windowRows, count)
            let queries = Matrix(
                rows: window.count, columns: vectors.dimension,
                elements: window.flatMap { vectors[$0] })
            let matches = try vectors.nearest(
                width + 1, to: queries, by: .euclidean, threads: workers.threads)
            let weights = try workers.map(items: window.count, grain: 64) { row in
                // A vector is its own nearest, unless equal ones come before it.
                let own = start + row
                let others = matches[row].filter { $0.index != own }.prefix(width)
                let weights = Self.weights(
                    others.map { Double($0.score) * Double($0.score) }, perplexity: perplexity)
                return (others.map { Int32(truncatingIfNeeded: $0.index) }, weights)
            }
            for (indices, weights) in weights {
                found += indices
                conditional += weights
            }
            progress(Double(window.upperBound) / Double(count))
        }
        symmetrize(found, conditional, width: width, count: count)
    }

    /// The weights of neighbors by the squares of their distances; 1 in all.
    private static func weights(_ squares: [Double], perplexity: Double) -> [Float] {
        let wanted = Double.log(perplexity)
        // Only differences count, and those as parts of their mean.
        let least = squares.first ?? 0
        let mean = squares.reduce(0) { $0 + ($1 - least) } / Double(max(squares.count, 1))
        guard mean > 0 else {
            return squares.map { _ in 1 / Float(squares.count) }
        }
        let distances = squares.map { ($0 - least) / mean }
        var (low, high) = (0.0, Double.infinity)
        var precision = 1.0
        var weights: [Double] = []
        for _ in 0..<bisections {
            weights = distances.map { Double.exp(-precision * $0) }
            let sum = weights.reduce(0, +)
            let moment = zip(weights, distances).reduce(0) { $0 + $1.0 * $1.1 }
            let entropy = Double.log(sum) + precision * moment / sum
            if abs(entropy - wanted) <= entropyTolerance { break }
            if entropy > wanted { low = precision } else { high = precision }
            precision = high.isFinite ? (low + high) / 2 : precision * 2
        }
        let sum = weights.reduce(0, +)
        return weights.map { Float($0 / sum) }
    }

    private mutating func symmetrize(
        _ found: [Int32], _ conditional: [Float], width: Int, count: Int
    ) {
        var places = [Int](repeating: width, count: count)
        for index in found { places[Int(index)] += 1 }
        var end = 0
        for row in 0..<count {
            end += places[row]
            places[row] = end - places[row]
        }
        var both = [(index: Int32, weight: Float)](repeating: (0, 0), count: end)
        for (place, index) in found.enumerated() {
            let row = place / max(width, 1)
            both[places[row]] = (index, conditional[place])
            both[places[Int(index)]] = (Int32(truncatingIfNeeded: row), conditional[place])
            places[row] += 1
            places[Int(index)] += 1
        }
        neighbors.reserveCapacity(end)
        weights.reserveCapacity(end)
        var start = 0
        for row in 0..<count {
            let part = both[start..<places[row]].sorted {
                ($0.index, $0.weight) < ($1.index, $1.weight)
            }
            start = places[row]
            for (index, weight) in part {
                if neighbors.count > starts[row], neighbors.last == index {
                    weights[weights.count - 1] += weight
                } else {
                    neighbors.append(index)
                    weights.append(weight)
                }
            }
            starts.append(neighbors.count)
        }
        let sum = weights.reduce(0.0) { $0 + Double($1) }
        guard sum > 0 else { return }
        for index in weights.indices { weights[index] = Float(Double(weights[index]) / sum) }
    }
}
