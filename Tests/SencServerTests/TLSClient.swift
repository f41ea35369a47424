import NIOCore
import NIOPosix
import NIOSSL

/// A client that speaks TLS and trusts one certificate.
enum TLSClient {
    /// Sends requests one after the other, and returns what came up to each one's end of the head.
    static func texts(
        of requests: [String], host: String, port: Int, trusting path: String
    ) async throws -> [String] {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
        let context = try NIOSSLContext(configuration: configuration)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: host, port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var iterator = inbound.makeAsyncIterator()
            var texts: [String] = []
            for request in requests {
                try await outbound.write(ByteBuffer(string: request))
                var text = ""
                while !text.contains("\r\n\r\n"), let bytes = try await iterator.next() {
                    text += String(buffer: bytes)
                }
                texts.append(text)
            }
            return texts
        }
    }
}
