import Foundation
import Senc
import SencServer
import SencServerSettings
import SencServing
import TestSupport
import Testing

/// Vectors that come by HTTP.
@Suite struct VectorTests {
    @Test func areTheEncodersToTheBitWhoeverAsksAtOnce() async throws {
        let settings = ServerSettings.with {
            $0.models = [.init(name: "tiny", source: Goldens.path("tiny-bert"))]
            $0.threads = 2
        }
        let service = try EmbeddingService(settings)
        let encoder = service.embedder.models[0].encoder
        try await TestServer.serve(settings, service) { address in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<32 {
                    group.addTask {
                        // One text, some, or so many that they come in pieces.
                        let texts = RandomTexts.texts(
                            [1, 7, 300][number % 3], length: 1..<60, seed: UInt64(number % 11))
                        let found = try await Self.vectors(of: texts, from: address)
                        let expected = try await encoder.encode(
                            texts, options: EncodingOptions(normalization: .always))
                        #expect(found.count == texts.count)
                        for (row, vector) in found.enumerated() {
                            #expect(
                                vector.map(\.bitPattern)
                                    == expected.matrix[row].map(\.bitPattern))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        service.stop()
    }

    private static func vectors(
        of texts: [String], from address: ServerSettings.Address
    ) async throws -> [[Float]] {
        let body = try JSONSerialization.data(withJSONObject: ["inputs": texts])
        let response = try await TestServer.connect(to: address) { client in
            try client.send(
                "POST /embed HTTP/1.1\r\nhost: localhost\r\ncontent-length: \(body.count)\r\n\r\n")
            try client.send([UInt8](body))
            return try client.response()
        }
        try #require(response.status == 200)
        let rows = try JSONSerialization.jsonObject(with: Data(response.body)) as? [[NSNumber]]
        return try #require(rows).map { $0.map(\.floatValue) }
    }
}
