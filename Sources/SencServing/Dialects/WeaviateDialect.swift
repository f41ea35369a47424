import Senc
import SencFiles

/// What Weaviate's module text2vec-transformers asks of the container that encodes for it.
struct WeaviateDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        ["/vectors", "/vectors/"].map { Route("POST", $0, .ollama, vectors) } + [
            Route("GET", "/meta", .ollama) { _ in
                let encoder = embedder.models[0].encoder
                return json { body in
                    body.member("model_type", encoder.family)
                    body.member("_name_or_path", embedder.models[0].name)
                    body.member("hidden_size", encoder.dimension)
                    body.member("max_position_embeddings", encoder.maximumTokens)
                }
            },
            Route("GET", "/.well-known/live", .ollama) { _ in ServerResponse(status: 204) },
            Route("GET", "/.well-known/ready", .ollama) { _ in ServerResponse(status: 204) },
        ]
    }

    @Sendable private func vectors(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        guard let text = try body.string("text") else {
            throw ServiceError(.malformed, "the body has no 'text'", parameter: "text")
        }
        let settings = try body.object("config")
        var asked = EncodingRequest(TextInput(text))
        asked.dimensions = try settings?.integer("dimensions")
        switch try settings?.string("task_type") {
        case "query": asked.prompt = .role(.query)
        case "passage": asked.prompt = .role(.passage)
        default: break
        }
        let (windows, _, headers) = try await vectors(asked, model: 0)
        let vector = rows(windows)[0]
        var response = json { body in
            body.member("text", text)
            body.member("vector", vector)
            body.member("dim", vector.count)
        }
        response.headers += headers
        return response
    }
}
