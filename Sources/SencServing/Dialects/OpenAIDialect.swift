import Senc
import SencFiles
import SencServerSettings

/// OpenAI's routes, with what vLLM, Voyage, Jina and Azure's service add to them.
struct OpenAIDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        ["/v1/embeddings", "/embeddings", "/openai/v1/embeddings"].map {
            Route("POST", $0, .openAI) { try await embed($0, model: nil) }
        } + [
            Route("POST", "/openai/deployments/{name}/embeddings", .azure) { request in
                let parts = request.head.path.split(
                    separator: "/", omittingEmptySubsequences: false)
                return try await embed(request, model: String(parts[3]))
            },
            Route("GET", "/v1/models", .openAI) { _ in models() },
            Route("GET", "/models", .openAI) { _ in models() },
            Route("GET", "/v1/models/{name}", .openAI) { request in
                let name = String(request.head.path.dropFirst("/v1/models/".count))
                let model = embedder.models[try self.model(named: name)]
                return json { write(model, to: &$0) }
            },
        ]
    }

    // MARK: - Embeddings

    private func embed(_ request: ServerRequest, model name: String?) async throws
        -> ServerResponse
    {
        let body = try JSONBody(request.body)
        let place = try name.map { try self.model(named: $0) } ?? self.model(body)
        let model = embedder.models[place]
        var asked = EncodingRequest(try input(body, ["input"], model: place))
        guard !asked.input.texts.isEmpty else {
            throw ServiceError(.empty, "'input' has no texts", parameter: "input")
        }
        asked.dimensions = try body.integer("dimensions") ?? body.integer("output_dimension")
        asked.prompt = try chosenPrompt(body)
        try readLimits(body, into: &asked)
        if try body.bool("normalized") == false || body.bool("normalize") == false {
            asked.normalization = .never
        }
        let (form, isBase64) = try written(body)
        try await prepare(form, of: place, for: asked)
        let frame = BodyFrame(key: "data") {
            $0.member("object", "list")
        } after: { body, usage in
            body.member("model", model.name)
            body.object("usage") {
                $0.member("prompt_tokens", usage.tokens)
                $0.member("total_tokens", usage.tokens)
            }
        }
        return try await response(asked, model: place, frame: frame) { vectors, first in
            try form.elements(vectors.matrix, of: model).enumerated().map { index, elements in
                JSONWriter.bytes { writer in
                    writer.object {
                        $0.member("object", "embedding")
                        $0.member("index", first + index)
                        if isBase64 {
                            $0.member("embedding", elements.base64)
                        } else {
                            $0.member("embedding", elements)
                        }
                    }
                }
            }
        }
    }

    /// Voyage's `input_type`, Jina's `task`, or the name of one of the model's prompts.
    private func chosenPrompt(_ body: JSONBody) throws(ServiceError) -> EncodingRequest.Prompt {
        if let name = try body.string("prompt_name") { return .named(name) }
        guard let (key, value) = body.first(["input_type", "task"]) else { return .standard }
        switch value.string {
        case "query", "search_query", "retrieval.query", "nl2code.query", "code.query":
            return .role(.query)
        case "document", "passage", "search_document", "retrieval.passage", "nl2code.passage",
            "code.passage":
            return .role(.passage)
        case "text-matching", "classification", "clustering", "separation", "semantic_similarity":
            return .comparison
        case .some(let name):
            throw ServiceError(
                .invalid,
                "\(key) \(name.quoted()) is none of those that are known: query, document",
                parameter: key)
        case nil: throw ServiceError(.invalid, "\(key) must be a string", parameter: key)
        }
    }

    /// vLLM's `truncate_prompt_tokens` and `truncation_side`, Voyage's `truncation`, Jina's `truncate`.
    private func readLimits(_ body: JSONBody, into asked: inout EncodingRequest) throws {
        if let limit = try body.integer("truncate_prompt_tokens") {
            guard limit == -1 || limit > 0 else {
                throw ServiceError(
                    .invalid, "truncate_prompt_tokens must be -1, for the model's limit, or over 0",
                    parameter: "truncate_prompt_tokens")
            }
            asked.truncates = true
            if limit > 0 { asked.maximumTokens = limit }
        }
        asked.truncates =
            try body.bool("truncation") ?? body.bool("truncate") ?? asked.truncates
        if let side = try body.string("truncation_side") {
            asked.side = try .init(side, member: "truncation_side")
        }
    }

    /// OpenAI's `encoding_format`, Voyage's `output_dtype`, Jina's `embedding_type`.
    private func written(_ body: JSONBody) throws(ServiceError) -> (VectorForm, isBase64: Bool) {
        var form = VectorForm.float
        var isBase64 = false
        for key in ["encoding_format", "output_dtype", "embedding_type"] {
            guard let name = try body.string(key) else { continue }
            if name == "base64", key != "output_dtype" {
                isBase64 = true
            } else if let known = VectorForm(rawValue: name) {
                if known.isBytes { form = known }
            } else {
                throw ServiceError(
                    .invalid,
                    """
                    \(key) \(name.quoted()) is none of \
                    \(VectorForm.allCases.map(\.rawValue).joined(separator: ", ")), base64
                    """, parameter: key)
            }
        }
        return (form, isBase64)
    }

    // MARK: - Models

    private func models() -> ServerResponse {
        json { body in
            body.member("object", "list")
            body.array("data", embedder.models) { writer, model in
                writer.object { write(model, to: &$0) }
            }
        }
    }

    private func write(_ model: ServedModel, to object: inout JSONObject) {
        object.member("id", model.name)
        object.member("object", "model")
        object.member("created", model.loaded)
        object.member("owned_by", "senc")
        object.member("max_model_len", model.encoder.maximumTokens)
    }
}
