import SencFiles
import SencServerSettings

/// Who may ask.
struct Gate: Sendable {
    private let settings: ServerSettings
    /// Names by which the server is asked for, without ports; `nil` for any.
    private let hosts: Set<String>?

    /// Answered without a key, for those who only ask whether the server lives.
    private static let openPaths: Set<String> = [
        "/", "/health", "/healthz", "/livez", "/ping", "/ready", "/readyz", "/openapi.json",
        "/info", "/.well-known/live", "/.well-known/ready", "/api/version",
    ]
    private static let loopback: Set<String> = ["localhost", "127.0.0.1", "::1"]

    init(_ settings: ServerSettings) {
        self.settings = settings
        switch settings.address {
        // Pages from elsewhere can reach a server on loopback by a name of their own that leads
        // there, which only the header tells.
        case .host(let host, _) where Self.loopback.contains(host):
            hosts = Self.loopback.union(settings.allowedHosts.map { $0.lowercased() })
        case .host, .unixSocket:
            hosts =
                settings.allowedHosts.isEmpty
                ? nil : Set(settings.allowedHosts.map { $0.lowercased() })
        }
    }

    /// - Returns: why a request is refused, whatever it asks; `nil` if it is not.
    func refusal(of head: RequestHead) -> ServiceError? {
        // Browsers always say which.
        if let hosts, let given = head.header("host"), !given.isEmpty {
            let host = Self.name(given)
            guard hosts.contains(host) else {
                return ServiceError(
                    .forbidden,
                    "the server is not known as \(host.quoted()); --allow-host adds a name")
            }
        }
        if let origin = head.header("origin"), !isAllowed(origin, for: head) {
            return ServiceError(
                .forbidden, "pages of \(origin.quoted()) may not ask; --allow-origin lets them")
        }
        guard let key = settings.apiKey else { return nil }
        let isOpen = ["GET", "HEAD"].contains(head.method) && Self.openPaths.contains(head.path)
        guard isOpen || Self.keys(head).contains(where: { Self.areEqual($0, key) }) else {
            return ServiceError(
                .unauthorized,
                "the server's key is missing or wrong; send it as Authorization: Bearer KEY")
        }
        return nil
    }

    // MARK: - Pages from elsewhere

    /// The answer to a browser that asks whether a page may ask.
    func preflight(_ head: RequestHead) -> ServerResponse? {
        guard head.method == "OPTIONS", head.header("access-control-request-method") != nil,
            let origin = head.header("origin"), isAllowed(origin, for: head)
        else { return nil }
        return opened(
            ServerResponse(
                status: 204,
                headers: [
                    ("access-control-allow-methods", "GET, POST, OPTIONS"),
                    (
                        "access-control-allow-headers",
                        head.header("access-control-request-headers")
                            ?? "authorization, content-type"
                    ),
                    ("access-control-max-age", "600"),
                ]), for: head)
    }

    /// A response with what lets a page read it that may ask.
    func opened(_ response: ServerResponse, for head: RequestHead) -> ServerResponse {
        guard let origin = head.header("origin"), isAllowed(origin, for: head),
            !settings.allowedOrigins.isEmpty
        else { return response }
        var response = response
        response.headers.append(
            ("access-control-allow-origin", settings.allowedOrigins == ["*"] ? "*" : origin))
        response.headers.append(("access-control-expose-headers", "x-request-id, retry-after"))
        response.headers.append(("vary", "origin"))
        return response
    }

    /// The server's own pages may ask always.
    private func isAllowed(_ origin: String, for head: RequestHead) -> Bool {
        if settings.allowedOrigins.contains("*") || settings.allowedOrigins.contains(origin) {
            return true
        }
        let parts = origin.split(separator: "/", omittingEmptySubsequences: true)
        return parts.count == 2 && String(parts[1]) == head.header("host")
    }

    // MARK: - Words of heads

    /// Whatever clients put keys in.
    private static func keys(_ head: RequestHead) -> [String] {
        var keys = ["api-key", "x-api-key"].compactMap(head.header)
        if let authorization = head.header("authorization") {
            let words = authorization.split(separator: " ", maxSplits: 1)
            keys.append(
                words.count == 2 && words[0].lowercased() == "bearer"
                    ? String(words[1]) : authorization)
        }
        return keys
    }

    /// Takes as long whatever is different.
    private static func areEqual(_ given: String, _ key: String) -> Bool {
        let (given, key) = (Array(given.utf8), Array(key.utf8))
        var difference = given.count ^ key.count
        for index in key.indices {
            difference |= Int(key[index] ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0
    }

    /// A host without its port.
    private static func name(_ host: String) -> String {
        let host = host.lowercased()
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return String(host.prefix { $0 != ":" })
    }
}
