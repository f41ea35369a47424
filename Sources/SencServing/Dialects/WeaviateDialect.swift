import Senc
import SencFiles

/// What Weaviate's module text2vec-transformers asks of the container that encodes for it.
struct WeaviateDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        [
            Route("POST", "/vectors", .ollama, vectors),
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
        ]
    }

    @Sendable private func vectors(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let texts = try body.strings("texts")
        guard
            let input = try texts.map({ TextInput($0) }) ?? body.string("text").map(TextInput.init)
        else { throw ServiceError(.malformed, "the body has no 'text'", parameter: "text") }
        let settings = try body.object("config")
        var asked = EncodingRequest(input)
        asked.dimensions = try settings?.integer("dimensions")
        switch try settings?.string("task_type") {
        case "query": asked.prompt = .role(.query)
        case "passage": asked.prompt = .role(.passage)
        default: break
        }
        let (windows, _, headers) = try await vectors(asked, model: 0)
        let vectors = rows(windows)
        var response = json { body in
            if texts != nil {
                body.array("vectors", vectors) { $0.value($1) }
                body.member("dims", vectors.first?.count ?? 0)
            } else {
                body.member("text", input.texts[0])
                body.member("vector", vectors[0])
                body.member("dim", vectors[0].count)
            }
        }
        response.headers += headers
        return response
    }
}
