/// When a request's texts came where.
package struct JobTimes: Sendable {
    package typealias Instant = ContinuousClock.Instant

    package let queued = Instant.now
    package internal(set) var tokenizationBegan: Instant?
    package internal(set) var tokenized: Instant?
    package internal(set) var begun: Instant?
    package internal(set) var completed: Instant?

    /// Making tokens.
    package var tokenization: Duration { (tokenized ?? queued) - (tokenizationBegan ?? queued) }
    /// Waiting, before tokens are made and behind that.
    package var waiting: Duration {
        (tokenizationBegan ?? queued) - queued
            + ((begun ?? tokenized ?? queued) - (tokenized ?? queued))
    }
    /// From the first sequence's turn to the last vector.
    package var inference: Duration {
        let end = completed ?? begun ?? tokenized ?? queued
        return end - (begun ?? end)
    }
}
