import NIOCore

/// Counts the bytes that come in before they are decoded: those of which nothing was made yet are of
/// a head, which has a limit and must not take forever. It is where bytes are dropped, too.
final class ByteGate: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let limit: Int
    weak var connection: Connection?
    /// Bytes since the decoder last made something of them.
    var waiting = 0
    /// How many bytes are still taken and dropped; `nil` if bytes are decoded.
    private(set) var remaining: Int?

    init(limit: Int) { self.limit = limit }

    /// Drops all that comes from now on.
    /// - Parameter limit: the connection is closed after so many bytes.
    func drop(upTo limit: Int) { remaining = min(limit, remaining ?? limit) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = unwrapInboundIn(data).readableBytes
        if let left = remaining {
            remaining = left - count
            if left < count { connection?.close() }
            return
        }
        waiting += count
        context.fireChannelRead(data)
        guard waiting > 0, remaining == nil else { return }
        if waiting > limit { connection?.headIsTooLong() } else { connection?.headBegan() }
    }
}
