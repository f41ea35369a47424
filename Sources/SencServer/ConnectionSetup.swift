import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Makes the pipeline of each connection that Hummingbird's server accepts.
struct ConnectionSetup: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let channel: any Channel
    }

    let connections: Connections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            var encoding = HTTPResponseEncoder.Configuration()
            encoding.automaticallySetFramingHeaders = false
            var limits = NIOHTTPDecoderLimitConfiguration()
            limits.maxHeaderFieldSize = connections.limits.headBytes
            limits.maxHeaderListSize = connections.limits.headBytes
            let gate = ByteGate(limit: connections.limits.headBytes)
            let connection = Connection(connections, gate: gate)
            try pipeline.addHandlers([
                HTTPResponseEncoder(configuration: encoding),
                gate,
                ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)),
                connection,
            ])
            return Value(channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        try? await withTaskCancellationHandler {
            try await value.channel.closeFuture.get()
        } onCancel: {
            value.channel.close(promise: nil)
        }
    }
}
