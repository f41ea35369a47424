import SencFiles
import SencServer
import SencServerSettings
import SencServing
import TestSupport
import Testing

/// Where a server listens, and how it ends.
@Suite(.hangGuard)
struct ListeningTests {
    private static let get = "GET /head HTTP/1.1\r\nhost: a\r\n\r\n"
    private static let wait = "GET /wait HTTP/1.1\r\nhost: a\r\nx-request-id: w\r\n\r\n"

    @Test func whatRunsIsAnsweredBeforeTheEnd() async throws {
        let stub = StubHandler()
        let outcome = try await TestServer.run(stub) { server async throws in
            async let idle = server.connect { client in
                try client.send(Self.get)
                _ = try client.response()
                return client.isEnded()
            }
            async let response = server.answer(to: Self.wait)
            #expect(await stub.begun.next() == "w")
            server.server.shutDown()
            // Idle connections are closed at once.
            #expect(try await idle)
            stub.letGo("w")
            #expect(try await response.text == "waited")
            #expect(try await response.headers["connection"] == "close")
            await #expect(throws: RawClient.Failure.notConnected) {
                try await server.answer(to: Self.get)
            }
        }
        #expect(outcome == .allAnswered)
    }

    @Test func halfARequestDoesNotDelayTheEnd() async throws {
        let outcome = try await TestServer.run { server async throws in
            async let rest = server.connect { client in
                // The second one is only begun when the server ends.
                try client.send(Self.get + "GET /he")
                _ = try client.response()
                server.server.shutDown()
                return client.rest()
            }
            #expect(try await rest == [])
        }
        #expect(outcome == .allAnswered)
    }

    @Test func whatTakesTooLongIsCutAtTheEnd() async throws {
        let stub = StubHandler()
        let outcome = try await TestServer.run(stub, settings: .with { $0.drainSeconds = 1 }) {
            server async throws in
            async let rest = server.connect { client in
                try client.send(Self.wait)
                return client.rest()
            }
            #expect(await stub.begun.next() == "w")
            server.server.shutDown()
            #expect(try await rest == [])
            #expect(await stub.records.next()?.status == 503)
        }
        #expect(outcome == .cut(requests: 1))
    }

    @Test func aUnixSocketIsListenedOn() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("s")
        // Twice: what the first one leaves is no obstacle.
        for _ in 0..<2 {
            try await TestServer.run(settings: .with { $0.address = .unixSocket(path: path) }) {
                server async throws in
                #expect(server.address == .unixSocket(path: path))
                #expect(try await server.answer(to: Self.get).status == 200)
                await #expect(throws: ServerFault.socketInUse(path: path)) {
                    try await TestServer.run(
                        settings: .with { $0.address = .unixSocket(path: path) }
                    ) { _ in
                    }
                }
                #expect(try await server.answer(to: Self.get).status == 200)
            }
            #expect(!Path.exists(path))
        }
    }

    @Test func aSocketThatWasLeftIsReplaced() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("s")
        try RawClient.leaveSocket(at: path)
        try await TestServer.run(settings: .with { $0.address = .unixSocket(path: path) }) {
            server async throws in
            #expect(try await server.answer(to: Self.get).status == 200)
        }
    }

    @Test func aFileIsNotReplaced() async throws {
        let directory = TemporaryDirectory()
        let path = directory.write("precious", to: "s")
        await #expect(throws: ServerFault.notASocket(path: path)) {
            try await TestServer.run(settings: .with { $0.address = .unixSocket(path: path) }) {
                _ in
            }
        }
        #expect(directory.read("s") == Array("precious".utf8))
    }

    @Test func whyItCannotListenIsToldOf() async throws {
        try await TestServer.run { server async throws in
            guard case .host(let host, let port) = server.address else { return }
            let error = await #expect(throws: ServerFault.self) {
                try await TestServer.run(settings: .with { $0.address = .host(host, port: port) }) {
                    _ in
                }
            }
            #expect(
                error?.description == "cannot listen on 127.0.0.1:\(port): Address already in use")
        }
        let error = await #expect(throws: ServerFault.self) {
            try await TestServer.run(
                settings: .with { $0.address = .host("no.such.invalid", port: 0) }
            ) {
                _ in
            }
        }
        #expect(error?.description.contains("no.such.invalid") == true)
        let long = "/tmp/" + String(repeating: "x", count: 200)
        let other = await #expect(throws: ServerFault.self) {
            try await TestServer.run(settings: .with { $0.address = .unixSocket(path: long) }) {
                _ in
            }
        }
        #expect(other?.description == "cannot listen on \(long): the path is too long for a socket")
    }

    private static func golden(_ name: String) -> String {
        Goldens.path("server/" + name)
    }

    @Test func connectionsAreEncrypted() async throws {
        let tls = ServerSettings.TLS(
            certificate: Self.golden("certificate.pem"), key: Self.golden("key.pem"))
        try await TestServer.run(settings: .with { $0.tls = tls }) { server async throws in
            guard case .host(let host, let port) = server.address else { return }
            let texts = try await TLSClient.texts(
                of: [Self.get, Self.get], host: host, port: port, trusting: tls.certificate)
            #expect(texts.count == 2 && texts.allSatisfy { $0.hasPrefix("HTTP/1.1 200") })
            // Who speaks no TLS does not get through, and nobody else minds.
            let rest = try await server.connect { client in
                try client.send(Self.get)
                return client.rest()
            }
            #expect(!String(decoding: rest, as: UTF8.self).contains("HTTP/1.1 200"))
        }
    }

    @Test func badFilesOfTLSAreNamed() async throws {
        let (good, key) = (Self.golden("certificate.pem"), Self.golden("key.pem"))
        let other = Self.golden("other_key.pem")
        for (certificate, key, wanted) in [
            (key, key, "not a certificate in PEM format (\(key))"),
            (good, good, "not a private key in PEM format (\(good))"),
            (good, other, "the key is not that of the certificate \(good) (\(other))"),
            ("/nowhere", key, "no such file (/nowhere)"),
        ] {
            let error = await #expect(throws: (any Error).self) {
                try await TestServer.run(
                    settings: .with {
                        $0.tls = ServerSettings.TLS(certificate: certificate, key: key)
                    }
                ) { _ in }
            }
            #expect((error as? any Diagnostic)?.description == wanted)
        }
    }
}
