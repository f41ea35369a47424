import Foundation
import SencHub
import TestSupport
import Testing

/// A small model on a hub on loopback, and a cache to pull it into.
struct HubFixture {
    static let weights: [UInt8] = {
        var random = SplitMix(seed: 7)
        return (0..<(3 << 16)).map { _ in random.next() }.withUnsafeBytes { Array($0) }
    }()

    static let weightsHash = HubServer.sha256(weights)

    /// What a pull should bring, and what it should not.
    static let needed: [String: [UInt8]] = [
        "config.json": Array(#"{"model_type": "bert"}"#.utf8),
        "tokenizer.json": Array(#"{"version": "1.0"}"#.utf8),
        "vocab.txt": Array("[PAD]\nthe\n".utf8),
        "modules.json": Array(
            #"[{"path": ""}, {"path": "1_Pooling"}, {"path": "2_Dense"}]"#.utf8),
        "1_Pooling/config.json": Array(#"{"pooling_mode": "mean"}"#.utf8),
        "2_Dense/config.json": Array("{}".utf8),
        "2_Dense/model.safetensors": Array(repeating: 3, count: 5000),
        "model.safetensors": weights,
    ]
    static let needless: [String: [UInt8]] = [
        "README.md": Array("# Tiny".utf8), ".gitattributes": [],
        "pytorch_model.bin": weights, "2_Dense/pytorch_model.bin": weights,
        "onnx/model.onnx": weights, "onnx/config.json": Array("{}".utf8),
        "model.gguf": weights, "tf_model.h5": weights,
    ]
    static let all = needed.merging(needless) { first, _ in first }

    let cache = TemporaryDirectory()
    let storage: HubServer
    let server: HubServer

    /// - Parameters:
    ///   - instead: answers in place of the hub.
    ///   - storing: answers in place of the storage for large files.
    init(
        _ files: [String: [UInt8]] = needed, instead: @escaping HubServer.Answer = { _ in nil },
        storing: @escaping HubServer.Answer = { _ in nil }
    ) {
        storage = .storage(files, instead: storing)
        server = HubServer(files, storage: storage, instead: instead)
    }

    var snapshot: String { root + "/snapshots/" + HubServer.commit }
    var root: String { cache.file("models--org--tiny") }

    func settings(_ environment: [String: String] = [:]) throws -> HubSettings {
        let own = ["HF_ENDPOINT": server.endpoint, "HF_HUB_CACHE": cache.path]
        let all = own.merging(environment) { _, second in second }
        var settings = try HubSettings { all[$0] }
        settings.retries.firstDelay = .milliseconds(1)
        return settings
    }

    @discardableResult
    func pull(
        _ model: String = "org/tiny", environment: [String: String] = [:],
        report: @escaping (HubPull.Event) -> Void = { _ in }
    ) throws -> String {
        try HubPull(HubModel(model), settings: settings(environment), report: report).run()
    }

    /// Where the weights' bytes are kept, once they are whole.
    var weightsBlob: String { root + "/blobs/" + Self.weightsHash }

    /// What pulling ends with.
    func error(
        _ model: String = "org/tiny", environment: [String: String] = [:]
    ) -> HubError? {
        do {
            try pull(model, environment: environment)
            return nil
        } catch {
            return error as? HubError
        }
    }

    /// What pulling ends with if the hub answers what has `part` in its path in this way, and that hub.
    static func error(
        in part: String = "", _ response: HubServer.Response, token: String? = nil
    ) -> (HubError?, HubFixture) {
        let hub = HubFixture(instead: { part.isEmpty || $0.path.contains(part) ? response : nil })
        return (hub.error(environment: token.map { ["HF_TOKEN": $0] } ?? [:]), hub)
    }

    func expectNothingToBeThere() {
        let files = FileManager.default
        #expect(!files.fileExists(atPath: snapshot))
        #expect(!files.fileExists(atPath: root + "/refs"))
        #expect(!files.fileExists(atPath: weightsBlob))
    }
}
