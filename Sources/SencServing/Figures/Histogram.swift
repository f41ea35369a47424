/// How many values lie below each of some bounds.
struct Histogram: Sendable {
    /// Upper bounds, ascending; above the last one is one bucket more.
    let bounds: [Double]
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = [Int](repeating: 0, count: bounds.count + 1)
    }

    /// Seconds, as text-embeddings-inference has them: 1e-5 · 1.5ᵏ for k of 1 to 35.
    static let seconds: [Double] = (1...35).reduce(into: []) { bounds, _ in
        bounds.append((bounds.last ?? 1e-5) * 1.5)
    }

    /// Powers of two.
    static let sizes: [Double] = (0...17).map { Double(1 << $0) }

    mutating func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts[bucket] += 1
        sum += value
    }
}
