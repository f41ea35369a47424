internal import SencMath

extension SentenceEncoder {
    /// The vectors of several texts, in their order, while the task waits: they are the same to the
    /// bit as without `await`, and are computed by threads of the encoder's own. If many tasks ask
    /// at once, as many are served together as the encoder has threads.
    ///
    /// ```swift
    /// let vectors = try await encoder.encode(texts) { progress in
    ///     print("\(progress.completedTexts) of \(progress.totalTexts)")
    /// }
    /// ```
    /// Where both would do, Swift takes this one in asynchronous functions, and in top-level code
    /// the other one, unless `progress` is given.
    /// - Parameters:
    ///   - texts: the texts.
    ///   - options: as without `await`.
    ///   - progress: is told when the texts are tokenized and after each batch of about 256 tokens,
    ///     by one thread at a time, in their order; the last time all is completed.
    /// - Throws: `CancellationError` if the task is cancelled, as soon as the batches that are being
    ///   computed are done, at most one for each thread; no thread works on it any longer then.
    ///   `EncodingError` if the options do not fit the model or a text does not fit them.
    public func encode(
        _ texts: [String], options: EncodingOptions = EncodingOptions(),
        progress: (@Sendable (EncodingProgress) -> Void)? = nil
    ) async throws -> Embeddings {
        try await encode(texts, firstIndex: 0, options: options, progress: progress)
    }

    /// The vectors of texts to search with, as `encode` with `await` gives them.
    /// - Throws: `CancellationError` or `EncodingError` as `encode` does.
    public func encodeQuery(
        _ texts: [String], options: EncodingOptions = EncodingOptions(),
        progress: (@Sendable (EncodingProgress) -> Void)? = nil
    ) async throws -> Embeddings {
        try await encode(texts, options: self.options(for: .query, options), progress: progress)
    }

    /// The vectors of texts to be found, as `encode` with `await` gives them.
    /// - Throws: `CancellationError` or `EncodingError` as `encode` does.
    public func encodeDocument(
        _ texts: [String], options: EncodingOptions = EncodingOptions(),
        progress: (@Sendable (EncodingProgress) -> Void)? = nil
    ) async throws -> Embeddings {
        try await encode(texts, options: self.options(for: .passage, options), progress: progress)
    }

    /// The vectors of texts that come one after the other, as lines of a file or a connection do,
    /// in their order, with memory that does not grow with their number.
    ///
    /// ```swift
    /// for try await vector in encoder.encode(url.lines) { … }
    /// ```
    /// - Parameters:
    ///   - texts: read a window at a time, when its vectors are asked for.
    ///   - options: as for arrays.
    ///   - window: how many texts are encoded together. Vectors come when so many texts have been
    ///     read, or the last one; fewer than 1 are 1.
    /// - Returns: the vectors. Iterating throws what the texts throw, or as `encode` does, the index
    ///   of a text counting from the first.
    public func encode<Texts>(
        _ texts: Texts, options: EncodingOptions = EncodingOptions(), window: Int = 1024
    ) -> EmbeddingSequence<Texts> {
        EmbeddingSequence(texts: texts, encoder: self, options: options, window: max(window, 1))
    }

    func encode(
        _ texts: [String], firstIndex: Int, options: EncodingOptions,
        progress: (@Sendable (EncodingProgress) -> Void)? = nil
    ) async throws -> Embeddings {
        let cancellation = Cancellation()
        return try await calls.call(cancellation) {
            try encode(
                texts, firstIndex: firstIndex, options: options, cancellation: cancellation,
                progress: progress)
        }
    }
}

/// The vectors of texts that come one after the other: see `SentenceEncoder.encode`.
public struct EmbeddingSequence<Texts: AsyncSequence>: AsyncSequence where Texts.Element == String {
    let texts: Texts
    let encoder: SentenceEncoder
    let options: EncodingOptions
    let window: Int

    public func makeAsyncIterator() -> Iterator {
        Iterator(
            texts: texts.makeAsyncIterator(), encoder: encoder, options: options, window: window)
    }

    /// Reads a window of texts when the vectors before it are given out.
    public struct Iterator: AsyncIteratorProtocol {
        /// `nil` after the last text, or an error.
        var texts: Texts.AsyncIterator?
        let encoder: SentenceEncoder
        let options: EncodingOptions
        let window: Int
        /// The texts before those whose vectors are at hand.
        private var firstIndex = 0
        private var embeddings: Embeddings?
        /// Vectors at hand that were given out.
        private var given = 0

        init(
            texts: Texts.AsyncIterator, encoder: SentenceEncoder, options: EncodingOptions,
            window: Int
        ) {
            self.texts = texts
            self.encoder = encoder
            self.options = options
            self.window = window
        }

        public mutating func next() async throws -> Embedding? {
            try await next(isolation: nil)
        }

        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws -> Embedding? {
            while true {
                if let embeddings, given < embeddings.count {
                    given += 1
                    return embeddings[given - 1]
                }
                firstIndex += embeddings?.count ?? 0
                (embeddings, given) = (nil, 0)
                guard var source = texts else { return nil }
                texts = nil
                var read: [String] = []
                var isAtEnd = false
                while read.count < window {
                    guard let text = try await source.next(isolation: actor) else {
                        isAtEnd = true
                        break
                    }
                    read.append(text)
                }
                guard !read.isEmpty else { return nil }
                embeddings = try await encoder.encode(
                    read, firstIndex: firstIndex, options: options)
                if !isAtEnd { texts = source }
            }
        }
    }
}

extension EmbeddingSequence: Sendable where Texts: Sendable {}

@available(*, unavailable)
extension EmbeddingSequence.Iterator: Sendable {}
