import Foundation
import SencServerSettings
import SencServing
import TestSupport
import Testing

/// Clients that leave, dawdle or talk nonsense.
@Suite(.hangGuard)
struct ClientTests {
    private static func wait(_ id: String) -> String {
        "GET /wait HTTP/1.1\r\nhost: a\r\nx-request-id: \(id)\r\n\r\n"
    }

    @Test(arguments: [false, true])
    func whoLeavesIsNotWaitedFor(byReset: Bool) async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            async let left: Void = server.connect { client in
                if byReset { client.resetWhenClosed() }
                try client.send(Self.wait("a"))
                // The client is closed when the request has arrived.
                stub.waitUntilBegun()
            }
            try await left
            #expect(await stub.cancelled.next() == "a")
            let record = await stub.records.next()
            #expect(record?.status == 499 && record?.head.id == "a")
            #expect(
                try await server.answer(to: "GET /head HTTP/1.1\r\nhost: a\r\n\r\n").status == 200)
        }
    }

    @Test func theOthersAreStillAnswered() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            async let other = server.answer(to: Self.wait("stays"))
            #expect(await stub.begun.next() == "stays")
            stub.waitUntilBegun()
            try await server.connect { client in
                try client.send(Self.wait("leaves"))
                stub.waitUntilBegun()
            }
            #expect(await stub.cancelled.next() == "leaves")
            stub.letGo("stays")
            #expect(try await other.text == "waited")
        }
    }

    @Test func aSlowHeadIsNotWaitedFor() async throws {
        try await TestServer.run(settings: .with { $0.clientSeconds = 1 }) { server async throws in
            for start in ["", "GET /head HT"] {
                let isEnded = try await server.connect { client in
                    try client.send(start)
                    return client.isEnded()
                }
                #expect(isEnded)
            }
        }
    }

    @Test func aSlowBodyIsNotWaitedFor() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub, settings: .with { $0.clientSeconds = 1 }) {
            server async throws in
            let response = try await server.answer(
                to: "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nabc")
            #expect(response.status == 408 && response.headers["connection"] == "close")
            #expect(await stub.records.next()?.status == 408)
            #expect(stub.reserved == 0)
        }
    }

    @Test func whoTakesNothingIsCut() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub, settings: .with { $0.clientSeconds = 1 }) {
            server async throws in
            for target in ["/big?bytes=60000000", "/pieces?count=600&bytes=100000"] {
                async let left: Void = server.connect { client in
                    try client.send("GET \(target) HTTP/1.1\r\nhost: a\r\n\r\n")
                    stub.waitUntilFinished()
                }
                let record = await stub.records.next()
                #expect(record?.status == 499)
                #expect(record.map { $0.bytesWritten < 60_000_000 } == true)
                try await left
            }
        }
    }

    @Test(arguments: [
        "hello\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}",
        "GET / HTTP/1.1\r\nbad header\r\n\r\n", "GET / HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ])
    func nonsenseIsABadRequest(_ nonsense: String) async throws {
        try await TestServer.run { server async throws in
            let (response, isEnded) = try await server.connect { client in
                try client.send(nonsense)
                return (try client.response(), client.isEnded())
            }
            #expect(response.status == 400 && isEnded)
        }
    }

    @Test func nonsenseBehindARequestLeavesItsAnswer() async throws {
        try await TestServer.run { server async throws in
            let statuses = try await server.connect { client in
                try client.send(
                    "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx"
                        + "nonsense\r\n\r\n")
                return [try client.response().status, try client.response().status]
            }
            #expect(statuses == [200, 400])
        }
    }

    @Test func badChunksAreToldOf() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let response = try await server.answer(
                to: "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")
            #expect(response.status == 400)
            #expect(await stub.records.next()?.status == 400)
        }
    }

    @Test(arguments: ["GET /%@ HTTP/1.1\r\nhost: a\r\n\r\n", "GET / HTTP/1.1\r\na: %@\r\n\r\n"])
    func headsHaveALimit(_ format: String) async throws {
        try await TestServer.run { server async throws in
            let long = format.replacingOccurrences(
                of: "%@", with: String(repeating: "x", count: 70_000))
            #expect(try await server.answer(to: long).status == 431)
            let many =
                "GET / HTTP/1.1\r\n" + String(repeating: "a: b\r\n", count: 20_000) + "\r\n"
            #expect(try await server.answer(to: many).status == 431)
        }
    }

    @Test func idleConnectionsMakeRoom() async throws {
        try await TestServer.run(mostConnections: 3) { server in
            let statuses = try await server.connect { first in
                let get = "GET /head HTTP/1.1\r\nhost: a\r\n\r\n"
                try first.send(get)
                _ = try first.response()
                // Of these the oldest one has nothing to lose.
                let others = try (0..<3).map { _ in try RawClient(server.address) }
                guard others[0].isEnded() else { return [Int]() }
                return try [first, others[1], others[2]].map { client in
                    try client.send(get)
                    return try client.response().status
                }
            }
            #expect(statuses == [200, 200, 200])
        }
    }

    @Test func whoWaitsForAnAnswerMakesNoRoom() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub, mostConnections: 1) { server async throws in
            async let answer = server.answer(to: Self.wait("w"))
            #expect(await stub.begun.next() == "w")
            #expect(try await server.connect { $0.isEnded() })
            stub.letGo("w")
            #expect(try await answer.text == "waited")
        }
    }

    @Test func idleConnectionsDoNotHurt() async throws {
        try await TestServer.run { server async throws in
            let status = try await server.connect { _ in
                let idle = try (0..<2_000).map { _ in try RawClient(server.address) }
                return try withExtendedLifetime(idle) {
                    let client = try RawClient(server.address)
                    try client.send("GET /head HTTP/1.1\r\nhost: a\r\n\r\n")
                    return try client.response().status
                }
            }
            #expect(status == 200)
        }
    }
}
