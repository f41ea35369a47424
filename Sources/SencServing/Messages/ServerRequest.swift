/// A request as HTTP brought it, before its body is there.
package struct RequestHead: Sendable {
    /// In capitals.
    package var method: String
    /// Without the query, percent-decoded; begins with a slash.
    package var path: String
    /// The query's parameters, decoded.
    package var query: [(name: String, value: String)] = []
    /// In the order they came; `host` stands for HTTP/2's `:authority`.
    package var headers: [(name: String, value: String)] = []
    /// Told in the log, and given back as `x-request-id`.
    package var id: String
    package let received = ContinuousClock.now

    package init(method: String, path: String, id: String) {
        (self.method, self.path, self.id) = (method, path, id)
    }

    /// The first header of a name, whatever its case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name }?
            .value
    }

    package func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }
}

/// A request whose body is there, decompressed.
package struct ServerRequest: Sendable {
    package var head: RequestHead
    package var body: [UInt8]

    package init(_ head: RequestHead, body: [UInt8] = []) { (self.head, self.body) = (head, body) }
}
