import Logging
import NIOCore
import NIOPosix
import SencFiles
package import SencServerSettings
package import SencServing
import ServiceLifecycle
import UnixSignals

/// Serves a handler over HTTP/1.1, on one thread for the connections of all servers; what takes time
/// is for the handler's own threads.
package final class HTTPServer: Sendable {
    /// How serving ended.
    package enum Outcome: Equatable, Sendable {
        case allAnswered
        /// So many requests were accepted and not answered in time.
        case cut(requests: Int)
    }

    /// Who shuts the server down.
    package enum Ending: Sendable {
        /// SIGTERM and SIGINT; a second one ends the process.
        case signals
        /// `shutDown` alone.
        case call
    }

    /// The thread of all connections. It is never shut down: tasks of Hummingbird's may end behind
    /// their server, and need it.
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let settings: ServerSettings
    private let handler: any ServerHandler
    private let mostConnections: Int
    private let shutdown = AsyncStream.makeStream(of: Void.self)

    /// - Parameter mostConnections: how many there are at once, if the system allows it. One more takes
    ///   the place of some that are idle.
    package init(
        _ settings: ServerSettings, handler: any ServerHandler, mostConnections: Int = 16_384
    ) {
        (self.settings, self.handler) = (settings, handler)
        self.mostConnections = mostConnections
    }

    /// Ends `run` as SIGTERM does. Nothing happens the second time.
    package func shutDown() { shutdown.continuation.finish() }

    /// Serves until it is shut down. To be called once.
    /// - Parameters:
    ///   - ending: who shuts it down, beside the task's cancelling.
    ///   - listening: is told where the server listens, with the port that the system chose for 0.
    /// - Throws: `ServerFault` if it cannot listen there.
    package func run(
        until ending: Ending = .call,
        listening: @escaping @Sendable (ServerSettings.Address) -> Void
    ) async throws -> Outcome {
        let descriptors = Descriptor.raiseLimit()
        let group = Self.group
        do {
            let tls = try settings.tls.map { try TLSFiles($0).configuration }
            if case .unixSocket(let path) = settings.address {
                try await SocketFile(path: path).makeRoom(on: group)
            }
            let connections = Connections(
                on: group.next(), handler: handler,
                limits: ConnectionLimits(
                    settings, connections: mostConnections, descriptors: descriptors))
            do {
                try await serve(
                    ListeningService(
                        settings: settings, handler: handler, tls: tls, group: group,
                        connections: connections, endsBySignal: ending == .signals,
                        listening: listening), until: ending)
            } catch {
                _ = try? await connections.end()
                throw error
            }
            let cut = try await connections.end()
            return cut == 0 ? .allAnswered : .cut(requests: cut)
        } catch {
            throw ServerFault.listening(error, at: settings.address)
        }
    }

    private func serve(_ service: ListeningService, until ending: Ending) async throws {
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: service,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .cancelGroup)
                ],
                gracefulShutdownSignals: ending == .signals ? [.sigterm, .sigint] : [],
                logger: ListeningService.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { [stream = shutdown.stream] in
                for await _ in stream {}
                if !Task.isCancelled { await services.triggerGracefulShutdown() }
            }
            defer { tasks.cancelAll() }
            try await services.run()
        }
    }
}
