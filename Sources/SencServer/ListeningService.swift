import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOSSL
import SencFiles
import SencServerSettings
import SencServing
import ServiceLifecycle

/// Hummingbird's server around our connections, as a service that can be shut down.
struct ListeningService: Service {
    /// Hummingbird and its like say what is wrong with the server itself; no request comes here.
    static var logger: Logger {
        var logger = Logger(label: "senc-server") {
            StreamLogHandler.standardError(label: $0)
        }
        logger.logLevel = .warning
        return logger
    }

    let settings: ServerSettings
    let handler: any ServerHandler
    let tls: TLSConfiguration?
    let group: any EventLoopGroup
    let connections: Connections
    /// Whether a signal ends the process while the server drains.
    let endsBySignal: Bool
    let listening: @Sendable (ServerSettings.Address) -> Void

    func run() async throws {
        let setup = ConnectionSetup(connections: connections)
        let channels: any ServerChildChannel =
            if let tls { try TLSChannel(setup, tlsConfiguration: tls) } else { setup }
        let server = channels.server(
            configuration: configuration,
            onServerRunning: { channel in
                try? await channel.pipeline.addHandler(AcceptErrors(), position: .first).get()
                listening(address(of: channel))
            },
            eventLoopGroup: group, logger: Self.logger)
        try await withGracefulShutdownHandler {
            try await server.run()
        } onGracefulShutdown: {
            // The second signal ends the process at once; the first one is not heard again.
            if endsBySignal {
                Signals.handleInterruptions { _ in Signals.exit(.interrupted) }
            }
            handler.drain()
            connections.drain(within: .seconds(Int64(clamping: settings.drainSeconds)))
        }
        if case .unixSocket(let path) = settings.address { Path.remove(path) }
    }

    private var configuration: ServerConfiguration {
        let address: BindAddress =
            switch settings.address {
            case .host(let host, let port): .hostname(host, port: port)
            case .unixSocket(let path): .unixDomainSocket(path: path)
            }
        return ServerConfiguration(address: address, backlog: 1_024)
    }

    /// Where a channel listens in fact.
    private func address(of channel: any Channel) -> ServerSettings.Address {
        switch settings.address {
        case .host(let host, let port): .host(host, port: channel.localAddress?.port ?? port)
        case .unixSocket: settings.address
        }
    }
}
