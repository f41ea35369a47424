import Foundation
import SencServerSettings
import TestSupport
import Testing

/// `senc-server`
@Suite struct ServerProgramTests {
    /// Calls on a thread of its own, where waiting is no harm.
    private static func onThread<Result: Sendable>(
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
        }
    }

    @Test(arguments: [[], ["--port", "80"], ["{}", "{}"]])
    func otherArgumentsAreAnsweredWithItsUse(arguments: [String]) async throws {
        let outcome = try await Self.onThread { try ServerProcess(arguments).outcome() }
        #expect(outcome.status == 64)
        #expect(outcome.messages.contains("senc help serve"))
    }

    @Test func whatCannotBeServedIsAnErrorOfOneLine() async throws {
        let settings = try await Self.onThread { try ServerProcess(["{}"]).outcome() }
        #expect(settings.status == 64)
        #expect(
            settings.messages
                == "senc-server: error: the server's settings have no valid 'version'\n")
        let model = try await Self.onThread {
            try ServerProcess(serving: "no/such-model", threads: 1).outcome()
        }
        #expect(model.status != 0)
        #expect(model.messages.hasPrefix("senc-server: error: "))
        #expect(model.messages.filter { $0 == "\n" }.count == 1)
    }

    /// `senc serve` hands over what stands for its messages.
    @Test func whatItReportsIsInTheUsersLanguage() async throws {
        let outcome = try await Self.onThread {
            var settings = ServerSettings()
            settings.models = [.init(name: "m", source: Goldens.path("tiny-bert"))]
            settings.address = .host("127.0.0.1", port: 0)
            settings.threads = 1
            settings.translations = ["listening on %1 (model %2)": "escucha en %1 (modelo %2)"]
            let server = try ServerProcess([settings.json])
            let line = try server.line()
            server.terminate()
            return (line: line, rest: server.outcome())
        }
        #expect(outcome.line.hasPrefix("senc-server: escucha en http://127.0.0.1:"))
        #expect(outcome.line.hasSuffix(" (modelo m)\n"))
        #expect(outcome.rest == (0, ""))
    }

    private static func send(_ texts: [String], on client: RawClient) throws {
        let body = try JSONSerialization.data(withJSONObject: ["inputs": texts])
        try client.send(
            "POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-length: \(body.count)\r\n\r\n")
        try client.send([UInt8](body))
    }

    @Test func whatWasAcceptedIsAnsweredAfterTheSignal() async throws {
        let texts = RandomTexts.texts(2_000, length: 20..<60, seed: 1)
        let (response, outcome) = try await Self.onThread {
            let server = try ServerProcess(serving: Goldens.path("tiny-bert"), threads: 1)
            let client = try RawClient(server.address())
            try Self.send(texts, on: client)
            // The response has begun, so the request was accepted.
            try client.awaitBytes()
            server.terminate()
            return (try client.response(), server.outcome())
        }
        #expect(response.status == 200)
        let vectors = try JSONSerialization.jsonObject(with: Data(response.body)) as? [[Double]]
        #expect(vectors?.count == texts.count)
        #expect(outcome == (0, ""))
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        // The response begins with the short ones; the others would take half a minute.
        let texts =
            RandomTexts.texts(256, length: 1..<3, seed: 2)
            + RandomTexts.texts(1_000, length: 200..<201, seed: 3)
        let (outcome, duration) = try await Self.onThread {
            let server = try ServerProcess(
                serving: Goldens.repository + "/Weights/all-MiniLM-L6-v2", threads: 1)
            let client = try RawClient(server.address())
            try Self.send(texts, on: client)
            try client.awaitBytes()
            let start = ContinuousClock.now
            server.terminate()
            // A signal right behind the first one may be taken for the same.
            while server.isRunning {
                Thread.sleep(forTimeInterval: 0.1)
                server.terminate()
            }
            return (server.outcome(), ContinuousClock.now - start)
        }
        #expect(outcome.status == 130)
        #expect(duration < .seconds(15))
    }
}
