import Foundation
import SencServer
import SencServerSettings
import SencServing
import TestSupport

/// A server on a free port of loopback.
struct TestServer: Sendable {
    let stub: StubHandler
    let address: ServerSettings.Address
    let server: HTTPServer

    /// Runs a server with a stub while a test talks to it.
    /// - Returns: how serving ended.
    @discardableResult
    static func run(
        _ stub: StubHandler = StubHandler(), settings: ServerSettings = .with { _ in },
        mostConnections: Int = 16_384,
        test: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws -> HTTPServer.Outcome {
        let server = HTTPServer(settings, handler: stub, mostConnections: mostConnections)
        return try await run(server) { address in
            try await test(TestServer(stub: stub, address: address, server: server))
        }
    }

    /// The same with any handler.
    @discardableResult
    static func serve(
        _ settings: ServerSettings, _ handler: some ServerHandler,
        test: @escaping @Sendable (ServerSettings.Address) async throws -> Void
    ) async throws -> HTTPServer.Outcome {
        try await run(HTTPServer(settings, handler: handler), test: test)
    }

    private static func run(
        _ server: HTTPServer,
        test: @escaping @Sendable (ServerSettings.Address) async throws -> Void
    ) async throws -> HTTPServer.Outcome {
        let listening = Mailbox<ServerSettings.Address?>()
        async let outcome = {
            defer { listening.put(nil) }
            return try await server.run { listening.put($0) }
        }()
        if let address = await listening.next() ?? nil {
            do {
                try await test(address)
            } catch {
                server.shutDown()
                _ = try await outcome
                throw error
            }
            server.shutDown()
        }
        return try await outcome
    }

    /// Makes a connection, and calls on a thread of its own, where waiting is no harm.
    func connect<Result: Sendable>(
        _ body: @escaping @Sendable (RawClient) throws -> Result
    ) async throws -> Result {
        try await Self.connect(to: address, body)
    }

    static func connect<Result: Sendable>(
        to address: ServerSettings.Address,
        _ body: @escaping @Sendable (RawClient) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Swift.Result { try body(RawClient(address)) })
            }
        }
    }

    /// Sends bytes on a connection of their own, and reads a response.
    func answer(to request: String) async throws -> RawResponse {
        try await connect { client in
            try client.send(request)
            return try client.response()
        }
    }
}

extension ServerSettings {
    /// Settings for a free port of loopback, and what else is set.
    static func with(_ set: (inout ServerSettings) -> Void) -> ServerSettings {
        var settings = ServerSettings()
        settings.address = .host("127.0.0.1", port: 0)
        set(&settings)
        return settings
    }
}
