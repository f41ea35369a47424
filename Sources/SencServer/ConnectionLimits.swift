import NIOCore
import SencServerSettings

/// What clients may take of the server.
struct ConnectionLimits: Sendable {
    /// Connections at once.
    let connections: Int
    /// Bytes of a body, compressed as well as not.
    let bodyBytes: Int
    /// For a head, or for a body that hardly comes; for a part of a response to be taken.
    let clientTime: TimeAmount

    /// Bytes of a head, or of anything else that is no part of a body.
    let headBytes = 64 << 10
    /// Between two requests.
    let idleTime = TimeAmount.seconds(75)
    /// A body has a second more for so many bytes of it: slow lines are not those who do nothing.
    let slowestBytesPerSecond = 64 << 10
    /// Of an unread body that is received so that the connection can be kept.
    let skippedBytes = 1 << 20
    /// A client gets to read its response before the connection is cut, if what it still sends is no
    /// more than this and ends by then.
    let lingeringBytes = 64 << 20
    let lingeringTime: TimeAmount
    /// Of a response that is handed to the system at once.
    let pieceBytes = 64 << 10

    /// Descriptors for models, indexes and the like.
    private static let otherDescriptors = 64

    /// - Parameter descriptors: how many the process may have open.
    init(_ settings: ServerSettings, connections: Int, descriptors: Int) {
        self.connections = max(1, min(connections, descriptors - Self.otherDescriptors))
        bodyBytes = settings.bodyBytes
        // A century is enough, and nanoseconds do not overflow.
        clientTime = .seconds(Int64(min(max(settings.clientSeconds, 1), 3_000_000_000)))
        lingeringTime = min(clientTime, .seconds(5))
    }
}
