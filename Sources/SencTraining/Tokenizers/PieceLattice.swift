internal import SencMath

/// The ways to spell a word with pieces, and what can be told of them. Kept from word to word by
/// one thread.
struct PieceLattice {
    /// A piece within the word; piece -1 is a character that is none.
    struct Edge {
        var piece: Int32
        var end: Int32
        var score: Double
    }

    /// Of all places, one behind the other; and where those of each place begin.
    private var edges: [Edge] = []
    private var starts: [Int] = []
    private var forward: [Double] = []
    private var backward: [Double] = []
    /// By which edge the best way comes to each place, and from where; -1 for none.
    private var best: [(edge: Int, from: Int)] = []
    private var length = 0

    /// Sums below this are computed as logarithms.
    private static let smallestSum = 1e-280

    /// Takes a word.
    /// - Parameters:
    ///   - unknown: the score of a character that is no piece.
    ///   - score: of a piece; not a number if it is left out.
    mutating func load(
        _ word: UnsafeBufferPointer<UInt32>, _ trie: PieceTrie,
        _ scores: UnsafeBufferPointer<Double>, unknown: Double, leavingOut excluded: Int = -1
    ) {
        length = word.count
        edges.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        for start in 0..<length {
            starts.append(edges.count)
            var hasCharacter = false
            trie.forEachPrefix(of: word, from: start) { piece, end in
                let score = scores[piece]
                guard score.isFinite, piece != excluded else { return }
                edges.append(Edge(piece: Int32(piece), end: Int32(end), score: score))
                if end == start + 1 { hasCharacter = true }
            }
            if !hasCharacter {
                edges.append(Edge(piece: -1, end: Int32(start + 1), score: unknown))
            }
        }
        starts.append(edges.count)
    }

    // MARK: - The best way

    /// The pieces of the best way, last to first. Of ways as good, each place is come to by the
    /// longest piece.
    /// - Returns: the sum of their scores.
    mutating func forEachOfBest(_ body: (_ piece: Int) -> Void) -> Double {
        best.removeAll(keepingCapacity: true)
        best.append(contentsOf: repeatElement((edge: -1, from: -1), count: length + 1))
        forward.removeAll(keepingCapacity: true)
        forward.append(contentsOf: repeatElement(0, count: length + 1))
        for start in 0..<length {
            for index in starts[start]..<starts[start + 1] {
                let end = Int(edges[index].end)
                let sum = forward[start] + edges[index].score
                if best[end].edge < 0 || sum > forward[end] {
                    forward[end] = sum
                    best[end] = (index, start)
                }
            }
        }
        var place = length
        while place > 0 {
            body(Int(edges[best[place].edge].piece))
            place = best[place].from
        }
        return forward[length]
    }

    // MARK: - All ways

    /// Adds to each piece how often it is expected in the word, of all ways to spell it by their
    /// probabilities (forward and backward sums).
    /// - Parameter probabilities: the exponentials of the scores.
    mutating func addExpectations(
        _ count: Double, _ probabilities: UnsafeBufferPointer<Double>, unknown: Double,
        to expected: UnsafeMutableBufferPointer<Double>
    ) {
        reset(&forward, 0)
        reset(&backward, 0)
        forward[0] = 1
        backward[length] = 1
        let isSummed = edges.withUnsafeBufferPointer { edges in
            forward.withUnsafeMutableBufferPointer { forward in
                backward.withUnsafeMutableBufferPointer { backward in
                    func probability(_ edge: Edge) -> Double {
                        edge.piece < 0 ? unknown : probabilities[Int(edge.piece)]
                    }
                    for start in 0..<length {
                        let sum = forward[start]
                        for index in starts[start]..<starts[start + 1] {
                            forward[Int(edges[index].end)] += sum * probability(edges[index])
                        }
                    }
                    let total = forward[length]
                    guard total > Self.smallestSum else { return false }
                    for start in (0..<length).reversed() {
                        let share = forward[start] / total * count
                        var sum = 0.0
                        for index in starts[start]..<starts[start + 1] {
                            let edge = edges[index]
                            let rest = probability(edge) * backward[Int(edge.end)]
                            sum += rest
                            if edge.piece >= 0 { expected[Int(edge.piece)] += share * rest }
                        }
                        backward[start] = sum
                    }
                    return true
                }
            }
        }
        if !isSummed { addByLogarithms(count, to: expected) }
    }

    private mutating func addByLogarithms(
        _ count: Double, to expected: UnsafeMutableBufferPointer<Double>
    ) {
        reset(&forward, -.infinity)
        reset(&backward, -.infinity)
        forward[0] = 0
        backward[length] = 0
        for start in 0..<length {
            for edge in edges[starts[start]..<starts[start + 1]] {
                let end = Int(edge.end)
                forward[end] = Self.sum(forward[end], forward[start] + edge.score)
            }
        }
        let total = forward[length]
        for start in (0..<length).reversed() {
            for edge in edges[starts[start]..<starts[start + 1]] {
                let rest = edge.score + backward[Int(edge.end)]
                backward[start] = Self.sum(backward[start], rest)
                if edge.piece >= 0 {
                    expected[Int(edge.piece)] += count * Double.exp(forward[start] + rest - total)
                }
            }
        }
    }

    private func reset(_ sums: inout [Double], _ value: Double) {
        sums.removeAll(keepingCapacity: true)
        sums.append(contentsOf: repeatElement(value, count: length + 1))
    }

    /// The logarithm of the sum of what two numbers are logarithms of.
    private static func sum(_ a: Double, _ b: Double) -> Double {
        let (low, high) = (min(a, b), max(a, b))
        return low == -.infinity ? high : high + Double.log1p(Double.exp(low - high))
    }
}
