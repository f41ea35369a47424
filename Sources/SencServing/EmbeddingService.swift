package import SencServerSettings

/// Answers requests with vectors.
package final class EmbeddingService: Sendable {
    package let settings: ServerSettings

    package init(_ settings: ServerSettings) { self.settings = settings }
}
