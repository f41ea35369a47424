import Senc
import SencFiles
import SencIndex
import SencMath

/// senc's own route that searches the served index.
struct SearchDialect: Dialect {
    /// Answers to one query.
    private static let maximumTop = 1_000
    /// What finding takes beside encoding a query, in tokens, about.
    private static let searchTokens = 64

    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        embedder.index == nil ? [] : [Route("POST", "/search", .openAI, search)]
    }

    @Sendable private func search(_ request: ServerRequest) async throws -> ServerResponse {
        let body = try JSONBody(request.body)
        guard let index = embedder.index else {
            throw ServiceError(.notFound, "no index is served")
        }
        guard let query = try body.string("query") else {
            throw ServiceError(.malformed, "the body has no 'query'", parameter: "query")
        }
        let top = try body.integer("top") ?? 10
        guard (1...Self.maximumTop).contains(top) else {
            throw ServiceError(
                .invalid, "top must be from 1 to \(Self.maximumTop)", parameter: "top")
        }
        let threshold = try number(body, "threshold")
        let encoded = try embedder.encode([query], model: index.model, options: index.options)
        let vectors = try await encoded.all()
        guard let matrix = vectors.first?.matrix else {
            throw ServiceError(.internal, "the query has no vector")
        }
        let hits = try await embedder.queue.run(tokens: Self.searchTokens) {
            try index.reader.nearest(
                top, to: matrix, by: .cosine, threshold: threshold, threads: 1
            ).first ?? []
        }
        return json { body in
            body.member("model", embedder.models[index.model].name)
            body.array("results", hits) { writer, hit in
                writer.object {
                    $0.member("score", hit.score)
                    $0.member("file", hit.file.string)
                    $0.member("lines", [hit.lines.lowerBound, hit.lines.upperBound])
                    $0.member("text", hit.text)
                }
            }
        }
    }

    private func number(_ body: JSONBody, _ key: String) throws(ServiceError) -> Float? {
        guard let value = body[key] else { return nil }
        guard let number = value.double, number.magnitude <= Double(Float.greatestFiniteMagnitude)
        else {
            throw ServiceError(.invalid, "\(key.quoted()) must be a number", parameter: key)
        }
        return Float(number)
    }
}
