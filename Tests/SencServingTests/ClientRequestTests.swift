import Foundation
import SencServerSettings
import TestSupport
import Testing

@testable import SencServing

/// The requests that real clients send, as Tests/Clients recorded them, and what these need in the
/// answers.
@Suite struct ClientRequestTests {
    struct Recorded: Sendable, CustomTestStringConvertible {
        let client: String
        let version: String
        let method: String
        let path: String
        let headers: [(name: String, value: String)]
        let body: String
        let status: Int
        /// Places in the answer, as `data[].embedding`, and what kind of value is there.
        let needs: [String: String]

        var testDescription: String { "\(client) \(version): \(method) \(path)" }
    }

    static let all: [Recorded] = {
        let bytes = (try? Goldens.bytes("server/requests.json")) ?? []
        let list = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] ?? []
        return list.map { entry in
            let body: String
            switch entry["body"] {
            case let text as String: body = text
            case nil, is NSNull: body = ""
            case let value?:
                let data = try? JSONSerialization.data(
                    withJSONObject: value, options: .fragmentsAllowed)
                body = data.map { String(decoding: $0, as: UTF8.self) } ?? ""
            }
            return Recorded(
                client: entry["client"] as? String ?? "",
                version: entry["version"] as? String ?? "",
                method: entry["method"] as? String ?? "", path: entry["path"] as? String ?? "",
                headers: (entry["headers"] as? [String: String] ?? [:]).map { ($0.key, $0.value) },
                body: body, status: entry["status"] as? Int ?? 0,
                needs: entry["needs"] as? [String: String] ?? [:])
        }
    }()

    private static let open = try? TestService { $0.models[0].name = "model" }
    private static let locked = try? TestService { settings in
        settings.models[0].name = "model"
        settings.apiKey = "KEY"
    }

    @Test func theyAreRead() {
        #expect(Self.all.count >= 160)
        #expect(Set(Self.all.map(\.client)).count > 25)
    }

    @Test(arguments: all)
    func isAnsweredAsItsClientNeedsIt(request: Recorded) async throws {
        // Some clients cannot show a key.
        let isOpen =
            request.status == 200
            && !request.headers.contains { ["authorization", "api-key"].contains($0.name) }
        let test = try #require(isOpen ? Self.open : Self.locked)
        let parts = request.path.split(separator: "?", maxSplits: 1)
        let answer = try await test.ask(
            request.method, String(parts[0]), request.body, headers: request.headers)
        #expect(answer.status == request.status, "\(answer.text.prefix(300))")
        for (place, kind) in request.needs {
            if place == "content-type" {
                #expect(answer.header(place)?.hasPrefix(kind) == true)
                continue
            }
            let value = answer.bytes.isEmpty ? nil : try answer.json()
            let steps = place.replacingOccurrences(of: "[]", with: ".[]").split(separator: ".")
            Self.expect(value, steps.map(String.init)[...], kind, place)
        }
    }

    /// Whether a value of a kind is at a place; of arrays in each of their elements.
    private static func expect(
        _ value: Any?, _ steps: ArraySlice<String>, _ kind: String, _ place: String
    ) {
        guard let step = steps.first else {
            let isRight =
                switch kind {
                case "number": value is NSNumber
                case "string": value is String
                case "array": value is [Any]
                case "object": value is [String: Any]
                case "boolean": value is Bool
                case "null": value is NSNull
                default: value != nil
                }
            #expect(isRight, "\(place) is no \(kind)")
            return
        }
        if step == "[]" {
            let list = value as? [Any]
            #expect(list?.isEmpty == false, "\(place): no elements")
            for element in list ?? [] { expect(element, steps.dropFirst(), kind, place) }
        } else {
            expect((value as? [String: Any])?[step], steps.dropFirst(), kind, place)
        }
    }
}
