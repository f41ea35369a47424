/// The times of many calls that encode one text each, in seconds.
package struct Latency: Sendable {
    package let calls: Int
    package let median: Double
    /// The 99th percentile.
    package let p99: Double

    private static let mostCalls = 1000

    /// - Parameter seconds: how long to measure, at most; a call longer.
    init(_ encoder: SentenceEncoder, _ text: String, seconds: Double) throws {
        var times: [Double] = []
        var sum = 0.0
        repeat {
            let time = try elapsedSeconds { _ = try encoder.encode(text) }
            times.append(time)
            sum += time
        } while times.count < Self.mostCalls && sum < seconds
        times.sort()
        calls = times.count
        median = times[times.count / 2]
        p99 = times[times.count * 99 / 100]
    }
}
