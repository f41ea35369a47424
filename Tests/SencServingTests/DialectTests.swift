import Foundation
import Senc
import SencMath
import Testing

@testable import SencServing

/// The dialects beside OpenAI's.
@Suite struct DialectTests {
    private static func vector(
        _ text: String, _ test: TestService, _ options: EncodingOptions? = nil
    ) throws -> [Float] {
        try test.encoder.encode(
            text, options: options ?? EncodingOptions(normalization: .always)
        ).vector
    }

    // MARK: - text-embeddings-inference

    @Test(arguments: ["/embed", "/"])
    func embed(path: String) async throws {
        let test = try TestService()
        let one = try await test.post(path, #"{"inputs":"the rain"}"#)
        #expect(try one.floats(0) == Self.vector("the rain", test))
        #expect(one.header("x-compute-tokens") != nil)
        let two = try await test.post(
            path, #"{"inputs":["sun","the rain"],"normalize":false,"prompt_name":"query"}"#)
        #expect(
            try two.floats(1)
                == Self.vector(
                    "the rain", test, EncodingOptions(promptName: "query", normalization: .never)))
        let cut = try await test.post(path, #"{"inputs":["sun"],"dimensions":3}"#)
        #expect(try cut.floats(0).count == 3)
        let empty = try await test.post(path, #"{"inputs":[]}"#)
        #expect(empty.status == 400)
        #expect(try empty.value("error_type") as? String == "Empty")
        let long = String(repeating: "rain ", count: 2_000)
        let refused = try await test.post(path, "{\"inputs\":\"\(long)\",\"truncate\":false}")
        #expect(refused.status == 422)
        let right = try await test.post(
            path, "{\"inputs\":\"sun \(long)\",\"truncate\":true,\"truncation_direction\":\"Left\"}"
        )
        #expect(
            try right.floats(0)
                == Self.vector(
                    "sun " + long, test,
                    EncodingOptions(normalization: .always, truncationSide: .left)))
    }

    @Test func similarityAlsoAtTheRoot() async throws {
        let test = try TestService()
        let body = #"{"inputs":{"source_sentence":"the rain","sentences":["the rain","sun"]}}"#
        for path in ["/similarity", "/"] {
            let scores = try await test.post(path, body).floats()
            #expect(abs(scores[0] - 1) < 1e-6)
            let (rain, sun) = try (Self.vector("the rain", test), Self.vector("sun", test))
            #expect(scores[1] == cosineSimilarity(rain, sun))
        }
    }

    @Test func statesOfTokens() async throws {
        let test = try TestService()
        let answer = try await test.post("/embed_all", #"{"inputs":["the rain","sun"]}"#)
        let ids = test.encoder.tokenizer.encode("sun").ids
        let states = try #require(test.encoder.tokenStates(of: ids).last)
        let width = test.encoder.stateDimension
        #expect(try (answer.json() as? [[Any]])?[1].count == ids.count)
        #expect(try answer.floats(1, 1) == Array(states[width..<(2 * width)]))
    }

    @Test func tokens() async throws {
        let test = try TestService()
        let answer = try await test.post("/tokenize", #"{"inputs":["la lluvia"]}"#)
        let encoding = test.encoder.tokenizer.encode("la lluvia")
        let tokens = try #require(answer.value(0) as? [[String: Any]])
        #expect(tokens.map { $0["id"] as? Int } == encoding.ids.map(Int.init))
        #expect(tokens.first?["special"] as? Bool == true)
        #expect(tokens.first?["start"] is NSNull)
        #expect(tokens[1]["text"] as? String == "la")
        #expect(tokens[1]["start"] as? Int == 0)
        #expect(tokens[1]["stop"] as? Int == 2)
        let plain = try await test.post(
            "/tokenize", #"{"inputs":"la lluvia","add_special_tokens":false}"#)
        #expect(try (plain.value(0) as? [Any])?.count == encoding.ids.count - 2)
        let llama = try await test.post("/tokenize", #"{"content":"la lluvia"}"#)
        #expect(
            try (llama.value("tokens") as? [Int])
                == encoding.ids.dropFirst().dropLast().map(Int.init))
        let vllm = try await test.post("/tokenize", #"{"prompt":"la lluvia"}"#)
        #expect(try vllm.value("count") as? Int == encoding.ids.count)
        let ids = Array(encoding.ids)
        let text = try await test.post("/decode", "{\"ids\":\(ids)}")
        #expect(try text.value(0) as? String == test.encoder.tokenizer.decode(encoding.ids))
        #expect(try await test.post("/decode", #"{"ids":[-1]}"#).status == 422)
        #expect(try await test.post("/decode", #"{"ids":[99999999999999999999]}"#).status == 422)
    }

    @Test func whatIsServed() async throws {
        let test = try TestService()
        let answer = try await test.ask("GET", "/info")
        #expect(try answer.value("model_id") as? String == "tiny")
        #expect(try answer.value("model_type", "embedding", "pooling") as? String == "mean")
        #expect(try answer.value("max_input_length") as? Int == test.encoder.maximumTokens)
        #expect(try answer.value("prompts", "query") as? String == "the query: ")
        for path in ["/predict", "/rerank"] {
            let refused = try await test.post(path, "{}")
            #expect(refused.status == 424)
            #expect(try refused.value("error_type") as? String == "Backend")
        }
        #expect(try await test.ask("GET", "/health").status == 200)
    }

    // MARK: - Ollama

    @Test func ollama() async throws {
        let test = try TestService()
        let answer = try await test.post(
            "/api/embed", #"{"model":"tiny:latest","input":["the rain","sun"],"keep_alive":"5m"}"#)
        #expect(try answer.floats("embeddings", 0) == Self.vector("the rain", test))
        #expect(try answer.value("model") as? String == "tiny")
        #expect((try answer.value("total_duration") as? Int ?? 0) > 0)
        let empty = try await test.post("/api/embed", #"{"model":"tiny","input":""}"#)
        #expect(empty.status == 200)
        #expect(try (empty.value("embeddings") as? [Any])?.isEmpty == true)
        let cut = try await test.post(
            "/api/embed", #"{"model":"tiny","input":"sun","dimensions":3}"#)
        let vector = try cut.floats("embeddings", 0)
        #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
        let old = try await test.post("/api/embeddings", #"{"model":"tiny","prompt":"sun"}"#)
        #expect(
            try old.floats("embedding")
                == Self.vector("sun", test, EncodingOptions(normalization: .never)))
        let missing = try await test.post("/api/embed", #"{"model":"x","input":"a"}"#)
        #expect(missing.status == 404)
        #expect(
            try missing.value("error") as? String == "model \"x\" not found, try pulling it first")
        let tags = try await test.ask("GET", "/api/tags")
        #expect(try tags.value("models", 0, "name") as? String == "tiny:latest")
        #expect(try (tags.value("models", 0, "digest") as? String)?.utf8.count == 64)
        #expect(try (tags.value("models", 0, "size") as? Int ?? 0) > 1_000)
        let show = try await test.post("/api/show", #"{"model":"tiny"}"#)
        #expect(try show.value("capabilities", 0) as? String == "embedding")
        #expect(
            try show.value("model_info", "bert.embedding_length") as? Int
                == test.encoder.dimension)
        #expect(try await test.ask("GET", "/api/ps").status == 200)
        #expect(
            try await test.ask("GET", "/api/version").value("version") as? String == "1.2.3")
        #expect(try await test.ask("GET", "/").text == "Ollama is running")
    }

    // MARK: - Cohere

    @Test func cohere() async throws {
        let test = try TestService()
        let answer = try await test.post(
            "/v2/embed",
            """
            {"model":"tiny","texts":["the rain"],"input_type":"search_query",
             "embedding_types":["float","int8","ubinary","base64"]}
            """)
        let expected = try Self.vector(
            "the rain", test, EncodingOptions(promptName: "query", normalization: .always))
        #expect(try answer.floats("embeddings", "float", 0) == expected)
        #expect(try (answer.value("embeddings", "int8", 0) as? [Int])?.count == expected.count)
        #expect(try answer.value("embeddings", "base64", 0) is String)
        #expect(try answer.value("response_type") as? String == "embeddings_by_type")
        #expect(try answer.value("texts", 0) as? String == "the rain")
        let inputs = try await test.post(
            "/v2/embed",
            #"{"model":"tiny","inputs":[{"content":[{"type":"text","text":"sun"}]}]}"#)
        #expect(try inputs.floats("embeddings", "float", 0) == Self.vector("sun", test))
        let first = try await test.post("/v1/embed", #"{"texts":["sun"]}"#)
        #expect(try first.floats("embeddings", 0) == Self.vector("sun", test))
        let wrong = try await test.post(
            "/v2/embed", #"{"texts":["a"],"embedding_types":["x"]}"#)
        #expect(wrong.status == 400)
        #expect(try (wrong.value("message") as? String)?.contains("'x'") == true)
        let long = String(repeating: "rain ", count: 2_000)
        #expect(
            try await test.post("/v2/embed", "{\"texts\":[\"\(long)\"],\"truncate\":\"NONE\"}")
                .status == 400)
    }

    // MARK: - Scores

    @Test func scoresAndRanks() async throws {
        let test = try TestService()
        let scores = try await test.post(
            "/score", #"{"model":"tiny","text_1":"the rain","text_2":["the rain","sun"]}"#)
        let first = try #require(scores.value("data", 0, "score") as? Double)
        #expect(abs(first - 1) < 1e-6)
        let ranks = try await test.post(
            "/v1/rerank",
            #"{"query":"sun","documents":["the rain falls",{"text":"sun"}],"top_n":5}"#)
        #expect(ranks.status == 400)
        let plain = try await test.post(
            "/v1/rerank", #"{"query":"sun","documents":["the rain falls","sun"],"top_n":1}"#)
        #expect(try (plain.value("results") as? [Any])?.count == 1)
        #expect(try plain.value("results", 0, "document", "text") is String)
        let cohere = try await test.post(
            "/v2/rerank", #"{"query":"sun","documents":["the rain falls","sun"]}"#)
        #expect(try (cohere.value("results") as? [Any])?.count == 2)
        #expect(try cohere.value("results", 0, "document") == nil)
        let uneven = try await test.post("/score", #"{"text_1":["a","b"],"text_2":["c"]}"#)
        #expect(uneven.status == 400)
        #expect(try uneven.value("error", "code") as? Int == 400)
    }

    @Test func weaviate() async throws {
        let test = try TestService()
        let answer = try await test.post(
            "/vectors",
            #"{"text":"sun","config":{"pooling_strategy":"masked_mean","task_type":"query"}}"#)
        #expect(
            try answer.floats("vector")
                == Self.vector(
                    "sun", test, EncodingOptions(promptName: "query", normalization: .always)))
        #expect(try answer.value("dim") as? Int == test.encoder.dimension)
        #expect(try await test.ask("GET", "/.well-known/ready").status == 204)
    }

    @Test func objectsOfTextsAreRanked() async throws {
        let answer = try await TestService().post(
            "/v1/rerank", #"{"query":"sun","documents":[{"text":"rain"},{"text":"sun"}]}"#)
        #expect(answer.status == 200)
    }
}
