/// Which route a path leads to.
struct RouteTable: Sendable {
    private var plain: [String: [String: Route]] = [:]
    /// Those of whose path a part is whatever is asked for.
    private var open: [Route] = []

    init(_ routes: [Route]) {
        for route in routes {
            if route.path.utf8.contains(UInt8(ascii: "{")) {
                open.append(route)
            } else {
                plain[route.path, default: [:]][route.method] = route
            }
        }
    }

    /// The routes of a path, by method.
    func routes(_ path: String) -> [String: Route] {
        if let routes = plain[path] { return routes }
        // Some clients put a slash at the end.
        if path.utf8.count > 1, path.hasSuffix("/") { return routes(String(path.dropLast())) }
        let matching = open.filter { Self.matches(path, $0.path) }
        return Dictionary(matching.map { ($0.method, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// How errors of a path are told, also where it leads nowhere.
    func errors(_ path: String) -> ErrorShape {
        if let route = routes(path).values.first { return route.errors }
        let shapes: [(String, ErrorShape)] = [
            ("/api/", .ollama), ("/v2/", .cohere), ("/openai/deployments/", .azure),
        ]
        return shapes.first { path.hasPrefix($0.0) }?.1 ?? .openAI
    }

    private static func matches(_ path: String, _ pattern: String) -> Bool {
        let wanted = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let given = path.split(separator: "/", omittingEmptySubsequences: false)
        // The last part may have slashes in it, as names of models have.
        let isLast = wanted.last?.first == "{"
        guard given.count == wanted.count || (isLast && given.count > wanted.count) else {
            return false
        }
        return zip(wanted, given).allSatisfy { $0.first == "{" ? !$1.isEmpty : $0 == $1 }
    }
}
