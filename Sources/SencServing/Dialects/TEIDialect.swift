import Senc
import SencFiles
import SencMath
import SencServerSettings
import SencTokenizers

/// text-embeddings-inference's routes, and those of llama.cpp that have the same paths.
struct TEIDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        [
            Route("POST", "/embed", .tei, embed),
            Route("POST", "/", .tei, embed),
            Route("POST", "/invocations", .tei, embed),
            Route("POST", "/embed_all", .tei, embedAll),
            Route("POST", "/similarity", .tei) { try await similarity(JSONBody($0.body)) },
            Route("POST", "/tokenize", .tei, tokenize),
            Route("POST", "/decode", .tei, decode),
            Route("POST", "/detokenize", .tei, decode),
            Route("GET", "/info", .tei) { _ in info() },
            Route("POST", "/predict", .tei) { _ in throw unsupported("classifier") },
            Route("POST", "/rerank", .tei) { _ in throw unsupported("re-ranker") },
            Route("POST", "/embed_sparse", .tei) { _ in throw unsupported("sparse model") },
            Route("POST", "/embedding", .openAI, llamaEmbedding),
        ]
    }

    private func unsupported(_ kind: String) -> ServiceError {
        ServiceError(
            .unsupported,
            "the model makes embeddings, and is not a \(kind); /v1/rerank and /score go by cosine")
    }

    // MARK: - Embedding

    private func request(
        _ body: JSONBody, _ input: TextInput, options: JSONBody
    ) throws(ServiceError) -> EncodingRequest {
        var asked = EncodingRequest(input)
        guard !input.texts.isEmpty else {
            throw ServiceError(.empty, "'inputs' has no texts", parameter: "inputs")
        }
        if let name = try options.string("prompt_name") { asked.prompt = .named(name) }
        asked.truncates = try options.bool("truncate")
        if let side = try options.string("truncation_direction") {
            asked.side = try .init(side, member: "truncation_direction")
        }
        if try options.bool("normalize") == false { asked.normalization = .never }
        asked.dimensions = try options.integer("dimensions")
        return asked
    }

    @Sendable private func embed(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        // huggingface_hub's clients ask for similarities at the same address.
        if body["inputs"]?["source_sentence"] != nil { return try await similarity(body) }
        let input = try input(body, ["inputs"], model: 0)
        let options = try body.object("parameters") ?? body
        let asked = try self.request(body, input, options: options)
        return try await response(asked, model: 0, frame: .array) { vectors, _ in
            (0..<vectors.count).map { row in
                JSONWriter.bytes { $0.value(vectors.matrix[row]) }
            }
        }
    }

    /// The states of all tokens, as no pooling has them.
    @Sendable private func embedAll(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let input = try input(body, ["inputs"], model: 0)
        let asked = try self.request(body, input, options: body)
        let encoder = embedder.models[0].encoder
        let options = try asked.options(
            for: encoder, embedder.settings, dimensionIn: "dimensions")
        guard input.texts.count <= embedder.settings.textsPerRequest else {
            throw ServiceError(.tooManyTexts, "\(input.texts.count) texts are too many")
        }
        // A text's states are many times its vector, so each is written before the next is computed.
        let first = try await states(of: input.texts[0], encoder, options)
        return ServerResponse(
            headers: [("content-type", JSONBody.contentType)],
            body: .pieces { write in
                try await write([UInt8(ascii: "[")] + first)
                for text in input.texts.dropFirst() {
                    let next = try await states(of: text, encoder, options)
                    try await write([UInt8(ascii: ",")] + next)
                }
                try await write([UInt8(ascii: "]")])
            })
    }

    private func states(
        of text: String, _ encoder: SentenceEncoder, _ options: EncodingOptions
    ) async throws -> [UInt8] {
        try await embedder.queue.run(tokens: text.utf8.count / 4 + 2) {
            let ids = try encoder.tokenize([text], options: options).flatMap {
                $0.sequences.first ?? []
            }
            guard let last = encoder.tokenStates(of: ids).last, !ids.isEmpty else {
                return Array("[]".utf8)
            }
            let width = encoder.stateDimension
            return JSONWriter.bytes { writer in
                writer.array(stride(from: 0, to: last.count, by: width)) {
                    $0.value(last[$1..<($1 + width)])
                }
            }
        }
    }

    private func similarity(_ body: JSONBody) async throws -> ServerResponse {
        guard let inputs = try body.object("inputs"),
            let source = try inputs.string("source_sentence"),
            let sentences = try inputs.strings("sentences")
        else {
            throw ServiceError(
                .malformed, "'inputs' must have 'source_sentence' and 'sentences'",
                parameter: "inputs")
        }
        guard !sentences.isEmpty else {
            throw ServiceError(.empty, "'sentences' has no texts", parameter: "inputs")
        }
        let asked = try request(
            body, TextInput([source] + sentences), options: body.object("parameters") ?? body)
        let (windows, _, headers) = try await vectors(asked, model: 0)
        let rows = rows(windows)
        let scores = rows.dropFirst().map { cosineSimilarity(rows[0], $0) }
        return ServerResponse(
            headers: [("content-type", JSONBody.contentType)] + headers,
            body: .bytes(JSONWriter.bytes { $0.value(scores) }))
    }

    @Sendable private func llamaEmbedding(_ request: ServerRequest) async throws
        -> ServerResponse
    {
        let body = try JSONBody(request.body)
        let asked = EncodingRequest(try input(body, ["content", "input"], model: 0))
        guard !asked.input.texts.isEmpty else {
            throw ServiceError(.empty, "'content' has no texts", parameter: "content")
        }
        return try await response(asked, model: 0, frame: .array) { vectors, first in
            (0..<vectors.count).map { row in
                JSONWriter.bytes { writer in
                    writer.object {
                        $0.member("index", first + row)
                        $0.member("embedding", [vectors.matrix[row]])
                    }
                }
            }
        }
    }

    // MARK: - Tokens

    @Sendable private func tokenize(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        guard let (key, value) = body.first(["inputs", "content", "prompt"]) else {
            throw ServiceError(.malformed, "the body has no 'inputs'", parameter: "inputs")
        }
        let input = try TextInput(value, key: key, ids: nil)
        guard input.texts.count <= embedder.settings.textsPerRequest else {
            throw ServiceError(.tooManyTexts, "\(input.texts.count) texts are too many")
        }
        // llama.cpp leaves special tokens out by itself.
        let isSpecial =
            try body.bool("add_special_tokens") ?? body.bool("add_special") ?? (key != "content")
        let encoder = embedder.models[0].encoder
        var prompt = ""
        if let name = try body.string("prompt_name") {
            prompt = try encoder.prompt(EncodingOptions(promptName: name))
        }
        let texts = input.texts
        let bytes = texts.reduce(0) { $0 + $1.utf8.count }
        // Making tokens takes a hundredth of what computing with them does.
        let encodings = try await embedder.queue.run(tokens: bytes / 400 + 1) { [prompt] in
            texts.map {
                (
                    text: prompt + $0,
                    tokens: encoder.tokenizer.encode(prompt + $0, addSpecialTokens: isSpecial)
                )
            }
        }
        switch key {
        case "inputs":
            return ServerResponse(
                type: JSONBody.contentType,
                JSONWriter.bytes { writer in
                    writer.array(encodings) {
                        write($1.tokens, of: $1.text, by: encoder.tokenizer, to: &$0)
                    }
                })
        case "content":
            return json { $0.member("tokens", encodings.first?.tokens.ids ?? []) }
        default:
            return json { body in
                let ids = encodings.first?.tokens.ids ?? []
                body.member("count", ids.count)
                body.member("max_model_len", encoder.maximumTokens)
                body.member("tokens", ids)
            }
        }
    }

    private func write(
        _ encoding: Encoding, of text: String, by tokenizer: Tokenizer,
        to writer: inout JSONWriter
    ) {
        let bytes = Array(text.utf8)
        writer.array(encoding.ids.indices) { writer, index in
            let isSpecial = encoding.specialTokensMask[index]
            let span = encoding.offsets[index]
            writer.object { token in
                token.member("id", encoding.ids[index])
                if isSpecial {
                    token.member("text", tokenizer.token(for: encoding.ids[index]) ?? "")
                } else {
                    token.member("text", String(decoding: bytes[span], as: UTF8.self))
                }
                token.member("special", isSpecial)
                // In bytes, as the reference has them; special tokens have no place.
                token.member("start", isSpecial ? nil : span.lowerBound)
                token.member("stop", isSpecial ? nil : span.upperBound)
            }
        }
    }

    @Sendable private func decode(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let encoder = embedder.models[0].encoder
        guard let (key, value) = body.first(["ids", "tokens"]), value.kind == .array else {
            throw ServiceError(.malformed, "the body has no array 'ids'", parameter: "ids")
        }
        var lists: [[Int32]] = []
        func id(_ json: JSON) throws(ServiceError) -> Int32 {
            guard let id = json.int, (0..<encoder.idCount).contains(id) else {
                throw ServiceError(
                    .invalid, "\(key.quoted()) has an id that the model does not have",
                    parameter: key)
            }
            return Int32(id)
        }
        try value.forEachElement { element throws(ServiceError) in
            if element.kind == .array {
                var ids: [Int32] = []
                try element.forEachElement { json throws(ServiceError) in ids.append(try id(json)) }
                lists.append(ids)
            } else {
                if lists.isEmpty { lists.append([]) }
                lists[lists.count - 1].append(try id(element))
            }
        }
        let skips = try body.bool("skip_special_tokens") ?? true
        let ids = lists
        let texts = try await embedder.queue.run(tokens: value.memberCount / 100 + 1) {
            ids.map { encoder.tokenizer.decode($0, skipSpecialTokens: skips) }
        }
        if key == "tokens" {
            // llama.cpp's, and vLLM's.
            return json {
                $0.member("content", texts.first ?? "")
                $0.member("prompt", texts.first ?? "")
            }
        }
        return ServerResponse(type: JSONBody.contentType, JSONWriter.bytes { $0.value(texts) })
    }

    // MARK: - What is served

    private func info() -> ServerResponse {
        let model = embedder.models[0]
        let settings = embedder.settings
        return json { body in
            body.member("model_id", model.name)
            body.member("model_sha", String?.none)
            body.member("model_dtype", model.encoder.precision.rawValue)
            body.member("served_model_name", model.name)
            body.object("model_type") { type in
                type.object("embedding") { $0.member("pooling", model.encoder.poolingName) }
            }
            body.member(
                "max_concurrent_requests",
                max(settings.queuedTokens / model.encoder.maximumTokens, 1))
            body.member("max_input_length", model.encoder.maximumTokens)
            body.member("max_batch_tokens", settings.queuedTokens)
            body.member("max_batch_requests", Int?.none)
            body.member("max_client_batch_size", settings.textsPerRequest)
            body.member("auto_truncate", settings.overflow == .truncate)
            body.member("tokenization_workers", embedder.queue.threads)
            body.member("version", settings.version)
            body.member("sha", String?.none)
            body.member("docker_label", String?.none)
            // senc's own.
            body.member("dimension", model.encoder.dimension)
            body.object("prompts") { prompts in
                for (name, text) in model.encoder.prompts.sorted(by: { $0.key < $1.key }) {
                    prompts.member(name, text)
                }
            }
            body.member("similarity", model.encoder.similarity.rawValue)
            body.member("models", embedder.models.map(\.name))
            body.member("index", settings.index != nil)
        }
    }
}
