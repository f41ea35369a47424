import Foundation
import Senc
import SencServerSettings
import Testing

@testable import SencServing

@Suite struct OpenAIDialectTests {
    @Test func oneTextHasAVector() async throws {
        let test = try TestService()
        let answer = try await test.post("/v1/embeddings", #"{"input":"the rain","model":"tiny"}"#)
        #expect(answer.status == 200)
        #expect(answer.header("content-type") == "application/json")
        let expected = try test.encoder.encode(
            "the rain", options: EncodingOptions(normalization: .always))
        #expect(try answer.floats("data", 0, "embedding") == expected.vector)
        #expect(try answer.value("object") as? String == "list")
        #expect(try answer.value("data", 0, "index") as? Int == 0)
        #expect(try answer.value("model") as? String == "tiny")
        #expect(try answer.value("usage", "prompt_tokens") as? Int == expected.tokenCount)
    }

    @Test func base64IsTheSame() async throws {
        let test = try TestService()
        let answer = try await test.post(
            "/v1/embeddings",
            #"{"input":["the rain","sun"],"encoding_format":"base64","user":"u","x":null}"#)
        let text = try #require(answer.value("data", 1, "embedding") as? String)
        let floats = try #require(Data(base64Encoded: text)).withUnsafeBytes {
            Array($0.bindMemory(to: Float.self))
        }
        let plain = try await test.post(
            "/v1/embeddings", #"{"input":["the rain","sun"],"encoding_format":null}"#)
        #expect(try plain.floats("data", 1, "embedding") == floats)
    }

    @Test func manyTextsAreStreamedInOrder() async throws {
        let test = try TestService()
        let texts = (0..<600).map { "rain \($0)" }
        let list = texts.map { "\"\($0)\"" }.joined(separator: ",")
        let answer = try await test.post("/v1/embeddings", "{\"input\":[\(list)]}")
        let expected = try await test.encoder.encode(
            texts, options: EncodingOptions(normalization: .always))
        for row in [0, 255, 256, 599] {
            #expect(try answer.floats("data", row, "embedding") == Array(expected.matrix[row]))
            #expect(try answer.value("data", row, "index") as? Int == row)
        }
        #expect(
            try answer.value("usage", "total_tokens") as? Int
                == expected.tokenCounts.reduce(0, +))
    }

    @Test(arguments: [
        (#""input_type":"query""#, "query"), (#""task":"retrieval.query""#, "query"),
        (#""prompt_name":"query""#, "query"), (#""input_type":"document""#, nil),
        (#""dimensions":4"#, nil),
    ])
    func rolesAndDimensions(member: String, prompt: String?) async throws {
        let test = try TestService()
        let answer = try await test.post("/v1/embeddings", "{\"input\":\"the rain\",\(member)}")
        let expected = try test.encoder.encode(
            "the rain",
            options: EncodingOptions(
                promptName: prompt, truncateDimension: member.contains("4") ? 4 : nil,
                normalization: .always))
        #expect(try answer.floats("data", 0, "embedding") == expected.vector)
    }

    @Test func bytesAndBits() async throws {
        let test = try TestService()
        func numbers(_ type: String) async throws -> [Int] {
            let answer = try await test.post(
                "/v1/embeddings", "{\"input\":\"the rain\",\"output_dtype\":\"\(type)\"}")
            return try #require(answer.value("data", 0, "embedding") as? [Int])
        }
        let vector = try test.encoder.encode(
            "the rain", options: EncodingOptions(normalization: .always)
        ).vector
        let (int8, uint8) = try await (numbers("int8"), numbers("uint8"))
        #expect(int8 == uint8.map { $0 - 128 })
        let range = try test.encoder.sampleVectors().normalized().elements.reduce(0) {
            max($0, $1.magnitude)
        }
        for (byte, component) in zip(int8, vector) {
            #expect(abs(Float(byte) + 0.5 - component / range * 127.5) <= 1 || abs(byte) >= 127)
        }
        let (bits, signed) = try await (numbers("ubinary"), numbers("binary"))
        #expect(signed == bits.map { $0 - 128 })
        var expected = [Int](repeating: 0, count: (vector.count + 7) / 8)
        for (index, component) in vector.enumerated() where component > 0 {
            expected[index / 8] |= 0x80 >> (index % 8)
        }
        #expect(bits == expected)
        let packed = try await test.post(
            "/v1/embeddings",
            #"{"input":"the rain","output_dtype":"ubinary","encoding_format":"base64"}"#)
        #expect(
            try packed.value("data", 0, "embedding") as? String
                == Data(expected.map(UInt8.init)).base64EncodedString())
    }

    @Test func aLongTextIsCutOrAnError() async throws {
        let long = String(repeating: "rain ", count: 2_000)
        let test = try TestService()
        let cut = try await test.post("/v1/embeddings", "{\"input\":\"\(long)\"}")
        #expect(cut.status == 200)
        #expect(cut.header("x-senc-truncated-texts") == "1")
        let refused = try await test.post(
            "/v1/embeddings", "{\"input\":\"\(long)\",\"truncation\":false}")
        #expect(refused.status == 400)
        #expect(try refused.value("error", "code") as? String == "context_length_exceeded")
        let short = try await test.post(
            "/v1/embeddings", "{\"input\":\"\(long)\",\"truncate_prompt_tokens\":5}")
        #expect(try short.value("usage", "prompt_tokens") as? Int == 5)
        let strict = try TestService { $0.overflow = .error }
        #expect(try await strict.post("/v1/embeddings", "{\"input\":\"\(long)\"}").status == 400)
    }

    @Test(arguments: [
        ("{", 400, "the body is not JSON"), ("[]", 400, "must be a JSON object"),
        ("{}", 400, "no 'input'"), (#"{"input":[]}"#, 400, "no texts"),
        (#"{"input":5}"#, 400, "must be a string or an array"),
        (#"{"input":["a",5]}"#, 400, "has at 1 a number"),
        (#"{"input":[[1,2]]}"#, 400, "check_embedding_ctx_length=False"),
        (#"{"input":[1,2]}"#, 400, "--token-ids"),
        (#"{"input":"a","model":"other"}"#, 404, "--model other=MODEL"),
        (#"{"input":"a","dimensions":0}"#, 400, "dimensions must be from 1"),
        (#"{"input":"a","dimensions":1.5}"#, 400, "must be an integer"),
        (#"{"input":"a","encoding_format":"hex"}"#, 400, "'hex' is none of"),
        (#"{"input":"a","prompt_name":"nope"}"#, 400, "no prompt 'nope'"),
        (#"{"input":"a","input_type":"nope"}"#, 400, "none of those that are known"),
    ])
    func errorsNameWhatIsWrong(body: String, status: Int, message: String) async throws {
        let answer = try await TestService().post("/v1/embeddings", body)
        #expect(answer.status == status)
        let text = try #require(answer.value("error", "message") as? String)
        #expect(text.contains(message), "\(text)")
        #expect(try answer.value("error", "type") as? String == "invalid_request_error")
    }

    @Test func azuresPathNamesTheModel() async throws {
        let test = try TestService()
        let answer = try await test.post(
            "/openai/deployments/tiny/embeddings", #"{"input":["a"]}"#)
        #expect(answer.status == 200)
        let missing = try await test.post(
            "/openai/deployments/other/embeddings", #"{"input":["a"]}"#)
        #expect(missing.status == 404)
        #expect(try missing.value("error", "code") as? String == "DeploymentNotFound")
    }

    @Test func ownTokenIDsAreTextsIfTheServerSaysSo() async throws {
        let test = try TestService { $0.takesTokenIDs = true }
        let ids = test.encoder.tokenizer.encode("the rain", addSpecialTokens: false).ids
        let answer = try await test.post("/v1/embeddings", "{\"input\":[\(ids)]}")
        let expected = try test.encoder.encode(
            "the rain", options: EncodingOptions(normalization: .always))
        #expect(try answer.floats("data", 0, "embedding") == expected.vector)
        let wrong = try await test.post("/v1/embeddings", #"{"input":[[74429000]]}"#)
        #expect(wrong.status == 400)
    }

    @Test func modelsAreListed() async throws {
        let test = try TestService {
            $0.models.append(.init(name: "org/second", source: $0.models[0].source))
        }
        let list = try await test.ask("GET", "/v1/models")
        #expect(try list.value("data", 1, "id") as? String == "org/second")
        let one = try await test.ask("GET", "/v1/models/org/second")
        #expect(try one.value("id") as? String == "org/second")
        #expect(try await test.ask("GET", "/v1/models/none").status == 404)
        let second = try await test.post(
            "/v1/embeddings", #"{"input":"a","model":"org/second"}"#)
        #expect(try second.value("model") as? String == "org/second")
    }
}
