/// How much waits.
package struct QueueLoad: Sendable, Equatable {
    /// Tokens that are not being computed yet.
    package var waitingTokens = 0
    /// Requests that are not answered.
    package var requests = 0
}
