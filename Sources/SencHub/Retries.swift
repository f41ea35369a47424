/// How often a request that failed for the moment is made again, and after how long.
package struct Retries: Sendable {
    /// A server that asks for a longer wait is not waited for.
    static let longestWait = 300

    /// Failures in a row after which it is given up.
    package var maximumFailures = 6
    /// The wait after the first failure; it doubles with each.
    package var firstDelay = Duration.seconds(1)
    package var longestDelay = Duration.seconds(30)

    private var failures = 0

    package init() {}

    /// Notes that things go on.
    mutating func reset() { failures = 0 }

    /// - Parameter hasAnswered: whether the server has answered a request of this pull before.
    /// - Returns: how long to wait before the next try.
    /// - Throws: the error itself if it is there to stay or has come too often.
    mutating func delay(
        after error: HubError, hasAnswered: Bool = true
    ) throws(HubError) -> Duration {
        failures += 1
        let tries = hasAnswered ? maximumFailures : error.firstTries ?? maximumFailures
        guard error.isPassing, failures < min(tries, maximumFailures) else { throw error }
        if case .busy(_, _, let seconds?) = error {
            guard seconds <= Self.longestWait else { throw error }
            return .seconds(seconds)
        }
        let delay = min(firstDelay * (1 << min(failures - 1, 16)), longestDelay)
        // Not all who were turned away at once should come back at once.
        return delay * Double.random(in: 0.75...1.25)
    }
}
