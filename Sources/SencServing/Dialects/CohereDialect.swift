import Senc
import SencFiles
import SencServerSettings

/// Cohere's routes.
struct CohereDialect: Dialect {
    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        [
            Route("POST", "/v2/embed", .cohere) { try await embed($0, version: 2) },
            Route("POST", "/v1/embed", .cohere) { try await embed($0, version: 1) },
        ]
    }

    private func embed(_ request: ServerRequest, version: Int) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        let place = try self.model(body)
        let model = embedder.models[place]
        var asked = EncodingRequest(TextInput(try texts(body)))
        guard !asked.input.texts.isEmpty else {
            throw ServiceError(.empty, "texts must have at least one text", parameter: "texts")
        }
        asked.prompt = try prompt(body)
        asked.dimensions = try body.integer("output_dimension")
        switch try body.string("truncate")?.uppercased() {
        case nil: break
        case "NONE": asked.truncates = false
        case "START": (asked.truncates, asked.side) = (true, .left)
        case "END": (asked.truncates, asked.side) = (true, .right)
        case .some(let name):
            throw ServiceError(
                .invalid, "truncate \(name.quoted()) is none of NONE, START, END",
                parameter: "truncate")
        }
        let types = try body.strings("embedding_types") ?? []
        let forms = try (types.isEmpty ? ["float"] : types).map(Form.init)
        for form in forms { try await prepare(form.vector, of: place, for: asked) }
        let (windows, usage, headers) = try await vectors(
            asked, model: place, dimensionIn: "output_dimension")
        var written: [(name: String, elements: [VectorElements])] = []
        for form in forms {
            let elements = try windows.flatMap { try form.vector.elements($0.matrix, of: model) }
            written.append((form.name, elements))
        }
        var response = json { body in
            body.member("id", request.head.id)
            if version == 1, types.isEmpty {
                body.array("embeddings", written[0].elements) { $0.value($1) }
            } else {
                body.object("embeddings") { embeddings in
                    for (name, elements) in written {
                        embeddings.array(name, elements) { writer, vector in
                            if name == Form.base64 {
                                writer.value(vector.base64)
                            } else {
                                writer.value(vector)
                            }
                        }
                    }
                }
            }
            body.member("texts", asked.input.texts)
            body.object("meta") { meta in
                meta.object("api_version") { $0.member("version", String(version)) }
                meta.object("billed_units") { $0.member("input_tokens", usage.tokens) }
            }
            body.member(
                "response_type",
                version == 1 && types.isEmpty ? "embeddings_floats" : "embeddings_by_type")
        }
        response.headers += headers
        return response
    }

    /// A form of vectors, or floats in Base64.
    private struct Form {
        static let base64 = "base64"

        let name: String
        let vector: VectorForm

        init(_ name: String) throws(ServiceError) {
            guard let form = name == Self.base64 ? .float : VectorForm(rawValue: name) else {
                throw ServiceError(
                    .invalid,
                    """
                    embedding_types has \(name.quoted()), which is none of \
                    \(VectorForm.allCases.map(\.rawValue).joined(separator: ", ")), base64
                    """, parameter: "embedding_types")
            }
            (self.name, vector) = (name, form)
        }
    }

    private func texts(_ body: JSONBody) throws(ServiceError) -> [String] {
        if let texts = try body.strings("texts") { return texts }
        guard let inputs = body["inputs"], inputs.kind == .array else {
            throw ServiceError(.malformed, "the body has no 'texts'", parameter: "texts")
        }
        var texts: [String] = []
        try inputs.forEachElement { input throws(ServiceError) in
            var text = ""
            var isText = input["content"]?.kind == .array
            input["content"]?.forEachElement { part in
                if let next = part["text"]?.string { text += next } else { isText = false }
            }
            guard isText else {
                throw ServiceError(
                    .invalid, "inputs must have texts as their content; images are not encoded",
                    parameter: "inputs")
            }
            texts.append(text)
        }
        return texts
    }

    private func prompt(_ body: JSONBody) throws(ServiceError) -> EncodingRequest.Prompt {
        switch try body.string("input_type") {
        case nil: return .standard
        case "search_query": return .role(.query)
        case "search_document": return .role(.passage)
        case "classification", "clustering": return .comparison
        case .some(let name):
            throw ServiceError(
                .invalid,
                """
                input_type \(name.quoted()) is none of search_document, search_query, \
                classification, clustering
                """, parameter: "input_type")
        }
    }
}
