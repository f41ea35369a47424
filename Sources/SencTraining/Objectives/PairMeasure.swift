/// How alike two vectors are, or how far from each other, and what goes back from that.
enum PairMeasure: Sendable {
    /// a · b
    case dot
    /// a · b / (|a| |b|)
    case cosine
    /// |a · b + Σ (aₖ₊ₕ bₖ - aₖ bₖ₊ₕ)| / (|a| |b|), with h half the dimension, if that is odd with
    /// a 0 behind: the angle between vectors of complex numbers (Li and Li, "AnglE-optimized Text
    /// Embeddings", 2023).
    case angle
    /// |a - b + shift|, the shift in each element
    case euclidean(shift: Double)
    /// Σ |aₖ - bₖ + shift|
    case manhattan(shift: Double)

    /// What torch's `pairwise_distance` adds to each difference.
    static let shift = 1e-6

    func value(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
    ) -> Double {
        switch self {
        case .dot: return product(a, b, count)
        case .cosine:
            return product(a, b, count)
                / (UnitVector.length(a, count) * UnitVector.length(b, count))
        case .angle:
            let half = (count + 1) / 2
            var sum = 0.0
            for index in 0..<count { sum += Double(a[index]) * turned(b, index, half, count, 1) }
            return sum.magnitude / (UnitVector.length(a, count) * UnitVector.length(b, count))
        case .euclidean(let shift):
            var sum = 0.0
            for index in 0..<count {
                let difference = Double(a[index]) - Double(b[index]) + shift
                sum += difference * difference
            }
            return sum.squareRoot()
        case .manhattan(let shift):
            var sum = 0.0
            for index in 0..<count {
                sum += (Double(a[index]) - Double(b[index]) + shift).magnitude
            }
            return sum
        }
    }

    /// Adds what changes by with both vectors, of something that changes by `change` with the
    /// value.
    ///
    /// Where the value has no derivative, that is 0.
    func addGradients(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, _ change: Double,
        to da: UnsafeMutablePointer<Float>, _ db: UnsafeMutablePointer<Float>
    ) {
        switch self {
        case .dot:
            for index in 0..<count {
                da[index] += Float(change * Double(b[index]))
                db[index] += Float(change * Double(a[index]))
            }
        case .cosine, .angle: addAngular(a, b, count, change, to: da, db)
        case .euclidean(let shift):
            let distance = value(a, b, count)
            guard distance > 0 else { return }
            for index in 0..<count {
                let share = (Double(a[index]) - Double(b[index]) + shift) / distance * change
                da[index] += Float(share)
                db[index] -= Float(share)
            }
        case .manhattan(let shift):
            for index in 0..<count {
                let difference = Double(a[index]) - Double(b[index]) + shift
                let share = difference == 0 ? 0 : difference < 0 ? -change : change
                da[index] += Float(share)
                db[index] -= Float(share)
            }
        }
    }

    /// With u and v of length 1 and a turning T, of the value s = u · T v: (T v - s u) / |a| and
    /// (Tᵀ u - s v) / |b|.
    private func addAngular(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int, _ change: Double,
        to da: UnsafeMutablePointer<Float>, _ db: UnsafeMutablePointer<Float>
    ) {
        let lengths = (a: UnitVector.length(a, count), b: UnitVector.length(b, count))
        let product = lengths.a * lengths.b
        let half = (count + 1) / 2
        var (turns, sign) = (false, 1.0)
        var value = 0.0
        if case .angle = self {
            turns = true
            for index in 0..<count { value += Double(a[index]) * turned(b, index, half, count, 1) }
            sign = value > 0 ? 1 : value < 0 ? -1 : 0
        } else {
            value = self.product(a, b, count)
        }
        value /= product
        let hasGradients = (
            a: lengths.a > UnitVector.leastLength, b: lengths.b > UnitVector.leastLength
        )
        for index in 0..<count {
            if hasGradients.a {
                let other = turns ? turned(b, index, half, count, 1) : Double(b[index])
                let own = Double(a[index]) * value / (lengths.a * lengths.a)
                da[index] += Float(change * sign * (other / product - own))
            }
            if hasGradients.b {
                let other = turns ? turned(a, index, half, count, -1) : Double(a[index])
                let own = Double(b[index]) * value / (lengths.b * lengths.b)
                db[index] += Float(change * sign * (other / product - own))
            }
        }
    }

    private func product(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ count: Int
    ) -> Double {
        var sum = 0.0
        for index in 0..<count { sum += Double(a[index]) * Double(b[index]) }
        return sum
    }

    /// An element of x + its turn by a quarter: (1 + i) x, or with a sign of -1 (1 - i) x.
    private func turned(
        _ x: UnsafePointer<Float>, _ index: Int, _ half: Int, _ count: Int, _ sign: Double
    ) -> Double {
        let own = Double(x[index])
        if index >= half { return own + sign * Double(x[index - half]) }
        return index + half < count ? own - sign * Double(x[index + half]) : own
    }
}
