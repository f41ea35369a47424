import Foundation
import Senc
import SencServerSettings
import Synchronization
import TestSupport
import Testing

@testable import SencServing

/// A service with a tiny model, asked as HTTP would ask it.
final class TestService: Sendable {
    let service: EmbeddingService

    static func settings(_ change: (inout ServerSettings) -> Void = { _ in }) -> ServerSettings {
        var settings = ServerSettings()
        settings.version = "1.2.3"
        settings.models = [.init(name: "tiny", source: Goldens.path("tiny-bert"))]
        settings.threads = 2
        change(&settings)
        return settings
    }

    init(_ change: (inout ServerSettings) -> Void = { _ in }) throws {
        service = try EmbeddingService(Self.settings(change))
    }

    deinit { service.stop() }

    var encoder: SentenceEncoder { service.embedder.models[0].encoder }

    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var bytes: [UInt8]

        func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

        var text: String { String(decoding: bytes, as: UTF8.self) }

        func json() throws -> Any {
            try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        }

        /// What a path of keys and places leads to.
        func value(_ path: Any...) throws -> Any? {
            var value: Any? = try json()
            for step in path {
                if let key = step as? String {
                    value = (value as? [String: Any])?[key]
                } else if let index = step as? Int, let list = value as? [Any] {
                    value = list.indices.contains(index) ? list[index] : nil
                }
            }
            return value
        }

        func floats(_ path: Any...) throws -> [Float] {
            var value: Any? = try json()
            for step in path {
                if let key = step as? String {
                    value = (value as? [String: Any])?[key]
                } else if let index = step as? Int, let list = value as? [Any] {
                    value = list.indices.contains(index) ? list[index] : nil
                }
            }
            return try #require(value as? [NSNumber]).map(\.floatValue)
        }
    }

    func head(
        _ method: String, _ path: String, headers: [(name: String, value: String)] = []
    ) -> RequestHead {
        var head = RequestHead(method: method, path: path, id: "id-1")
        head.headers =
            headers.contains { $0.name == "host" }
            ? headers : headers + [("host", "localhost:8080")]
        return head
    }

    func ask(
        _ method: String, _ path: String, _ body: String = "",
        headers: [(name: String, value: String)] = []
    ) async throws -> Answer {
        let head = head(method, path, headers: headers)
        let response: ServerResponse
        if let refusal = service.refusal(of: head) {
            response = refusal
        } else {
            response = await service.respond(to: ServerRequest(head, body: Array(body.utf8)))
        }
        switch response.body {
        case .bytes(let bytes):
            return Answer(status: response.status, headers: response.headers, bytes: bytes)
        case .pieces(let write):
            let collected = Mutex<[UInt8]>([])
            try await write { piece in collected.withLock { $0 += piece } }
            return Answer(
                status: response.status, headers: response.headers,
                bytes: collected.withLock(\.self))
        }
    }

    func post(_ path: String, _ body: String) async throws -> Answer {
        try await ask("POST", path, body)
    }
}
