/// Finds the minimum of a smooth function by L-BFGS (Liu and Nocedal, "On the limited memory BFGS
/// method for large scale optimization", 1989), each step by bisection until it meets the weak
/// Wolfe conditions (Lewis and Overton, "Nonsmooth optimization via quasi-Newton methods", 2013).
struct LBFGS {
    /// Steps that are remembered.
    private static let memory = 10
    private static let maximumIterations = 1000
    /// Evaluations of one step.
    private static let maximumTrials = 60
    /// Of the slope at a step's start, what it must have gone down and what may be left of it.
    private static let (decrease, curvature) = (1e-4, 0.9)
    /// The largest component of a gradient is 0 when it is less than this part of the first's, or
    /// of 1; where rounding ends the steps before that, less than `coarseTolerance` does.
    private static let (tolerance, coarseTolerance) = (1e-8, 1e-4)

    /// - Parameter function: gives the value at a point, and replaces its second argument by the
    ///   gradient there.
    func minimum(
        from start: [Double], of function: ([Double], inout [Double]) throws -> Double
    ) rethrows -> (point: [Double], hasConverged: Bool) {
        var point = start
        var gradient = start
        var value = try function(point, &gradient)
        let scale = max(1, gradient.largestMagnitude)
        var steps: [(step: [Double], change: [Double], curvature: Double)] = []
        for _ in 0..<Self.maximumIterations {
            if gradient.largestMagnitude <= Self.tolerance * scale { return (point, true) }
            let direction = direction(against: gradient, steps)
            let slope = dotProduct(direction, gradient)
            var (length, shortest, longest) = (1.0, 0.0, Double.infinity)
            if steps.isEmpty { length = 1 / scale }
            var (nextPoint, nextGradient, nextValue) = (point, gradient, value)
            var isFound = false
            for _ in 0..<Self.maximumTrials {
                nextPoint = point
                add(length, times: direction, to: &nextPoint)
                nextValue = try function(nextPoint, &nextGradient)
                if !(nextValue <= value + Self.decrease * length * slope) {
                    longest = length
                } else if dotProduct(direction, nextGradient) < Self.curvature * slope {
                    shortest = length
                } else {
                    isFound = true
                    break
                }
                length = longest.isFinite ? (shortest + longest) / 2 : 2 * shortest
            }
            guard isFound else { break }
            let step = zip(nextPoint, point).map { $0 - $1 }
            let change = zip(nextGradient, gradient).map { $0 - $1 }
            let curvature = dotProduct(step, change)
            if curvature > 0 { steps.append((step, change, curvature)) }
            if steps.count > Self.memory { steps.removeFirst() }
            (point, gradient, value) = (nextPoint, nextGradient, nextValue)
        }
        return (point, gradient.largestMagnitude <= Self.coarseTolerance * scale)
    }

    /// The search direction: the two-loop recursion over the steps so far (Nocedal, 1980).
    private func direction(
        against gradient: [Double],
        _ steps: [(step: [Double], change: [Double], curvature: Double)]
    ) -> [Double] {
        var result = gradient.map { -$0 }
        guard let last = steps.last else { return result }
        var factors: [Double] = []
        for (step, change, curvature) in steps.reversed() {
            let factor = dotProduct(step, result) / curvature
            add(-factor, times: change, to: &result)
            factors.append(factor)
        }
        let scale = last.curvature / dotProduct(last.change, last.change)
        for index in result.indices { result[index] *= scale }
        for ((step, change, curvature), factor) in zip(steps, factors.reversed()) {
            add(factor - dotProduct(change, result) / curvature, times: step, to: &result)
        }
        return result
    }
}

extension [Double] {
    fileprivate var largestMagnitude: Double {
        reduce(0) { $1.isNaN ? .infinity : Swift.max($0, abs($1)) }
    }
}
