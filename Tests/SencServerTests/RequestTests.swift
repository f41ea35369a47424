import CZlib
import SencServing
import TestSupport
import Testing

/// Requests and their responses on one connection.
@Suite(.hangGuard)
struct RequestTests {
    @Test func aBodyComesBack() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let response = try await server.answer(
                to: "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhello")
            #expect(response.status == 200 && response.text == "hello")
            #expect(response.headers["content-length"] == "5")
            #expect(response.headers["content-type"] == "application/octet-stream")
            #expect(response.headers["connection"] == nil)
            #expect(response.headers["date"]?.hasSuffix(" GMT") == true)
            let record = await stub.records.next()
            #expect(record?.status == 200 && record?.head.path == "/echo")
            #expect(record?.bytesRead == 5 && record?.bytesWritten == 5)
            #expect(record.map { $0.duration > .zero } == true)
            #expect(stub.reserved == 0 && stub.mostReserved == 5)
        }
    }

    @Test func connectionsAreKept() async throws {
        try await TestServer.run { server async throws in
            let texts = try await server.connect { client in
                try (0..<100).map { index in
                    try client.send(
                        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n\(10 + index % 90)"
                    )
                    return try client.response().text
                }
            }
            #expect(texts == (0..<100).map { "\(10 + $0 % 90)" })
        }
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() async throws {
        try await TestServer.run { server async throws in
            let count = 200
            let statuses = try await server.connect { client in
                let pair =
                    "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\n\r\nx"
                    + "GET /refused HTTP/1.1\r\nhost: a\r\n\r\n"
                try client.send(String(repeating: pair, count: count))
                return try (0..<2 * count).map { _ in try client.response().status }
            }
            #expect(statuses == (0..<count).flatMap { _ in [200, 401] })
        }
    }

    @Test func whatIsAskedIsDecoded() async throws {
        try await TestServer.run { server async throws in
            func text(_ target: String) async throws -> String {
                try await server.answer(to: "GET \(target) HTTP/1.1\r\nhost: a\r\n\r\n").text
            }
            #expect(try await text("/he%61d?a=b+c&d=%C3%B1&e") == "GET|/head|a=b c|d=ñ|e=|a")
            #expect(try await text("http://other:1/head?x=1") == "GET|/head|x=1|other:1")
            #expect(try await text("/head?a=%zz%4") == "GET|/head|a=%zz%4|a")
        }
    }

    @Test func headIsGetWithoutTheBody() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let (first, second) = try await server.connect { client in
                try client.send("HEAD /head HTTP/1.1\r\nhost: a\r\n\r\n")
                let first = try client.response(toHead: true)
                try client.send("HEAD /pieces?count=3&bytes=9 HTTP/1.1\r\nhost: a\r\n\r\n")
                _ = try client.response(toHead: true)
                try client.send("GET /head HTTP/1.1\r\nhost: a\r\n\r\n")
                return (first, try client.response())
            }
            #expect(first.status == 200)
            #expect(first.headers["content-length"] == second.headers["content-length"])
            #expect(second.text == "GET|/head|a")
            #expect(await stub.records.next()?.head.method == "HEAD")
        }
    }

    @Test func requestsHaveIds() async throws {
        try await TestServer.run { server async throws in
            func id(_ header: String) async throws -> String? {
                try await server.answer(to: "GET /head HTTP/1.1\r\nhost: a\r\n\(header)\r\n")
                    .headers["x-request-id"]
            }
            #expect(try await id("X-Request-Id: given-1\r\n") == "given-1")
            let long = String(repeating: "x", count: 129)
            #expect(try await id("x-request-id: \(long)\r\n")?.utf8.count == 32)
            #expect(try await id("x-request-id: ñ\r\n")?.utf8.count == 32)
            #expect(try await id("") != id(""))
        }
    }

    @Test func tracesAreGivenBackIfTheyAreWellFormed() async throws {
        try await TestServer.run { server async throws in
            func trace(_ parent: String) async throws -> [String?] {
                let headers = try await server.answer(
                    to: "GET /head HTTP/1.1\r\nhost: a\r\ntraceparent: \(parent)\r\n"
                        + "tracestate: a=1,b=2\r\n\r\n"
                ).headers
                return [headers["traceparent"], headers["tracestate"]]
            }
            let good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            #expect(try await trace(good) == [good, "a=1,b=2"])
            #expect(try await trace(good.uppercased()) == [nil, nil])
            #expect(try await trace("ff" + good.dropFirst(2)) == [nil, nil])
            #expect(
                try await trace("00-" + String(repeating: "0", count: 32) + "-00f067aa0ba902b7-01")
                    == [nil, nil])
            #expect(try await trace("00-1-2-3") == [nil, nil])
        }
    }

    @Test func headersThatCannotBeSentAreLeftOut() async throws {
        try await TestServer.run { server async throws in
            let response = try await server.answer(to: "GET /headers HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(response.headers["x-good"] == "1" && response.headers["x-bad"] == nil)
            #expect(response.headers["x-injected"] == nil && response.text == "ok")
        }
    }

    @Test func responsesWithoutABodyKeepTheConnection() async throws {
        try await TestServer.run { server async throws in
            let (first, second) = try await server.connect { client in
                try client.send("GET /empty HTTP/1.1\r\nhost: a\r\n\r\n")
                let first = try client.response()
                try client.send("GET /head HTTP/1.1\r\nhost: a\r\n\r\n")
                return (first, try client.response())
            }
            #expect(first.status == 204 && first.headers["content-length"] == nil)
            #expect(second.status == 200)
        }
    }

    @Test func oldClientsAreServed() async throws {
        try await TestServer.run { server async throws in
            let closed = try await server.connect { client in
                try client.send("GET /pieces?count=3&bytes=4 HTTP/1.0\r\n\r\n")
                return try client.response()
            }
            #expect(closed.headers["connection"] == "close" && closed.body.count == 12)
            #expect(closed.headers["transfer-encoding"] == nil)
            let kept = try await server.connect { client in
                try (0..<2).map { _ in
                    try client.send("GET /head HTTP/1.0\r\nconnection: keep-alive\r\n\r\n")
                    return try client.response().headers["connection"]
                }
            }
            #expect(kept == ["keep-alive", "keep-alive"])
        }
    }

    @Test func aConnectionIsClosedIfTheClientAsksForIt() async throws {
        try await TestServer.run { server async throws in
            let (header, isEnded) = try await server.connect { client in
                try client.send("GET /head HTTP/1.1\r\nhost: a\r\nConnection: Close\r\n\r\n")
                return (try client.response().headers["connection"], client.isEnded())
            }
            #expect(header == "close" && isEnded)
        }
    }

    @Test func upgradesAreNotMade() async throws {
        try await TestServer.run { server async throws in
            let response = try await server.answer(
                to: "POST /echo HTTP/1.1\r\nhost: a\r\nconnection: Upgrade, HTTP2-Settings\r\n"
                    + "upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQBAAAAAAIAAAAA\r\n"
                    + "content-length: 3\r\n\r\nabc")
            #expect(response.status == 200 && response.text == "abc")
            #expect(response.headers["connection"] == "close")
        }
    }

    @Test func piecesAreStreamed() async throws {
        try await TestServer.run { server async throws in
            let (pieces, next) = try await server.connect { client in
                try client.send("GET /pieces?count=40&bytes=100000 HTTP/1.1\r\nhost: a\r\n\r\n")
                let pieces = try client.response()
                try client.send("GET /head HTTP/1.1\r\nhost: a\r\n\r\n")
                return (pieces, try client.response())
            }
            #expect(pieces.headers["transfer-encoding"] == "chunked")
            #expect(pieces.body == (0..<40).flatMap { [UInt8](repeating: $0, count: 100_000) })
            #expect(next.status == 200)
        }
    }

    @Test func aStreamThatFailsIsCut() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let bytes = try await server.connect { client in
                try client.send("GET /pieces?count=2&bytes=10&fails=1 HTTP/1.1\r\nhost: a\r\n\r\n")
                return client.rest()
            }
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text.hasPrefix("HTTP/1.1 200") && !text.hasSuffix("0\r\n\r\n"))
            #expect(await stub.records.next()?.status == 500)
        }
    }

    @Test func largeResponsesArrive() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let response = try await server.answer(
                to: "GET /big?bytes=30000001 HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(response.body.count == 30_000_001)
            #expect(await stub.records.next()?.bytesWritten == 30_000_001)
        }
    }
}
