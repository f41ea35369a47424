import Foundation
import SencFiles
import Synchronization
import TestSupport
import Testing

@testable import SencHub

/// What a pull leaves behind, and how it goes on when something is in its way.
@Suite struct PullTests {
    private func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map { [UInt8]($0) }
    }

    private func expectWhole(_ hub: HubFixture, sourceLocation: SourceLocation = #_sourceLocation) {
        for (name, content) in HubFixture.needed {
            let isRight = bytes(hub.snapshot + "/" + name) == content
            #expect(isRight, "\(name)", sourceLocation: sourceLocation)
        }
        #expect(bytes(hub.root + "/refs/main") == Array(HubServer.commit.utf8))
        let blobs = try? FileManager.default.contentsOfDirectory(atPath: hub.root + "/blobs")
        #expect(blobs?.contains { $0.contains(".") } == false, sourceLocation: sourceLocation)
    }

    @Test func onlyWhatIsNeededIsFetchedIntoTheCachesLayout() throws {
        let hub = HubFixture(HubFixture.all)
        #expect(try hub.pull() == hub.snapshot)
        expectWhole(hub)
        let files = FileManager.default
        for name in HubFixture.needless.keys {
            #expect(!files.fileExists(atPath: hub.snapshot + "/" + name), "\(name)")
        }
        func target(_ name: String) throws -> String {
            try files.destinationOfSymbolicLink(atPath: hub.snapshot + "/" + name)
        }
        let config = HubServer.gitHash(HubFixture.needed["config.json"] ?? [])
        #expect(try target("config.json") == "../../blobs/" + config)
        #expect(
            try target("model.safetensors") == "../../blobs/" + HubFixture.weightsHash
        )
        #expect(try target("2_Dense/model.safetensors").hasPrefix("../../../blobs/"))
    }

    @Test func anAdapterIsFetchedAloneOrBesideFullWeights() throws {
        let adapter: [String: [UInt8]] = [
            "adapter_config.json": Array(#"{"peft_type": "LORA"}"#.utf8),
            "adapter_model.safetensors": HubFixture.weights,
        ]
        let other = ["adapter_model.bin": HubFixture.weights, "optimizer.pt": HubFixture.weights]
        for more in [[:], HubFixture.needed] {
            let needed = adapter.merging(more) { first, _ in first }
            let hub = HubFixture(needed.merging(other) { first, _ in first })
            try hub.pull()
            for (name, content) in needed {
                #expect(bytes(hub.snapshot + "/" + name) == content, "\(name)")
            }
            for name in other.keys { #expect(bytes(hub.snapshot + "/" + name) == nil) }
        }
    }

    @Test func aSecondPullFetchesNothing() throws {
        let hub = HubFixture()
        try hub.pull()
        let before = hub.server.requests.count
        try hub.pull()
        #expect(hub.server.requests.count == before + 1)
    }

    @Test func aCommitNeedsNoRef() throws {
        let hub = HubFixture(instead: { request in
            guard request.path == "/api/models/org/tiny/revision/refs%2Fpr%2F1" else { return nil }
            let list =
                #"{"sha":"\#(HubServer.commit)","siblings":[{"rfilename":"model.safetensors"}]}"#
            return .init(200, body: Array(list.utf8))
        })
        try hub.pull("org/tiny@refs/pr/1")
        #expect(bytes(hub.root + "/refs/refs/pr/1") == Array(HubServer.commit.utf8))
        #expect(bytes(hub.root + "/refs/main") == nil)
    }

    @Test func theTokenIsSentToTheHubAlone() throws {
        let hub = HubFixture()
        try hub.pull(environment: ["HF_TOKEN": "hf_secret\n"])
        #expect(hub.server.requests.allSatisfy { $0.header("authorization") == "Bearer hf_secret" })
        #expect(!hub.storage.requests.isEmpty)
        #expect(hub.storage.requests.allSatisfy { $0.header("authorization") == nil })
    }

    @Test func aRenamedModelIsFollowedToItsNewName() throws {
        let hub = HubFixture(instead: { request in
            guard request.path.hasPrefix("/api/models/old/") || request.path.hasPrefix("/old/")
            else { return nil }
            let path = request.path.replacing("/old/name/", with: "/org/tiny/")
            return .init(307, [("Location", path)])
        })
        let directory = try hub.pull("old/name", environment: ["HF_TOKEN": "hf_secret"])
        #expect(directory.contains("models--old--name"))
        #expect(bytes(directory + "/model.safetensors") == HubFixture.weights)
        #expect(hub.server.requests.allSatisfy { $0.header("authorization") != nil })
    }

    @Test func aCutConnectionIsGoneOnWithWhereItWasCut() throws {
        let cuts = [1_200_000, 300_000]
        let count = Mutex(0)
        let hub = HubFixture(storing: { request in
            let weights = HubFixture.weights
            guard request.path.hasSuffix(HubFixture.weightsHash) else { return nil }
            let index = count.withLock { count in
                defer { count += 1 }
                return count
            }
            guard index < cuts.count else { return nil }
            var response = HubServer.content(weights, request)
            response.cut = cuts[index]
            return response
        })
        try hub.pull()
        expectWhole(hub)
        let starts = hub.storage.requests.filter {
            $0.path.contains(HubFixture.weightsHash)
        }
        #expect(starts.map(\.start) == [0, 1_200_000, 1_500_000])
    }

    @Test func aServerWithoutRangesSendsAllAgain() throws {
        let hub = HubFixture(storing: { request in
            guard request.header("range") != nil else { return nil }
            return .init(200, body: HubFixture.weights)
        })
        let partial = hub.weightsBlob.dropFirst(hub.cache.path.count + 1) + ".incomplete"
        hub.cache.write(Array(HubFixture.weights[..<1000]), to: String(partial))
        try hub.pull()
        expectWhole(hub)
    }

    @Test(arguments: [1, 1000, HubFixture.weights.count, HubFixture.weights.count + 5])
    func aStalePartialFileIsStartedOver(count: Int) throws {
        let hub = HubFixture()
        let partial = hub.weightsBlob.dropFirst(hub.cache.path.count + 1) + ".incomplete"
        hub.cache.write([UInt8](repeating: 9, count: count), to: String(partial))
        try hub.pull()
        expectWhole(hub)
    }

    @Test func aPartialFileThatIsWholeNeedsNoRequest() throws {
        let hub = HubFixture()
        let partial = hub.weightsBlob.dropFirst(hub.cache.path.count + 1) + ".incomplete"
        hub.cache.write(HubFixture.weights, to: String(partial))
        try hub.pull()
        expectWhole(hub)
        let hash = HubFixture.weightsHash
        #expect(!hub.storage.requests.contains { $0.path.contains(hash) })
    }

    @Test func anOverloadedServerIsAskedAgain() throws {
        let answers = Mutex<[HubServer.Response]>([
            .init(429, [("Retry-After", "0")]), .init(503), .init(500), .init(504),
            .init(429, [("Retry-After", "Thu, 01 Jan 2026 00:00:00 GMT")]),
        ])
        let hub = HubFixture(instead: { _ in
            answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        })
        let retries = Mutex(0)
        try hub.pull {
            if case .retrying = $0 { retries.withLock { $0 += 1 } }
        }
        expectWhole(hub)
        #expect(retries.withLock { $0 } == 5)
    }

    @Test func twoPullsAtOnceFetchEachFileOnce() async throws {
        let hub = HubFixture(storing: { request in
            var response: HubServer.Response?
            if request.path.contains(HubFixture.weightsHash) {
                response = HubServer.content(HubFixture.weights, request)
                response?.pieces = 1 << 16
            }
            return response
        })
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    try await withCheckedThrowingContinuation { done in
                        Thread.detachNewThread { done.resume(with: Result { try hub.pull() }) }
                    }
                }
            }
            for try await directory in group { #expect(directory == hub.snapshot) }
        }
        expectWhole(hub)
        let paths =
            (hub.server.downloads.filter { $0.path.hasSuffix("json") }
            + hub.storage.requests).map(\.path)
        #expect(Set(paths).count == paths.count)
    }

    @Test func shardsAreFoundByTheirIndex() throws {
        let files: [String: [UInt8]] = [
            "config.json": Array("{}".utf8),
            "model.safetensors.index.json": Array(
                #"{"weight_map": {"a": "part-a.safetensors", "b": "part-b.safetensors"}}"#.utf8),
            "part-a.safetensors": [1, 2], "part-b.safetensors": [3], "other.safetensors": [4],
            "pytorch_model.bin": [5],
        ]
        let hub = HubFixture(files)
        let names = try FileManager.default.contentsOfDirectory(atPath: try hub.pull())
        #expect(
            names.sorted() == [
                "config.json", "model.safetensors.index.json", "part-a.safetensors",
                "part-b.safetensors",
            ])
    }

    @Test func weightsOfOtherFormsAreTakenIfThereAreNoBetter() throws {
        let names = [
            "model.safetensors", "pytorch_model.bin", "a-q4_0.gguf", "a-F16.gguf",
            "onnx/model.onnx",
            "onnx/model.onnx_data", "onnx/model_O2.onnx",
        ]
        func chosen(_ names: some Sequence<String>) -> [String]? {
            FileSelection(Set(names).union(["config.json"])).files(shards: [])
        }
        #expect(chosen(names) == ["config.json", "model.safetensors"])
        #expect(chosen(names.dropFirst()) == ["config.json", "pytorch_model.bin"])
        #expect(chosen(names.dropFirst(2)) == ["a-F16.gguf", "config.json"])
        #expect(chosen(["b-x.gguf", "a-x.gguf"]) == ["a-x.gguf", "config.json"])
        #expect(
            chosen(names.dropFirst(4))
                == ["config.json", "onnx/model.onnx", "onnx/model.onnx_data"])
        #expect(chosen([]) == nil)
        var modular = FileSelection(["model.safetensors", "0_T/model.safetensors", "0_T/vocab.txt"])
        modular.add(modules: try JSON(parsing: Array(#"[{"path": "0_T/"}, {"type": 1}]"#.utf8)))
        #expect(modular.files(shards: []) == ["0_T/model.safetensors", "0_T/vocab.txt"])
    }

    @Test func offlineTheCacheIsAllThereIs() throws {
        let hub = HubFixture()
        let offline = ["HF_HUB_OFFLINE": "1"]
        #expect(
            hub.error(environment: offline) == .offline(model: "org/tiny", cache: hub.cache.path))
        #expect(hub.server.requests.isEmpty)
        try hub.pull()
        let count = hub.server.requests.count
        #expect(try hub.pull(environment: offline) == hub.snapshot)
        #expect(try hub.pull("org/tiny@" + HubServer.commit, environment: offline) == hub.snapshot)
        #expect(hub.server.requests.count == count)
    }

    @Test func aCacheThatCannotBeWrittenIsAnError() throws {
        let hub = HubFixture()
        hub.cache.write("in the way", to: "models--org--tiny")
        #expect(throws: FileError.self) { try hub.pull() }
    }
}
