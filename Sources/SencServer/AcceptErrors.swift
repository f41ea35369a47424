import NIOCore

/// Keeps errors of single accepts (a client that was gone again, no descriptor left) from the
/// server, which would stop listening.
final class AcceptErrors: ChannelInboundHandler, Sendable {
    typealias InboundIn = any Channel

    func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
