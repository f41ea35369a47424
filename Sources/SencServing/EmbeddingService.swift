import Senc
import SencFiles
package import SencServerSettings
import Synchronization

/// Answers requests with vectors: who may ask, which route it is, and what that makes of it.
package final class EmbeddingService: Sendable {
    package let settings: ServerSettings
    package let embedder: Embedder
    private let routes: RouteTable
    private let gate: Gate
    private let log = ServerLog()
    private let heldBytes = Mutex(0)
    private let isDraining = Atomic(false)

    /// Loads the models and starts the threads that encode.
    /// - Throws: what loading a model or opening an index does.
    package init(_ settings: ServerSettings) throws {
        self.settings = settings
        embedder = try Embedder(settings)
        gate = Gate(settings)
        let dialects: [any Dialect] = [
            OpenAIDialect(embedder), TEIDialect(embedder), OllamaDialect(embedder),
            CohereDialect(embedder), ScoringDialect(embedder), WeaviateDialect(embedder),
            SencDialect(embedder), SearchDialect(embedder),
        ]
        routes = RouteTable(dialects.flatMap(\.routes))
        embedder.queue.start()
    }

    /// Ends the threads. What waits is given up.
    package func stop() { embedder.queue.stop() }
}

extension EmbeddingService: ServerHandler {
    package func refusal(of head: RequestHead) -> ServerResponse? {
        if let answer = gate.preflight(head) { return answer }
        let errors = routes.errors(head.path)
        if let error = gate.refusal(of: head) { return fail(error, errors, head) }
        if isOwnPath(head) { return nil }
        let known = routes.routes(head.path)
        guard let route = known[head.method] ?? known[head.method == "HEAD" ? "GET" : ""] else {
            guard !known.isEmpty else {
                return fail(
                    ServiceError(.notFound, "no route \(head.path.quoted())"), errors, head)
            }
            let allowed = known.keys.sorted().joined(separator: ", ")
            var response = fail(
                ServiceError(.methodNotAllowed, "\(head.path.quoted()) takes \(allowed)"),
                errors, head)
            response.headers.append(("allow", allowed))
            return response
        }
        guard route.method == "POST" else { return nil }
        if isDraining.load(ordering: .relaxed) {
            return fail(ServiceError(QueueError.closed), errors, head)
        }
        return embedder.queue.secondsUntilRoom().map {
            fail(.overloaded(retryAfter: $0), errors, head)
        }
    }

    package func reserve(bytes: Int) -> Bool {
        heldBytes.withLock { held in
            guard held + bytes <= settings.queuedBytes else { return false }
            held += bytes
            return true
        }
    }

    package func release(bytes: Int) { heldBytes.withLock { $0 -= bytes } }

    package func overloaded(_ head: RequestHead) -> ServerResponse {
        let seconds = embedder.queue.secondsUntilRoom() ?? 1
        return fail(.overloaded(retryAfter: seconds), routes.errors(head.path), head)
    }

    package func tooLarge(_ head: RequestHead) -> ServerResponse {
        let limit = settings.bodyBytes
        return fail(
            ServiceError(.tooLarge, "the body has over \(limit) bytes; send fewer texts at once"),
            routes.errors(head.path), head)
    }

    package func unreadable(_ head: RequestHead, reason: String) -> ServerResponse {
        let isKnown = ["gzip", "deflate", "identity", "x-gzip"]
            .contains(head.header("content-encoding")?.lowercased() ?? "identity")
        return fail(
            ServiceError(isKnown ? .unreadable : .unsupportedEncoding, reason),
            routes.errors(head.path), head)
    }

    package func respond(to request: ServerRequest) async -> ServerResponse {
        let head = request.head
        if let answer = own(head) { return gate.opened(answer, for: head) }
        let known = routes.routes(head.path)
        guard let route = known[head.method] ?? known["GET"] else {
            return fail(
                ServiceError(.notFound, "no route \(head.path.quoted())"),
                routes.errors(head.path), head)
        }
        do {
            return gate.opened(try await route.answer(request), for: head)
        } catch {
            let answer = ServiceError(error)
            // Whoever asked is not told why; whoever serves is.
            if answer.kind == .internal, !(error is EncodingError) { log.report(error, head) }
            return fail(answer, route.errors, head)
        }
    }

    package func finished(_ record: RequestRecord) {
        embedder.figures.countResponse(
            status: record.status, bytesRead: record.bytesRead, bytesWritten: record.bytesWritten)
        if record.status == 499 { embedder.figures.countFailure(.dropped) }
        if settings.logsRequests { log.write(record) }
    }

    package func drain() { isDraining.store(true, ordering: .relaxed) }

    private func fail(
        _ error: ServiceError, _ errors: ErrorShape, _ head: RequestHead
    ) -> ServerResponse {
        embedder.figures.countFailure(error.failure)
        return gate.opened(errors.response(error), for: head)
    }
}

// MARK: - What depends on who asks

extension EmbeddingService {
    /// Paths that have answers of other kinds than JSON, or by the server's state.
    private func isOwnPath(_ head: RequestHead) -> Bool {
        ["GET", "HEAD"].contains(head.method)
            && ["/", "/ready", "/readyz", "/.well-known/ready", "/openapi.json"].contains(head.path)
    }

    private func own(_ head: RequestHead) -> ServerResponse? {
        guard isOwnPath(head) else { return nil }
        switch head.path {
        case "/ready", "/readyz", "/.well-known/ready":
            let isReady =
                !isDraining.load(ordering: .relaxed) && embedder.queue.secondsUntilRoom() == nil
            if isReady, head.path.hasPrefix("/.") { return ServerResponse(status: 204) }
            return ServerResponse(
                status: isReady ? 200 : 503, type: JSONBody.contentType,
                JSONWriter.bytes { $0.object { $0.member("ready", isReady) } })
        case "/openapi.json":
            return ServerResponse(type: JSONBody.contentType, PackageResources.openapi_json)
        default:
            // Browsers say that they read HTML.
            if head.header("accept")?.contains("text/html") == true { return ServerPage.response() }
            // What Ollama's clients look for.
            return ServerResponse(
                type: "text/plain; charset=utf-8", Array("Ollama is running".utf8))
        }
    }
}
