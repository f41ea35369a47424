import Foundation
import TestSupport
import Testing

/// `senc pull`, from a hub on loopback.
@Suite struct PullCommandTests {
    private let cache = TemporaryDirectory()

    /// The files of a small model.
    private static let files: [String: [UInt8]] = {
        let root = Goldens.path("tiny-bert")
        var files: [String: [UInt8]] = [:]
        for name in FileManager.default.enumerator(atPath: root)?.allObjects ?? [] {
            guard let name = name as? String,
                let data = try? Data(contentsOf: URL(fileURLWithPath: root + "/" + name))
            else { continue }
            files[name] = [UInt8](data)
        }
        return files
    }()

    private func environment(_ server: HubServer) -> [String: String] {
        [
            "HOME": cache.path, "HF_ENDPOINT": server.endpoint, "HF_HUB_CACHE": cache.path,
            "SENC_MODELS": Goldens.repository + "/Weights",
        ]
    }

    @Test func aPulledModelIsFoundByItsName() async throws {
        let server = HubServer(Self.files)
        let environment = environment(server)
        let missing = try await Program.run(
            ["inspect", "org/tiny"], environment: environment)
        #expect(missing.status == 66)
        #expect(
            missing.messages.hasSuffix(
                "; if it is on the Hugging Face hub, 'senc pull org/tiny' fetches it\n"))
        let pulled = try await Program.run(["pull", "org/tiny"], environment: environment)
        let snapshot = cache.file("models--org--tiny/snapshots/" + HubServer.commit)
        #expect(pulled == .printed(snapshot + "\n"))
        let vectors = try await Program.run(
            ["encode", "--model", "org/tiny", "text"], environment: environment)
        let original = try await Program.run([
            "encode", "--model", Goldens.path("tiny-bert"), "text",
        ])
        #expect(vectors == original && vectors.status == 0)
    }

    @Test func anErrorIsOneLine() async throws {
        let server = HubServer(Self.files)
        let environment = environment(server)
        #expect(
            try await Program.run(["pull", "org/none"], environment: environment)
                == .failed(
                    66,
                    "no model 'org/none' that this user may see (\(server.endpoint)); if it is "
                        + "private, set HF_TOKEN"))
        #expect(
            try await Program.run(["pull", "tiny"], environment: environment)
                == .failed(
                    64,
                    "not the name of a model on the hub: 'tiny'; write ORG/NAME or "
                        + "ORG/NAME@REVISION"))
    }

    @Test func aHubThatCannotBeFoundEndsAtOnce() async throws {
        let outcome = try await Program.run(
            ["pull", "org/tiny"],
            environment: ["HF_ENDPOINT": "http://hub.invalid", "HF_HUB_CACHE": cache.path])
        #expect(
            outcome
                == .failed(
                    74,
                    "the server's name cannot be resolved: check the network, or HF_ENDPOINT for "
                        + "another hub; without a network, HF_HUB_OFFLINE=1 takes what was pulled "
                        + "before, and --model takes a directory copied from elsewhere "
                        + "(http://hub.invalid/api/models/org/tiny/revision/main)"))
    }

    @Test func progressIsDrawnOnATerminalAndWhatHoldsItUpIsTold() async throws {
        let terminal = try PseudoTerminal()
        var files = Self.files
        files["model.safetensors"] = [UInt8](repeating: 1, count: 1 << 20)
        let storage = HubServer.storage(files) { request in
            guard request.path == "/" + HubServer.sha256([UInt8](repeating: 1, count: 1 << 20))
            else { return nil }
            var response = HubServer.content([UInt8](repeating: 1, count: 1 << 20), request)
            response.pieces = 1 << 12
            if request.start == 0 { response.cut = 1 << 19 }
            return response
        }
        let server = HubServer(files, storage: storage)
        let environment = environment(server).merging(["TERM": "xterm"]) { $1 }
        let outcome = try await Program.run(
            ["pull", "org/tiny"], environment: environment,
            redirection: "2>'\(terminal.name)'")
        #expect(outcome.status == 0)
        let written = try terminal.written()
        let states = written.components(separatedBy: "\r\u{1B}[K")
        #expect(states.last == "")
        #expect(states.contains { $0.contains(" MB/s, 0:0") && $0.contains(" %  ") }, "\(written)")
        #expect(written.contains("senc: warning: "))
        #expect(written.contains("; again in "))
    }

    /// Every pull goes on with just the byte after the last that the one before it wrote.
    @Test func aKilledPullFetchesNoByteTwice() async throws {
        var random = SplitMix(seed: 5)
        let size = max(1 << 17, Program.kills << 13)
        let weights = (0..<size).map { _ in random.next() }.withUnsafeBytes { [UInt8]($0) }
        var files = Self.files
        files["model.safetensors"] = weights
        let hash = HubServer.sha256(weights)
        // A millisecond for each of 256 pieces, or of 16 for each kill.
        let storage = HubServer.storage(files) { request in
            guard request.path == "/" + hash else { return nil }
            var response = HubServer.content(weights, request)
            response.pieces = 1 << 12
            return response
        }
        let server = HubServer(files, storage: storage)
        let partial = cache.file("models--org--tiny/blobs/\(hash).incomplete")
        var expected: [Int] = []
        var killed = 0
        for _ in 0..<Program.kills {
            let asked = storage.requests.count
            let before = Self.size(of: partial)
            let delay = Duration.milliseconds(Int.random(in: 0...25, using: &random))
            if try await killPull(
                environment(server), delay, after: { storage.requests.count > asked })
            {
                killed += 1
            }
            if storage.requests.count > asked { expected.append(before) }
        }
        print("pull: \(killed) of \(Program.kills) killed before the end")
        let before = Self.size(of: partial)
        let outcome = try await Program.run(["pull", "org/tiny"], environment: environment(server))
        #expect(outcome.status == 0, "\(outcome)")
        expected.append(before)
        let requests = storage.requests.filter { $0.path == "/" + hash }
        #expect(requests.map(\.start) == Array(expected.prefix(requests.count)))
        let snapshot = "models--org--tiny/snapshots/\(HubServer.commit)/"
        for (name, content) in files {
            let isRight = cache.read(snapshot + name) == content
            #expect(isRight, "\(name)")
        }
    }

    /// Starts a pull and kills it some time after a moment, unless it ends by itself.
    /// - Returns: whether it was killed before it ended.
    private func killPull(
        _ environment: [String: String], _ delay: Duration, after moment: () -> Bool
    ) async throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments = ["pull", "org/tiny"]
        process.environment = environment
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let (ends, end) = AsyncStream.makeStream(of: Void.self)
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        let deadline = ContinuousClock.now + .seconds(60)
        while !moment(), process.isRunning, ContinuousClock.now < deadline {
            Program.pause(.milliseconds(1))
        }
        Program.pause(delay)
        kill(process.processIdentifier, SIGKILL)
        for await _ in ends {}
        return process.terminationReason == .uncaughtSignal
    }

    private static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.size] as? Int ?? 0
    }
}
