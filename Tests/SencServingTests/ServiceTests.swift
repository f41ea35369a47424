import Foundation
import SencServerSettings
import Testing

@testable import SencServing

/// Who may ask, and what the server tells of itself.
@Suite struct ServiceTests {
    @Test func aKeyIsDemanded() async throws {
        let test = try TestService { $0.apiKey = "secret" }
        let body = #"{"input":"a"}"#
        for headers: [(name: String, value: String)] in [
            [], [("authorization", "Bearer secre")], [("authorization", "Bearer secret ")],
            [("api-key", "")],
        ] {
            let answer = try await test.ask("POST", "/v1/embeddings", body, headers: headers)
            #expect(answer.status == 401)
            #expect(try answer.value("error", "code") as? String == "invalid_api_key")
            #expect(answer.header("www-authenticate") == "Bearer")
        }
        for header in [
            ("authorization", "Bearer secret"), ("Authorization", "bearer secret"),
            ("authorization", "secret"), ("api-key", "secret"), ("x-api-key", "secret"),
        ] {
            let answer = try await test.ask("POST", "/v1/embeddings", body, headers: [header])
            #expect(answer.status == 200)
        }
        #expect(try await test.ask("GET", "/health").status == 200)
        #expect(try await test.ask("GET", "/metrics").status == 401)
        #expect(try await test.ask("GET", "/v1/models").status == 401)
    }

    @Test func aServerOnLoopbackIsAskedByItsNames() async throws {
        let test = try TestService { $0.allowedHosts = ["box.example"] }
        for (host, status) in [
            ("localhost", 200), ("127.0.0.1:8080", 200), ("[::1]:80", 200), ("BOX.example", 200),
            ("evil.example", 403), ("", 200),
        ] {
            let answer = try await test.ask("GET", "/health", headers: [("host", host)])
            #expect(answer.status == status, "\(host)")
        }
        let open = try TestService { $0.address = .host("0.0.0.0", port: 80) }
        #expect(try await open.ask("GET", "/health", headers: [("host", "any")]).status == 200)
    }

    @Test func pagesFromElsewhereAskIfTheyMay() async throws {
        let test = try TestService()
        let origin: [(name: String, value: String)] = [
            ("origin", "https://a.example"), ("access-control-request-method", "POST"),
        ]
        #expect(try await test.ask("OPTIONS", "/embed", headers: origin).status == 403)
        #expect(
            try await test.ask("POST", "/embed", #"{"inputs":"a"}"#, headers: origin).status == 403)
        let own = try await test.ask(
            "POST", "/embed", #"{"inputs":"a"}"#, headers: [("origin", "http://localhost:8080")])
        #expect(own.status == 200)
        let open = try TestService { $0.allowedOrigins = ["https://a.example"] }
        let asked = try await open.ask(
            "OPTIONS", "/embed",
            headers: origin + [("access-control-request-headers", "authorization")])
        #expect(asked.status == 204)
        #expect(asked.header("access-control-allow-origin") == "https://a.example")
        #expect(asked.header("access-control-allow-headers") == "authorization")
        let answer = try await open.ask("POST", "/embed", #"{"inputs":"a"}"#, headers: origin)
        #expect(answer.header("access-control-allow-origin") == "https://a.example")
    }

    @Test func pathsThatAreNotThere() async throws {
        let test = try TestService()
        let missing = try await test.ask("GET", "/v1/chat/completions")
        #expect(missing.status == 404)
        #expect(try missing.value("error", "type") as? String == "invalid_request_error")
        #expect(try await test.ask("GET", "/api/chat").value("error") is String)
        let wrong = try await test.ask("GET", "/embed")
        #expect(wrong.status == 405)
        #expect(wrong.header("allow") == "POST")
        #expect(try await test.ask("HEAD", "/health").status == 200)
    }

    @Test func drainingIsTold() async throws {
        let test = try TestService()
        #expect(try await test.ask("GET", "/ready").status == 200)
        test.service.drain()
        #expect(try await test.ask("GET", "/ready").status == 503)
        #expect(try await test.ask("GET", "/health").status == 200)
        #expect(try await test.post("/embed", #"{"inputs":"a"}"#).status == 503)
    }

    @Test func aFullQueueIsToldWithoutReadingBodies() throws {
        let test = try TestService { $0.queuedTokens = 0 }
        // With nothing in line there would be room for one; with no room at all there is none.
        let refusal = test.service.refusal(of: test.head("POST", "/v1/embeddings"))
        #expect(refusal?.status == 429)
        #expect(refusal?.headers.contains { $0.name == "retry-after" && $0.value == "1" } == true)
        #expect(test.service.refusal(of: test.head("POST", "/api/embed"))?.status == 503)
        #expect(test.service.refusal(of: test.head("GET", "/health")) == nil)
    }

    @Test func bytesOfBodiesAreBounded() throws {
        let test = try TestService { $0.queuedBytes = 100 }
        #expect(test.service.reserve(bytes: 60))
        #expect(!test.service.reserve(bytes: 41))
        test.service.release(bytes: 60)
        #expect(test.service.reserve(bytes: 100))
    }

    @Test func tooManyTextsAreRefused() async throws {
        let test = try TestService { $0.textsPerRequest = 2 }
        let answer = try await test.post("/embed", #"{"inputs":["a","b","c"]}"#)
        #expect(answer.status == 422)
        #expect(try await test.post("/v1/embeddings", #"{"input":["a","b","c"]}"#).status == 400)
    }

    @Test func figuresAreThereFromTheFirstScrape() async throws {
        let test = try TestService()
        let empty = try await test.ask("GET", "/metrics").text
        #expect(empty.contains("te_request_count{method=\"single\"} 0\n"))
        _ = try await test.post("/embed", #"{"inputs":"the rain"}"#)
        _ = try await test.post("/embed", #"{"inputs":["the rain","sun"]}"#)
        _ = try await test.post("/embed", #"{"inputs":[]}"#)
        let text = try await test.ask("GET", "/metrics").text
        for line in [
            "te_request_count{method=\"single\"} 1", "te_request_success{method=\"batch\"} 1",
            "te_request_failure{err=\"validation\"} 1", "te_embed_count 3",
            "te_request_duration_bucket{le=\"1.5", "te_request_duration_count 2",
            "te_queue_size 0", "senc_cache_hits_total 1", "senc_cache_misses_total 2",
            "senc_build_info{version=\"1.2.3\",model=\"tiny\"} 1",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        // Each name has its help and type once.
        let types = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(Set(types).count == types.count)
    }

    @Test func theLogHasNoTexts() async throws {
        let test = try TestService()
        var head = test.head("POST", "/embed", headers: [("user-agent", "u\"\n")])
        head.query = [("q", "private")]
        let line = String(
            decoding: ServerLog.line(
                RequestRecord(
                    head: head, status: 200, bytesRead: 5, bytesWritten: 7,
                    duration: .milliseconds(3)), at: 1_700_000_000), as: UTF8.self)
        #expect(!line.contains("private"))
        let fields = try #require(
            JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(fields["time"] as? String == "2023-11-14T22:13:20Z")
        #expect(fields["status"] as? Int == 200)
        #expect(fields["request_id"] as? String == "id-1")
        #expect(line.last == "\n")
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"),
        (951_782_400, "2000-02-29T00:00:00Z"), (1_798_761_599, "2026-12-31T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ])
    func timesAreInUTC(seconds: Int, text: String) {
        #expect(UTCTime(seconds: seconds).text == text)
    }
}
