internal import SencMath

/// Shares of powers of e, without overflow.
enum Softmax {
    /// Replaces x by its softmax, eˣ / Σ eˣ, and returns log Σ eˣ.
    ///
    /// Elements may be -∞, but not all of them.
    static func replace(_ x: UnsafeMutablePointer<Double>, count: Int) -> Double {
        var largest = x[0]
        for index in 1..<max(count, 1) where x[index] > largest { largest = x[index] }
        var sum = 0.0
        for index in 0..<count {
            x[index] = Double.exp(x[index] - largest)
            sum += x[index]
        }
        let scale = 1 / sum
        for index in 0..<count { x[index] *= scale }
        return largest + Double.log(sum)
    }

    /// log(eᵃ + eᵇ), either of which may be -∞
    static func logSum(_ a: Double, _ b: Double) -> Double {
        let (low, high) = (min(a, b), max(a, b))
        return low == -.infinity ? high : high + Double.log1p(Double.exp(low - high))
    }

    /// log(1 + eˣ)
    static func softplus(_ x: Double) -> Double {
        max(x, 0) + Double.log1p(Double.exp(-x.magnitude))
    }

    /// 1 / (1 + e⁻ˣ)
    static func logistic(_ x: Double) -> Double {
        let power = Double.exp(-x.magnitude)
        return x < 0 ? power / (1 + power) : 1 / (1 + power)
    }
}
