import Senc
import SencFiles
import SencMath

/// vLLM's, Jina's and Cohere's routes that score texts against a text; by cosine here.
struct ScoringDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        ["/score", "/v1/score"].map { Route("POST", $0, .vLLM, score) } + [
            Route("POST", "/v1/rerank", .vLLM) { try await rerank($0, isCohere: false) },
            Route("POST", "/v2/rerank", .cohere) { try await rerank($0, isCohere: true) },
        ]
    }

    // MARK: - Scores

    @Sendable private func score(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let place = try model(body)
        let first = try input(body, ["text_1", "queries", "data_1"], model: place).texts
        let second = try input(body, ["text_2", "documents", "items", "data_2"], model: place).texts
        guard !first.isEmpty, !second.isEmpty else {
            throw ServiceError(.empty, "text_1 and text_2 must have texts")
        }
        guard first.count == 1 || first.count == second.count else {
            throw ServiceError(
                .invalid,
                "text_1 has \(first.count) texts and text_2 \(second.count): give one, or as many",
                parameter: "text_1")
        }
        var asked = EncodingRequest(TextInput(first + second))
        asked.prompt = .comparison
        try readTruncation(body, into: &asked)
        let (windows, usage, headers) = try await vectors(asked, model: place)
        let vectors = rows(windows)
        let scores = second.indices.map {
            cosineSimilarity(vectors[first.count == 1 ? 0 : $0], vectors[first.count + $0])
        }
        var response = json { body in
            body.member("id", "score-" + request.head.id)
            body.member("object", "list")
            body.member("created", SystemTime.seconds)
            body.member("model", embedder.models[place].name)
            body.array("data", scores.enumerated()) { writer, score in
                writer.object {
                    $0.member("index", score.offset)
                    $0.member("object", "score")
                    $0.member("score", score.element)
                }
            }
            write(usage, to: &body)
        }
        response.headers += headers
        return response
    }

    // MARK: - Ranks

    private func rerank(_ request: ServerRequest, isCohere: Bool) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let place = try model(body)
        guard let query = try body.string("query") else {
            throw ServiceError(.malformed, "the body has no 'query'", parameter: "query")
        }
        let documents = try input(body, ["documents"], model: place).texts
        guard !documents.isEmpty else {
            throw ServiceError(.empty, "'documents' has no texts", parameter: "documents")
        }
        let top = try body.integer("top_n") ?? documents.count
        guard top > 0 else {
            throw ServiceError(.invalid, "top_n must be over 0", parameter: "top_n")
        }
        var queries = EncodingRequest(TextInput(query))
        queries.prompt = .role(.query)
        var passages = EncodingRequest(TextInput(documents))
        passages.prompt = .role(.passage)
        try readTruncation(body, into: &queries)
        try readTruncation(body, into: &passages)
        let (found, queryUsage, _) = try await vectors(queries, model: place)
        let (windows, usage, headers) = try await vectors(passages, model: place)
        let vector = rows(found)[0]
        let scores = rows(windows).map { cosineSimilarity(vector, $0) }
        // Of equal ones the first comes first.
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(top)
        let returnsTexts = try body.bool("return_documents") ?? !isCohere
        let tokens = usage.tokens + queryUsage.tokens
        var response = json { body in
            body.member("id", (isCohere ? "" : "rerank-") + request.head.id)
            if !isCohere { body.member("model", embedder.models[place].name) }
            body.array("results", order) { writer, index in
                writer.object { result in
                    result.member("index", index)
                    result.member("relevance_score", scores[index])
                    if returnsTexts {
                        result.object("document") { $0.member("text", documents[index]) }
                    }
                }
            }
            if isCohere {
                body.object("meta") { meta in
                    meta.object("api_version") { $0.member("version", "2") }
                    meta.object("billed_units") { $0.member("search_units", 1) }
                }
            } else {
                body.object("usage") {
                    $0.member("prompt_tokens", tokens)
                    $0.member("total_tokens", tokens)
                }
            }
        }
        response.headers += headers
        return response
    }

    private func readTruncation(_ body: JSONBody, into asked: inout EncodingRequest) throws {
        guard let limit = try body.integer("truncate_prompt_tokens") else { return }
        guard limit == -1 || limit > 0 else {
            throw ServiceError(
                .invalid, "truncate_prompt_tokens must be -1, for the model's limit, or over 0",
                parameter: "truncate_prompt_tokens")
        }
        asked.truncates = true
        if limit > 0 { asked.maximumTokens = limit }
    }

    private func write(_ usage: TokenUsage, to body: inout JSONObject) {
        body.object("usage") {
            $0.member("prompt_tokens", usage.tokens)
            $0.member("total_tokens", usage.tokens)
        }
    }
}
