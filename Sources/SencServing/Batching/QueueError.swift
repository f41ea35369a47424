/// Why the queue does not take work, or gives it up.
package enum QueueError: Error, Equatable {
    /// So much waits that a request has no place.
    /// - Parameter retryAfter: seconds until what waits is done, about.
    case full(retryAfter: Int)
    /// The server ends.
    case closed
}
