import Senc
import SencFiles
import SencMath
import SencServerSettings

/// senc's own routes: figures, health, what the server answers to.
struct SencDialect: Dialect {
    /// A thread that has been at one batch for so long hangs.
    private static let longestRun = Duration.seconds(120)

    let embedder: Embedder

    init(_ embedder: Embedder) { self.embedder = embedder }

    var routes: [Route] {
        ["/health", "/ping", "/healthz", "/livez"].map { Route("GET", $0, .tei) { _ in health() } }
            + [
                Route("GET", "/metrics", .tei) { _ in metrics() },
                Route("GET", "/load", .tei) { _ in load() },
            ]
    }

    /// Green as long as the threads get on, however much waits.
    private func health() -> ServerResponse {
        let isWell = embedder.queue.longestRun < Self.longestRun
        var response = json { $0.member("status", isWell ? "ok" : "stuck") }
        response.status = isWell ? 200 : 503
        return response
    }

    private func metrics() -> ServerResponse {
        let cache = embedder.queue.cache
        let text = embedder.figures.prometheusText(
            load: embedder.queue.load, cache: (cache.usedBytes, cache.count),
            models: embedder.models.map(\.name), version: embedder.settings.version)
        return ServerResponse(type: PrometheusText.contentType, Array(text.utf8))
    }

    private func load() -> ServerResponse {
        let load = embedder.queue.load
        return json { body in
            body.member("requests", load.requests)
            body.member("tokens", load.waitingTokens)
            body.member("limit", embedder.settings.queuedTokens)
        }
    }
}
