import Foundation
import SencFiles
import TestSupport
import Testing

@testable import SencHub

/// What a hub refuses, and what is refused of a hub.
@Suite struct HubErrorTests {
    private static let limit = HubClient.maximumErrorSize

    private func error(
        in part: String = "", _ response: HubServer.Response, token: String? = nil
    ) -> (HubError?, HubFixture) {
        let hub = HubFixture(instead: { part.isEmpty || $0.path.contains(part) ? response : nil })
        return (hub.error(environment: token.map { ["HF_TOKEN": $0] } ?? [:]), hub)
    }

    private func expectNothingToBeThere(_ hub: HubFixture) {
        let files = FileManager.default
        #expect(!files.fileExists(atPath: hub.snapshot))
        #expect(!files.fileExists(atPath: hub.root + "/refs"))
        #expect(!files.fileExists(atPath: hub.weightsBlob))
    }

    @Test func gatedIsToldFromMissing() throws {
        for status in [401, 403] {
            let (error, hub) = error(
                in: "config.json", .init(status, [("X-Error-Code", "GatedRepo")]))
            #expect(error == .gated(model: "org/tiny", endpoint: hub.server.endpoint))
            expectNothingToBeThere(hub)
        }
        let hub = HubFixture()
        #expect(hub.error("org/none") == .noSuchModel("org/none", endpoint: hub.server.endpoint))
        #expect(hub.error("org/tiny@v9") == .noSuchRevision("v9", model: "org/tiny"))
        let (missing, _) = error(in: "vocab.txt", .init(404, [("X-Error-Code", "EntryNotFound")]))
        #expect(missing == .noSuchFile("vocab.txt", model: "org/tiny"))
    }

    @Test func refusalsAreToldApart() throws {
        let (refused, hub) = error(
            .init(401, [("X-Error-Message", "Invalid credentials in Authorization header")]),
            token: "hf_old")
        let url = hub.server.endpoint + "/api/models/org/tiny/revision/main"
        #expect(refused == .tokenRefused(url: url))
        let (missing, other) = error(.init(401))
        #expect(missing == .noSuchModel("org/tiny", endpoint: other.server.endpoint))
        let (forbidden, _) = error(.init(403, [("X-Error-Message", "no\u{1B}[31m")]))
        guard case .forbidden(_, let reason) = forbidden else {
            Issue.record("\(String(describing: forbidden))")
            return
        }
        #expect(reason == "no\u{1B}[31m")
        #expect(forbidden?.description.contains("\u{1B}") == false)
        let (teapot, _) = error(.init(418))
        guard case .unexpectedStatus(418, _, _) = teapot else {
            Issue.record("\(String(describing: teapot))")
            return
        }
    }

    @Test func whatStaysOutOfOrderIsGivenUp() throws {
        let (error, hub) = error(.init(503))
        let url = hub.server.endpoint + "/api/models/org/tiny/revision/main"
        #expect(error == .busy(status: 503, url: url, retryAfter: nil))
        #expect(hub.server.requests.count == 6)
    }

    @Test func aLongWaitIsNotWaited() throws {
        let (error, hub) = error(.init(429, [("Retry-After", "100000")]))
        let url = hub.server.endpoint + "/api/models/org/tiny/revision/main"
        #expect(error == .busy(status: 429, url: url, retryAfter: 100_000))
        #expect(hub.server.requests.count == 1)
    }

    @Test func aServerThatIsNotThereIsAnError() throws {
        let hub = HubFixture()
        // A port that nothing listens on.
        let error = hub.error(environment: ["HF_ENDPOINT": "http://127.0.0.1:1"])
        guard case .disconnected = error else {
            Issue.record("\(String(describing: error))")
            return
        }
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
        expectNothingToBeThere(other)
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
            expectNothingToBeThere(hub)
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

    @Test(arguments: [
        "../evil.json", "/etc/evil.json", "a/../../evil.json", "a\\\\..\\\\evil.json", "a//b.json",
        "./a.json", "", "a\\u0000.json", "a\\n.json", "..", "../\\u0301x.json",
        "../\u{301}x.json", "a/../\u{20d2}x/../\u{301}y", "/\u{301}a.json",
    ])
    func aNameThatLeadsOutOfTheModelIsAnError(name: String) throws {
        let list = #"{"sha":"\#(HubServer.commit)","siblings":[{"rfilename":"\#(name)"}]}"#
        let (error, hub) = error(in: "/api/", .init(200, body: Array(list.utf8)))
        guard case .unsafeName = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("\n") == false)
        expectNothingToBeThere(hub)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"siblings":[]}"#, #"{"sha":"main","siblings":[]}"#,
        #"{"sha":"\#(HubServer.commit)"}"#, #"{"sha":"\#(HubServer.commit)","siblings":[{}]}"#,
        #"{"sha":"\#(HubServer.commit)","siblings":[{"rfilename":7}]}"#,
        #"{"sha":"../../../../../../../../../../../etc/abcd","siblings":[]}"#,
        String(repeating: "[", count: 100_000),
    ])
    func aMalformedListIsAnError(list: String) throws {
        let (error, _) = error(in: "/api/", .init(200, body: Array(list.utf8)))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: [HubListing.maximumFiles, HubListing.maximumFiles + 1])
    func aListMayHaveSoManyFilesAndNoMore(count: Int) throws {
        // All of one name, so that what is counted is the list's length.
        let files = [String](repeating: #"{"rfilename":"a"}"#, count: count).joined(separator: ",")
        let list = #"{"sha":"\#(HubServer.commit)","siblings":[\#(files)]}"#
        let parsed = Result { try HubListing(parsing: Array(list.utf8), url: "url") }
        if count > HubListing.maximumFiles {
            #expect(throws: HubError.badAnswer(url: "url", problem: "it lists over 100000 files")) {
                try parsed.get()
            }
        } else {
            #expect(try parsed.get().names == ["a"])
        }
    }

    @Test func anEndlessListIsAnError() throws {
        let spaces = [UInt8](repeating: 0x20, count: HubClient.maximumListingSize + 1)
        let (error, _) = error(in: "/api/", .init(200, body: spaces))
        guard case .badAnswer(_, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem == "the list is over the limit of 33554432 bytes")
    }

    @Test func anEndlessErrorIsAnError() throws {
        let (error, _) = error(.init(404, body: [UInt8](repeating: 0x20, count: Self.limit + 1)))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["-1", "1e9", "99999999999999999999", "", "12 "])
    func aSizeThatCannotBeIsAnError(size: String) throws {
        let (error, _) = error(
            in: "model.safetensors",
            .init(
                302,
                [
                    ("X-Linked-Etag", String(repeating: "a", count: 64)), ("X-Linked-Size", size),
                    ("X-Repo-Commit", HubServer.commit), ("Location", "/x"),
                ]))
        if size == "12 " {
            // Space around a header's value is none of it; the file is then not where it should be.
            guard case .noSuchModel = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            return
        }
        guard case .badAnswer(_, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem == "the file's size is '\(size)'")
    }

    @Test(arguments: [
        ("model.safetensors", HubClient.maximumWeightSize),
        ("vocab.txt", HubClient.maximumFileSize), ("modules.json", HubPull.maximumIndexSize),
    ])
    func aFileOverTheLimitOfItsKindIsAnError(name: String, limit: Int) throws {
        for size in [limit + 1, 1 << 40] {
            let (error, hub) = error(
                in: "\(HubServer.commit)/\(name)",
                .init(
                    302,
                    [
                        ("X-Linked-Etag", String(repeating: "a", count: 64)),
                        ("X-Linked-Size", "\(size)"), ("X-Repo-Commit", HubServer.commit),
                        ("Location", "/x"),
                    ]))
            #expect(error == .tooLarge(size, limit: limit, what: name))
            expectNothingToBeThere(hub)
        }
    }

    @Test func aModelOverTheLimitIsAnError() throws {
        // As many files as stay under the limit each.
        let count = HubPull.maximumTotalSize / HubClient.maximumFileSize + 1
        let names = (0..<count).map { "\($0).json" } + ["model.safetensors"]
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, [UInt8]()) })
        let hub = HubFixture(
            files,
            instead: { request in
                guard request.method == "HEAD" else { return nil }
                let hash = HubServer.sha256(Array(request.path.utf8))
                return .init(
                    302,
                    [
                        ("X-Linked-Etag", hash),
                        ("X-Linked-Size", "\(HubClient.maximumFileSize)"),
                        ("X-Repo-Commit", HubServer.commit), ("Location", "/x"),
                    ])
            })
        guard case .tooLarge(_, HubPull.maximumTotalSize, "org/tiny") = hub.error() else {
            Issue.record("\(String(describing: hub.error()))")
            return
        }
        expectNothingToBeThere(hub)
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

    @Test(arguments: [
        ("", "nothing"), ("../../evil", "no hash"),
        (String(repeating: "A", count: 64), "upper case"),
        (String(repeating: "a", count: 41), "no hash's length"),
    ])
    func anETagThatIsNoHashIsAnError(etag: String, why: String) throws {
        let (error, hub) = error(
            in: "vocab.txt", .init(200, [("ETag", etag), ("X-Repo-Commit", HubServer.commit)]))
        guard case .badAnswer = error else {
            Issue.record("\(why): \(String(describing: error))")
            return
        }
        expectNothingToBeThere(hub)
    }

    @Test func anotherCommitsFileIsAnError() throws {
        let etag = ("ETag", String(repeating: "a", count: 40))
        for header in [[], [("X-Repo-Commit", "main")]] {
            let (error, _) = error(in: "vocab.txt", .init(200, header + [etag]))
            guard case .badAnswer = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func anotherRangeThanAskedForIsAnError() throws {
        let size = HubFixture.weights.count
        for range in ["bytes 0-\(size - 1)/\(size)", "bytes 1000-\(size)/\(size + 1)", "x"] {
            let hub = HubFixture(storing: { request in
                guard request.header("range") != nil else { return nil }
                return .init(
                    206, [("Content-Range", range)], body: Array(HubFixture.weights[1000...]))
            })
            let partial = hub.weightsBlob.dropFirst(hub.cache.path.count + 1) + ".incomplete"
            hub.cache.write(Array(HubFixture.weights[..<1000]), to: String(partial))
            guard case .badAnswer = hub.error() else {
                Issue.record("\(range)")
                return
            }
            expectNothingToBeThere(hub)
        }
    }

    @Test(arguments: ["", "/api/models/org/tiny/revision/main"])
    func redirectionsInACircleAreAnError(path: String) throws {
        let (error, hub) = error(.init(302, [("Location", path.isEmpty ? "/" : path)]))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(hub.server.requests.count == HubClient.maximumRedirections + 1)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:1/"])
    func aRedirectionToAnotherProtocolIsAnError(address: String) throws {
        let (error, _) = error(.init(302, [("Location", address)]))
        switch error {
        case .badAnswer, .impossible: break
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test func anEndlessHeadIsAnError() throws {
        let headers = (0..<400).map { ("X-\($0)", String(repeating: "x", count: 1000)) }
        let (error, _) = error(.init(200, headers))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
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
