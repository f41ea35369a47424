import CZlib
import SencServerSettings
import SencServing
import TestSupport
import Testing

/// Bodies: refused, compressed, in chunks, too large, cut.
@Suite(.hangGuard)
struct BodyTests {
    private static let post = "POST /echo HTTP/1.1\r\nhost: a\r\n"

    @Test func aRefusalNeedsNoBody() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            // The body is sent after the answer has come, and the connection is kept.
            let statuses = try await server.connect { client in
                try client.send("POST /refused HTTP/1.1\r\nhost: a\r\ncontent-length: 6\r\n\r\n")
                let first = try client.response()
                try client.send("secret" + Self.post + "content-length: 1\r\n\r\nx")
                return [first.status, try client.response().status]
            }
            #expect(statuses == [401, 200])
            #expect(stub.mostReserved == 1)
            #expect(await stub.records.next()?.status == 401)
        }
    }

    @Test func aRefusalOfALargeBodyClosesOnceItIsRead() async throws {
        try await TestServer.run { server async throws in
            let (response, rest) = try await server.connect { client in
                try client.send(
                    "POST /refused HTTP/1.1\r\nhost: a\r\ncontent-length: 20000000\r\n\r\n")
                try client.send([UInt8](repeating: 1, count: 20_000_000))
                return (try client.response(), client.rest())
            }
            #expect(response.status == 401 && response.headers["connection"] == "close")
            #expect(rest == [])
        }
    }

    @Test func whoAsksWhetherToSendIsTold() async throws {
        try await TestServer.run { server async throws in
            let statuses = try await server.connect { client in
                try client.send(
                    Self.post + "content-length: 2\r\nExpect: 100-continue\r\n\r\n")
                let first = try client.response()
                try client.send("ab")
                let second = try client.response()
                #expect(second.text == "ab")
                try client.send(
                    "POST /refused HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n"
                        + "expect: 100-continue\r\n\r\n")
                let third = try client.response()
                #expect(client.isEnded())
                return [first.status, second.status, third.status]
            }
            #expect(statuses == [100, 200, 401])
        }
    }

    @Test func aBodyHasALimit() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub, settings: .with { $0.bodyBytes = 1_000 }) {
            server async throws in
            let announced = try await server.answer(
                to: Self.post + "content-length: 1001\r\nexpect: 100-continue\r\n\r\n")
            #expect(announced.status == 413)
            let fits = try await server.answer(
                to: Self.post + "content-length: 1000\r\n\r\n"
                    + String(repeating: "x", count: 1_000))
            #expect(fits.status == 200)
            let chunk = "100\r\n" + String(repeating: "x", count: 256) + "\r\n"
            let chunked = try await server.connect { client in
                try client.send(Self.post + "transfer-encoding: chunked\r\n\r\n")
                try client.send(String(repeating: chunk, count: 4))
                let first = try client.response().status
                // The rest is skipped, and the connection kept.
                try client.send("0\r\n\r\n" + Self.post + "content-length: 0\r\n\r\n")
                return [first, try client.response().status]
            }
            #expect(chunked == [413, 200])
            #expect(stub.reserved == 0 && stub.mostReserved <= 1_000)
        }
    }

    @Test func aBodyWithoutEndIsNotReadForever() async throws {
        try await TestServer.run(settings: .with { $0.bodyBytes = 100_000 }) {
            server async throws in
            let (status, isCut) = try await server.connect { client in
                try client.send(Self.post + "transfer-encoding: chunked\r\n\r\n")
                let chunk = "10000\r\n" + String(repeating: "x", count: 65_536) + "\r\n"
                var isCut = false
                for _ in 0..<4_000 where !isCut {
                    do { try client.send(chunk) } catch { isCut = true }
                }
                return (try client.response().status, isCut)
            }
            #expect(status == 413 && isCut)
        }
    }

    @Test func bodiesWaitForRoom() async throws {
        let stub = StubHandler(room: 1_000)
        try await TestServer.run(stub) { server async throws in
            let response = try await server.answer(
                to: Self.post + "content-length: 1001\r\n\r\n"
                    + String(repeating: "x", count: 1_001))
            #expect(response.status == 429)
            #expect(await stub.records.next()?.status == 429)
            #expect(stub.reserved == 0)
        }
    }

    @Test func chunksAreJoined() async throws {
        try await TestServer.run { server async throws in
            let response = try await server.answer(
                to: Self.post + "transfer-encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n2;extension=1\r\nde\r\n0\r\ntrailer: 1\r\n\r\n")
            #expect(response.text == "abcde")
        }
    }

    @Test(arguments: [("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15)])
    func compressedBodiesAreInflated(_ name: String, _ window: Int) async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let plain = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7 ^ $0) }
            let packed = Self.deflated(plain, window: window)
            let response = try await server.connect { client in
                try client.send(
                    Self.post
                        + "content-encoding: \(name)\r\ncontent-length: \(packed.count)\r\n\r\n")
                try client.send(packed)
                return try client.response()
            }
            #expect(response.body == plain)
            #expect(await stub.records.next()?.bytesRead == packed.count)
            #expect(stub.mostReserved == packed.count + plain.count && stub.reserved == 0)
        }
    }

    @Test func membersOfGzipAreJoined() async throws {
        #expect(
            try await Self.answer(
                Self.deflated(Array("ab".utf8)) + Self.deflated(Array("cd".utf8))
            ).text == "abcd")
    }

    @Test func bombsEndAtTheLimit() async throws {
        let stub = StubHandler()
        let bomb = Self.deflated([UInt8](repeating: 0, count: 40_000_000))
        #expect(bomb.count < 50_000)
        let response = try await Self.answer(bomb, stub: stub, limit: 1_000_000)
        #expect(response.status == 413)
        #expect(stub.mostReserved < 1_100_000 && stub.reserved == 0)
        let crowded = StubHandler(room: 1_000_000)
        #expect(try await Self.answer(bomb, stub: crowded).status == 429)
        #expect(crowded.reserved == 0)
    }

    @Test func brokenCompressionIsToldOf() async throws {
        let good = Self.deflated(Array("hello, hello, hello".utf8))
        var flipped = good
        flipped[good.count - 6] ^= 1
        for bad in [
            Array(good.dropLast()), Array(good.prefix(5)), flipped, good + [1, 2, 3],
            Array("not compressed".utf8),
        ] {
            #expect(try await Self.answer(bad).status == 400)
        }
        #expect(try await Self.answer([]).status == 200)
    }

    @Test func otherCodingsAreToldOf() async throws {
        try await TestServer.run { server async throws in
            for header in [
                "content-encoding: zstd", "content-encoding: gzip, gzip",
                "transfer-encoding: gzip, chunked",
            ] {
                let length =
                    header.hasPrefix("t") ? "\r\n0\r\n\r\n" : "content-length: 1\r\n\r\nx"
                let response = try await server.answer(to: Self.post + header + "\r\n" + length)
                #expect(response.status == 400)
            }
        }
    }

    @Test func aBodyThatIsCutIsToldOf() async throws {
        let stub = StubHandler()
        try await TestServer.run(stub) { server async throws in
            let response = try await server.connect { client in
                try client.send(Self.post + "content-length: 100\r\n\r\nonly this")
                client.endSending()
                return try client.response()
            }
            #expect(response.status == 400 && response.text == "the body is cut")
            #expect(await stub.records.next()?.status == 400)
            #expect(stub.reserved == 0)
        }
    }

    private static func answer(
        _ packed: [UInt8], stub: StubHandler = StubHandler(), limit: Int = 100_000_000
    ) async throws -> RawResponse {
        let answers = Mailbox<RawResponse>()
        try await TestServer.run(stub, settings: .with { $0.bodyBytes = limit }) {
            server async throws in
            answers.put(
                try await server.connect { client in
                    try client.send(
                        post + "content-encoding: gzip\r\ncontent-length: \(packed.count)\r\n\r\n")
                    try client.send(packed)
                    return try client.response()
                })
        }
        return try #require(await answers.next())
    }

    private static func deflated(_ bytes: [UInt8], window: Int = 31) -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        deflateInit2_(
            &stream, 9, Z_DEFLATED, Int32(window), 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
        defer { deflateEnd(&stream) }
        var input = bytes
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: bytes.count + 1_000) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
                count = output.count - Int(stream.avail_out)
            }
        }
    }
}
