/// How fast something grows: over the last seconds, or since its start while it is younger.
struct RecentRate {
    private static let memory = Duration.seconds(10)
    /// What is younger tells nothing yet.
    private static let leastTime = 0.05

    private var samples: [(time: Duration, value: Double)] = []

    /// - Parameter time: since some start, not less than before.
    mutating func add(_ value: Double, at time: Duration) {
        // The last that is old enough stays: the rate is since then.
        let old = samples.dropFirst().prefix { time - $0.time >= Self.memory }.count
        samples.removeFirst(old)
        samples.append((time, value))
    }

    /// `nil` while it cannot be told.
    var perSecond: Double? {
        guard let first = samples.first, let last = samples.last else { return nil }
        let seconds = (last.time - first.time) / .seconds(1)
        return seconds < Self.leastTime ? nil : (last.value - first.value) / seconds
    }

    /// How long it takes to grow to a value; `nil` while it does not grow.
    func secondsLeft(to value: Double) -> Double? {
        guard let last = samples.last, let rate = perSecond, rate > 0 else { return nil }
        return min(max(value - last.value, 0) / rate, 1e9)
    }
}
