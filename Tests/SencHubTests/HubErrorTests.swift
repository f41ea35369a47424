import Foundation
import SencFiles
import Synchronization
import TestSupport
import Testing

@testable import SencHub

/// What a hub refuses, and what is refused of the files that it sends.
@Suite struct HubErrorTests {
    @Test func gatedIsToldFromMissing() throws {
        for status in [401, 403] {
            let (error, hub) = HubFixture.error(
                in: "config.json", .init(status, [("X-Error-Code", "GatedRepo")]))
            #expect(error == .gated(model: "org/tiny", endpoint: hub.server.endpoint))
            hub.expectNothingToBeThere()
        }
        let hub = HubFixture()
        #expect(hub.error("org/none") == .noSuchModel("org/none", endpoint: hub.server.endpoint))
        #expect(hub.error("org/tiny@v9") == .noSuchRevision("v9", model: "org/tiny"))
        let (missing, _) = HubFixture.error(
            in: "vocab.txt", .init(404, [("X-Error-Code", "EntryNotFound")]))
        #expect(missing == .noSuchFile("vocab.txt", model: "org/tiny"))
    }

    @Test func refusalsAreToldApart() throws {
        let (refused, hub) = HubFixture.error(
            .init(401, [("X-Error-Message", "Invalid credentials in Authorization header")]),
            token: "hf_old")
        let url = hub.server.endpoint + "/api/models/org/tiny/revision/main"
        #expect(refused == .tokenRefused(url: url))
        let (missing, other) = HubFixture.error(.init(401))
        #expect(missing == .noSuchModel("org/tiny", endpoint: other.server.endpoint))
        let (forbidden, _) = HubFixture.error(.init(403, [("X-Error-Message", "no\u{1B}[31m")]))
        guard case .forbidden(_, let reason) = forbidden else {
            Issue.record("\(String(describing: forbidden))")
            return
        }
        #expect(reason == "no\u{1B}[31m")
        #expect(forbidden?.description.contains("\u{1B}") == false)
        let (teapot, _) = HubFixture.error(.init(418))
        guard case .unexpectedStatus(418, _, _) = teapot else {
            Issue.record("\(String(describing: teapot))")
            return
        }
    }

    @Test func whatStaysOutOfOrderIsGivenUp() throws {
        let (error, hub) = HubFixture.error(.init(503))
        let url = hub.server.endpoint + "/api/models/org/tiny/revision/main"
        #expect(error == .busy(status: 503, url: url, retryAfter: nil))
        #expect(hub.server.requests.count == 6)
    }

    @Test func aLongWaitIsNotWaited() throws {
        let (error, hub) = HubFixture.error(.init(429, [("Retry-After", "100000")]))
        let url = hub.server.endpoint + "/api/models/org/tiny/revision/main"
        #expect(error == .busy(status: 429, url: url, retryAfter: 100_000))
        #expect(hub.server.requests.count == 1)
    }

    /// What a pull from a hub ends with, and how often it was retried.
    private func error(from endpoint: String) throws -> (HubError?, retries: Int) {
        let retries = Mutex(0)
        let error = #expect(throws: HubError.self) {
            try HubFixture().pull(environment: ["HF_ENDPOINT": endpoint]) {
                if case .retrying = $0 { retries.withLock { $0 += 1 } }
            }
        }
        return (error, retries.withLock { $0 })
    }

    @Test func aServerThatIsNotThereIsTriedTwice() throws {
        // A port that nothing listens on.
        let (error, retries) = try error(from: "http://127.0.0.1:1")
        guard case .unreachable = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(retries == 1)
    }

    @Test func aNameThatLeadsNowhereEndsAtOnce() throws {
        let (error, retries) = try error(from: "https://hub.invalid")
        let url = "https://hub.invalid/api/models/org/tiny/revision/main"
        #expect(error == .unresolved(url: url, isProxy: false))
        #expect(retries == 0)
        #expect(error?.description.contains("HF_HUB_OFFLINE") == true)
    }

    @Test(arguments: [
        (HubError.unresolved(url: "u", isProxy: false), 1),
        (.unresolved(url: "u", isProxy: true), 1), (.unreachable(url: "u", reason: "r"), 2),
        (.disconnected(url: "u", reason: "r"), 6),
    ])
    func onlyAServerThatHasAnsweredIsWaitedFor(_ error: HubError, tries: Int) throws {
        var (new, known) = (Retries(), Retries())
        for _ in 1..<tries { _ = try new.delay(after: error, hasAnswered: false) }
        #expect(throws: error) { try new.delay(after: error, hasAnswered: false) }
        for _ in 1..<6 { _ = try known.delay(after: error, hasAnswered: true) }
        #expect(throws: error) { try known.delay(after: error, hasAnswered: true) }
    }

    @Test func aWrongHashIsNotKept() throws {
        var wrong = HubFixture.weights
        wrong[wrong.count / 2] ^= 1
        let bytes = wrong
        let hub = HubFixture(storing: { HubServer.content(bytes, $0) })
        let fixture = HubFixture.needed.filter { $0.key != "2_Dense/model.safetensors" }
        let other = HubFixture(fixture, storing: { HubServer.content(bytes, $0) })
        let right = HubFixture.weightsHash
        #expect(
            other.error()
                == .wrongHash(HubServer.sha256(bytes), expected: right, file: "model.safetensors"))
        other.expectNothingToBeThere()
        #expect(!FileManager.default.fileExists(atPath: other.weightsBlob + ".incomplete"))
        #expect(hub.error() != nil)
    }

    @Test func aSmallFileIsCheckedTooByItsGitHash() throws {
        let hub = HubFixture(instead: { request in
            guard request.method == "GET", request.path.hasSuffix("vocab.txt") else { return nil }
            return .init(200, body: Array("[PAD]\nTHE\n".utf8))
        })
        let right = HubServer.gitHash(Array("[PAD]\nthe\n".utf8))
        let wrong = HubServer.gitHash(Array("[PAD]\nTHE\n".utf8))
        #expect(hub.error() == .wrongHash(wrong, expected: right, file: "vocab.txt"))
    }

    @Test func aWrongSizeIsAnError() throws {
        let size = HubFixture.weights.count
        for count in [size - 1, size + 1] {
            let bytes = Array(repeating: UInt8(0), count: count)
            let files = HubFixture.needed.filter { $0.key != "2_Dense/model.safetensors" }
            let hub = HubFixture(files, storing: { _ in .init(200, body: bytes) })
            #expect(
                hub.error() == .wrongSize(count, expected: size, file: "model.safetensors"))
            hub.expectNothingToBeThere()
        }
    }

    @Test func aBodyThatEndsTooSoonWithoutALengthIsTakenForCut() throws {
        let files = HubFixture.needed.filter { $0.key != "2_Dense/model.safetensors" }
        let hub = HubFixture(
            files,
            storing: { request in
                .init(
                    200, [("Transfer-Encoding", "chunked")],
                    body: Array("5\r\nabcde\r\n0\r\n\r\n".utf8))
            })
        guard case .disconnected(_, let reason) = hub.error() else {
            Issue.record("no error")
            return
        }
        #expect(reason == "the transfer ended after 5 of \(HubFixture.weights.count) bytes")
    }

    @Test func aServerThatIsTooSlowIsGivenUp() throws {
        // Four bytes at a time, some forty a second.
        let hub = HubFixture(instead: { request in
            guard request.path.hasSuffix(HubServer.commit + "/config.json"), request.method == "GET"
            else {
                return nil
            }
            return .init(
                200,
                [("X-Repo-Commit", HubServer.commit)],
                body: [UInt8](repeating: 0x20, count: HubFixture.needed["config.json"]?.count ?? 0),
                pieces: 1, pause: 500_000)
        })
        var settings = try hub.settings()
        settings.patience = 1
        settings.retries.maximumFailures = 1
        let start = ContinuousClock.now
        let error = #expect(throws: HubError.self) {
            try HubPull(HubModel("org/tiny"), settings: settings).run()
        }
        guard case .disconnected = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test func aPasswordIsNotShown() throws {
        let hub = HubFixture()
        let port = hub.server.endpoint.split(separator: ":").last ?? ""
        for (endpoint, model) in [
            ("http://user:PASSWORD@127.0.0.1:\(port)", "org/none"),
            ("http://user:PASSWORD@127.0.0.1:1", "org/tiny"),
            ("http://user:PASS/WORD@127.0.0.1:1", "org/tiny"), ("user:PASSWORD@host", "org/tiny"),
            ("ftp://user:PASSWORD@host", "org/tiny"), ("http://user:PASS?WORD@host", "org/tiny"),
        ] {
            do {
                var settings = try hub.settings(["HF_ENDPOINT": endpoint])
                settings.retries.maximumFailures = 1
                _ = try HubPull(HubModel(model), settings: settings).run()
                Issue.record("pulled from \(endpoint)")
            } catch let error as HubError {
                #expect(!error.description.contains("WORD"))
                #expect(!error.description.contains("PASS"))
                #expect(error.description.contains("***@"))
            }
        }
    }

    @Test(arguments: [
        ("https://host/a/b", "https://host/a/b"), ("https://a:b@host/c", "https://***@host/c"),
        ("https://host/a?X-Signature=b", "https://host/a?…"), ("a:b@c", "***@c"),
        ("a:b://c@d", "***@d"), ("https://a@b@c", "https://***@c"), ("a\u{1b}", "a\\u{1b}"),
    ])
    func addressesAreShownWithoutSecrets(address: String, shown: String) {
        #expect(Address.shown(address) == shown)
    }

    @Test func aModelWithoutWeightsIsAnError() throws {
        let hub = HubFixture(["config.json": [], "tf_model.h5": [1]])
        #expect(hub.error() == .noWeights(model: "org/tiny"))
        #expect(hub.server.downloads.isEmpty)
    }

    @Test func aShardThatIsNotThereIsAnError() throws {
        let index = #"{"weight_map": {"a": "../../evil.safetensors"}}"#
        let hub = HubFixture(["model.safetensors.index.json": Array(index.utf8)])
        #expect(hub.error() == .noSuchFile("../../evil.safetensors", model: "org/tiny"))
    }
}
