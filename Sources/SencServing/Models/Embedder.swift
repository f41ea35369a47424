package import Senc
import SencMath
package import SencServerSettings

/// The models of a server and the queue in which they encode.
package final class Embedder: Sendable {
    package let settings: ServerSettings
    package let models: [ServedModel]
    package let figures = ServerFigures()
    package let queue: EncodingQueue
    /// What can be searched.
    package let index: ServedIndex?

    /// Loads the models and opens the index.
    /// - Throws: what either does.
    package init(_ settings: ServerSettings) throws {
        self.settings = settings
        let models = try settings.models.map { try ServedModel($0, settings) }
        self.models = models
        index = try settings.index.map { try ServedIndex(path: $0, models: models) }
        queue = EncodingQueue(
            encoders: models.map(\.encoder), threads: WorkerPool(threads: settings.threads).threads,
            maximumTokens: settings.queuedTokens, cacheBytes: settings.cacheBytes,
            figures: figures)
    }

    /// The place of a model among those that are served.
    /// - Parameter name: as a request has it; the first one's where it has none. A tag `:latest`,
    ///   which Ollama's clients put behind names, does not count.
    package func model(named name: String?) -> Int? {
        guard let name, !name.isEmpty else { return 0 }
        let tag = ":latest"
        let plain = name.hasSuffix(tag) ? String(name.dropLast(tag.count)) : name
        return models.firstIndex { $0.name == name || $0.name == plain }
    }

    /// Puts texts in line.
    /// - Throws: `QueueError`, `EncodingError`.
    package func encode(
        _ texts: [String], model: Int, options: EncodingOptions
    ) throws -> EncodedTexts {
        figures.countRequest(texts: texts.count)
        return try queue.submit(texts, model: model, options: options)
    }
}
