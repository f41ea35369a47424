import Foundation
import SencFiles
import TestSupport
import Testing

@testable import SencHub

/// What is refused of a hub's answers: lists, sizes, hashes and redirections.
@Suite struct HubAnswerErrorTests {
    @Test(arguments: [
        "../evil.json", "/etc/evil.json", "a/../../evil.json", "a\\\\..\\\\evil.json", "a//b.json",
        "./a.json", "", "a\\u0000.json", "a\\n.json", "..", "../\\u0301x.json",
        "../\u{301}x.json", "a/../\u{20d2}x/../\u{301}y", "/\u{301}a.json",
    ])
    func aNameThatLeadsOutOfTheModelIsAnError(name: String) throws {
        let list = #"{"sha":"\#(HubServer.commit)","siblings":[{"rfilename":"\#(name)"}]}"#
        let (error, hub) = HubFixture.error(in: "/api/", .init(200, body: Array(list.utf8)))
        guard case .unsafeName = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("\n") == false)
        hub.expectNothingToBeThere()
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"siblings":[]}"#, #"{"sha":"main","siblings":[]}"#,
        #"{"sha":"\#(HubServer.commit)"}"#, #"{"sha":"\#(HubServer.commit)","siblings":[{}]}"#,
        #"{"sha":"\#(HubServer.commit)","siblings":[{"rfilename":7}]}"#,
        #"{"sha":"../../../../../../../../../../../etc/abcd","siblings":[]}"#,
        String(repeating: "[", count: 100_000),
    ])
    func aMalformedListIsAnError(list: String) throws {
        let (error, _) = HubFixture.error(in: "/api/", .init(200, body: Array(list.utf8)))
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
        let (error, _) = HubFixture.error(in: "/api/", .init(200, body: spaces))
        guard case .badAnswer(_, let problem) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problem == "the list is over the limit of 33554432 bytes")
    }

    @Test func anEndlessErrorIsAnError() throws {
        let (error, _) = HubFixture.error(
            .init(404, body: [UInt8](repeating: 0x20, count: HubClient.maximumErrorSize + 1)))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func anEndlessHeadIsAnError() throws {
        let headers = (0..<400).map { ("X-\($0)", String(repeating: "x", count: 1000)) }
        let (error, _) = HubFixture.error(.init(200, headers))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: ["-1", "1e9", "99999999999999999999", "", "12 "])
    func aSizeThatCannotBeIsAnError(size: String) throws {
        let (error, _) = HubFixture.error(
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
            let (error, hub) = HubFixture.error(
                in: "\(HubServer.commit)/\(name)",
                .init(
                    302,
                    [
                        ("X-Linked-Etag", String(repeating: "a", count: 64)),
                        ("X-Linked-Size", "\(size)"), ("X-Repo-Commit", HubServer.commit),
                        ("Location", "/x"),
                    ]))
            #expect(error == .tooLarge(size, limit: limit, what: name))
            hub.expectNothingToBeThere()
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
        hub.expectNothingToBeThere()
    }

    @Test(arguments: [
        ("", "nothing"), ("../../evil", "no hash"),
        (String(repeating: "A", count: 64), "upper case"),
        (String(repeating: "a", count: 41), "no hash's length"),
    ])
    func anETagThatIsNoHashIsAnError(etag: String, why: String) throws {
        let (error, hub) = HubFixture.error(
            in: "vocab.txt", .init(200, [("ETag", etag), ("X-Repo-Commit", HubServer.commit)]))
        guard case .badAnswer = error else {
            Issue.record("\(why): \(String(describing: error))")
            return
        }
        hub.expectNothingToBeThere()
    }

    @Test func anotherCommitsFileIsAnError() throws {
        let etag = ("ETag", String(repeating: "a", count: 40))
        for header in [[], [("X-Repo-Commit", "main")]] {
            let (error, _) = HubFixture.error(in: "vocab.txt", .init(200, header + [etag]))
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
            hub.expectNothingToBeThere()
        }
    }

    @Test(arguments: ["", "/api/models/org/tiny/revision/main"])
    func redirectionsInACircleAreAnError(path: String) throws {
        let (error, hub) = HubFixture.error(.init(302, [("Location", path.isEmpty ? "/" : path)]))
        guard case .badAnswer = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(hub.server.requests.count == HubClient.maximumRedirections + 1)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1:1/"])
    func aRedirectionToAnotherProtocolIsAnError(address: String) throws {
        let (error, _) = HubFixture.error(.init(302, [("Location", address)]))
        switch error {
        case .badAnswer, .impossible: break
        default: Issue.record("\(String(describing: error))")
        }
    }
}
