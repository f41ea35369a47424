internal import SencFiles

/// Which hub, on whose behalf, and where to: what the environment says, in the variables of
/// Hugging Face's own libraries.
package struct HubSettings: Sendable {
    static let defaultEndpoint = "https://huggingface.co"
    static let maximumTokenLength = 4096

    /// The hub's address without a slash at its end.
    package var endpoint: String
    package var token: String?
    /// The cache's directory.
    package var cache: String
    /// Whether nothing may be asked of the network.
    package var isOffline: Bool
    package var retries = Retries()
    /// The seconds to wait for a connection, and for bytes that do not come or come too slowly.
    package var patience = 15

    /// What this process's environment says.
    package init() throws(HubError) {
        try self.init(environment: Environment.value)
    }

    /// - Parameter environment: the value of a variable; `nil` for none.
    package init(environment: (String) -> String?) throws(HubError) {
        endpoint = environment("HF_ENDPOINT") ?? Self.defaultEndpoint
        while endpoint.hasSuffix("/") { endpoint.removeLast() }
        guard endpoint.hasPrefix("https://") || endpoint.hasPrefix("http://"),
            endpoint.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .badEndpoint(endpoint) }
        guard let cache = HubCache.directory(environment: environment) else { throw .noCache }
        self.cache = cache
        isOffline = ["1", "on", "yes", "true"].contains(environment("HF_HUB_OFFLINE")?.lowercased())
        token = try Self.token(environment)
    }

    /// `HF_TOKEN`'s, or that of the file that `hf auth login` writes.
    private static func token(_ environment: (String) -> String?) throws(HubError) -> String? {
        var source = "HF_TOKEN"
        var text = environment(source)
        if text == nil {
            let home = HubCache.home(environment: environment)
            guard let path = environment("HF_TOKEN_PATH") ?? home.map({ Path.join($0, "token") }),
                Path.kind(of: path) == .file
            else { return nil }
            source = path
            do throws(FileError) {
                text = try MappedFile(path: path).text(limit: 2 * maximumTokenLength)
            } catch {
                throw .unreadableToken(reason: "\(error)")
            }
        }
        let token = text?.split(whereSeparator: \.isWhitespace) ?? []
        guard let first = token.first else { return nil }
        // It becomes a line of a request, which nothing in it may end.
        guard token.count == 1, first.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            first.utf8.count <= maximumTokenLength
        else { throw .badToken(source: source) }
        return String(first)
    }
}
