import Senc
import SencFiles
import SencServerSettings

/// Ollama's routes.
struct OllamaDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        [
            Route("POST", "/api/embed", .ollama, embed),
            Route("POST", "/api/embeddings", .ollama, embedPrompt),
            Route("GET", "/api/tags", .ollama) { _ in
                json { $0.array("models", embedder.models) { write($1, to: &$0) } }
            },
            Route("GET", "/api/ps", .ollama) { _ in
                json { body in
                    body.array("models", embedder.models) { write($1, isLoaded: true, to: &$0) }
                }
            },
            Route("GET", "/api/version", .ollama) { _ in
                json { $0.member("version", embedder.settings.version) }
            },
            Route("POST", "/api/show", .ollama, show),
        ]
    }

    // MARK: - Embedding

    @Sendable private func embed(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let place = try requiredModel(body)
        let model = embedder.models[place]
        var asked = EncodingRequest(
            body["input"] == nil ? TextInput([]) : try input(body, ["input"], model: place))
        asked.truncates = try body.bool("truncate") ?? true
        asked.dimensions = try body.integer("dimensions")
        // No text at all is no error here, and has no vectors.
        if asked.input.texts.isEmpty || (!asked.input.isList && asked.input.texts == [""]) {
            return json { body in
                body.member("model", model.name)
                body.member("embeddings", [[Float]]())
            }
        }
        let (windows, usage, headers) = try await vectors(asked, model: place)
        let duration = ContinuousClock.now - request.head.received
        var response = json { body in
            body.member("model", model.name)
            body.array("embeddings", rows(windows)) { $0.value($1) }
            body.member("total_duration", nanoseconds(duration))
            body.member("load_duration", 0)
            body.member("prompt_eval_count", usage.tokens)
        }
        response.headers += headers
        return response
    }

    @Sendable private func embedPrompt(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let place = try requiredModel(body)
        let text = try body.string("prompt") ?? ""
        guard !text.isEmpty else { return json { $0.member("embedding", [Float]()) } }
        var asked = EncodingRequest(TextInput(text))
        asked.truncates = true
        asked.normalization = .never
        let (windows, _, headers) = try await vectors(asked, model: place)
        var response = json { $0.member("embedding", rows(windows).first ?? []) }
        response.headers += headers
        return response
    }

    private func requiredModel(_ body: JSONBody) throws(ServiceError) -> Int {
        guard let (_, value) = body.first(["model", "name"]), let name = value.string else {
            throw ServiceError(.malformed, "model is required")
        }
        guard let model = embedder.model(named: name) else {
            // The words by which clients know that they are to pull it.
            throw ServiceError(.unknownModel, "model \"\(name)\" not found, try pulling it first")
        }
        return model
    }

    private func nanoseconds(_ duration: Duration) -> Int { Int(duration / .nanoseconds(1)) }

    // MARK: - Models

    @Sendable private func show(_ request: ServerRequest) throws -> ServerResponse {
        let model = embedder.models[try requiredModel(JSONBody(request.body))]
        let encoder = model.encoder
        return json { body in
            body.member("modelfile", "")
            body.member("parameters", "")
            body.member("template", "{{ .Prompt }}")
            body.object("details") { write(encoder, to: &$0) }
            body.object("model_info") { info in
                let family = encoder.family
                info.member("general.architecture", family)
                info.member("\(family).context_length", encoder.maximumTokens)
                info.member("\(family).embedding_length", encoder.dimension)
            }
            body.member("capabilities", ["embedding"])
            body.member("modified_at", time(model))
        }
    }

    private func write(
        _ model: ServedModel, isLoaded: Bool = false, to writer: inout JSONWriter
    ) {
        writer.object { object in
            object.member("name", model.name + ":latest")
            object.member("model", model.name + ":latest")
            object.member("size", model.bytes)
            object.member("digest", model.digest)
            object.object("details") { write(model.encoder, to: &$0) }
            if isLoaded {
                object.member("expires_at", "2318-01-01T00:00:00Z")
                object.member("size_vram", 0)
                object.member("context_length", model.encoder.maximumTokens)
            } else {
                object.member("modified_at", time(model))
            }
        }
    }

    private func write(_ encoder: SentenceEncoder, to details: inout JSONObject) {
        details.member("parent_model", "")
        details.member(
            "format", encoder.weightPath.hasSuffix(".gguf") ? "gguf" : "safetensors")
        details.member("family", encoder.family)
        details.member("families", [encoder.family])
        details.member("parameter_size", "")
        details.member("quantization_level", encoder.precision.rawValue)
    }

    private func time(_ model: ServedModel) -> String { UTCTime(seconds: model.loaded).text }
}
