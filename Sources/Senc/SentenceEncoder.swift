internal import SencFiles
public import SencMath
public import SencTokenizers

/// A sentence-embedding model: text in, vectors out.
///
/// ```swift
/// let encoder = try SentenceEncoder()
/// let rain = try encoder.encode("La lluvia golpea la ventana")
/// let others = try encoder.encode(["It is raining", "The sun is out"])
/// for other in others {
///     print(rain.cosineSimilarity(to: other))
/// }
/// ```
///
/// An encoder does not change after loading and may be called from many threads. A text's vector
/// is bit-identical whatever else is encoded with it and however many threads do the work.
public struct SentenceEncoder: Sendable {
    /// The name of the model that comes with senc. A package that lists the product
    /// `SencEmbeddedModel` has it with its program; nothing need be imported for that.
    public static let embeddedModel = "multilingual-e5-small"
    /// The model that a program takes where none is asked for: what `$SENC_MODEL` names, else the
    /// embedded one.
    package static var defaultModel: String { Environment.value("SENC_MODEL") ?? embeddedModel }

    let loaded: LoadedModel
    /// The most threads that compute a batch together: the layers of small models have few panels, and
    /// threads that wait for each other take the time of others.
    private static let largestTeam = min(8, WorkerPool.processorCount)

    /// Loads a model: maps its weights, and brings them into the form that the kernels take.
    /// - Parameters:
    ///   - model: a model directory or a weight file in one, the directory of a LoRA adapter whose
    ///     base model is at hand, a file of word vectors (word2vec text or binary, GloVe, fastText;
    ///     compressed with gzip or not), a name found on the search path (`$SENC_MODELS`, then `Weights` in
    ///     the working directory or beside or above the program, then what the package has of the
    ///     product `SencEmbeddedModel`), or an `org/name` in the local Hugging Face cache, with
    ///     `@revision` for another branch, tag or commit than main's.
    ///   - precision: the arithmetic of the linear layers.
    ///   - backend: what multiplies their matrices.
    ///   - packing: when weights are brought into the form that the packed backend multiplies with;
    ///     `eachUse` has the first vector sooner, `ahead` many of them.
    ///   - threads: how many threads load and encode; by default one for each processor.
    /// - Throws: `ModelError`, `TokenizerError`, `WeightsError` or another `Diagnostic` that names
    ///   the file at fault.
    public init(
        model: String = embeddedModel, precision: Precision = .float32, backend: Backend = .packed,
        packing: WeightPacking = .ahead, threads: Int? = nil
    ) throws {
        loaded = try LoadedModel(
            model, precision: precision, backend: backend, packing: packing, threads: threads)
    }

    /// What makes tokens of texts; its ids are the rows of the model's table of embeddings.
    public var tokenizer: Tokenizer { loaded.tokenizer }

    /// The arithmetic of the linear layers.
    public var precision: Precision { loaded.precision }

    /// Components of a vector.
    public var dimension: Int {
        min(settings.sentences.truncateDimension ?? .max, pipeline.outputDimension)
    }

    /// Tokens that a text may have, special ones included. Word vectors have a limit that no text
    /// reaches.
    public var maximumTokens: Int { settings.maximumTokens }

    /// How the model's authors have its vectors compared.
    public var similarity: SimilarityFunction { settings.sentences.similarity }

    /// Tokens that a text may have by some options, which fit the model.
    package func maximumTokens(_ options: EncodingOptions) -> Int {
        options.maximumTokens ?? maximumTokens
    }

    /// Components of a vector by some options, which fit the model.
    package func dimension(_ options: EncodingOptions) -> Int {
        options.truncateDimension ?? dimension
    }

    /// What the bits of the vectors depend on, by names of its own: model, weight file, arithmetic.
    package var identity: [String: String?] { loaded.identity }

    /// The texts that the model puts before others, by name.
    public var prompts: [String: String] { settings.sentences.prompts }

    /// What the model is called: what it was asked for by, or of a path the last part.
    package var name: String {
        Path.kind(of: model) == nil ? model : Path.lastComponent(of: model)
    }

    /// The languages that the model's card, or its file, says it is for, as they are written there:
    /// mostly codes of ISO 639.
    public var languages: [String] { settings.statedLanguages.languages }

    /// The vector of one text.
    /// - Throws: `EncodingError` if the options do not fit the model or the text does not fit them.
    public func encode(
        _ text: String, options: EncodingOptions = EncodingOptions()
    ) throws -> Embedding {
        try encode([text], options: options)[0]
    }

    /// The vectors of several texts, in their order.
    /// - Throws: `EncodingError` if the options do not fit the model or a text does not fit them.
    public func encode(
        _ texts: [String], options: EncodingOptions = EncodingOptions()
    ) throws -> Embeddings {
        try encode(texts, firstIndex: 0, options: options)
    }

    /// The same, told of each batch that is computed.
    /// - Parameter observe: is told by the thread that computed a batch, several at once. What it
    ///   throws ends the work.
    package func encode(
        _ texts: [String], options: EncodingOptions,
        observe: @escaping @Sendable (EncodedBatch) throws -> Void
    ) throws -> Embeddings {
        try encode(texts, firstIndex: 0, options: options, observe: observe)
    }

    /// The same, told of while it is done, and ended if it is no longer wanted.
    /// - Parameter firstIndex: the first text's place among all, for errors.
    func encode(
        _ texts: [String], firstIndex: Int, options: EncodingOptions,
        cancellation: Cancellation? = nil, progress: (@Sendable (EncodingProgress) -> Void)? = nil,
        observe: (@Sendable (EncodedBatch) throws -> Void)? = nil
    ) throws -> Embeddings {
        let rules = try rules(for: options)
        let tokenized = try workers.map(items: texts.count, grain: 64) { index in
            try cancellation?.check()
            return try textTokenizer.tokenize(texts[index], index: firstIndex + index, rules)
        }
        let window = EncodingWindow(
            tokenized, firstIndex: firstIndex, dimension: pipeline.outputDimension,
            threads: workers.threads)
        let prepared = PreparedTexts(window: window, rules: rules, options: options)
        let counter = progress.map { ProgressCounter(window, tell: $0) }
        try loaded.callsInProgress.during { isAlone in
            // With fewer batches than threads, all work at each together.
            let isShared = isAlone && window.batches.count < workers.threads
            let pool = isShared ? WorkerPool(threads: 1) : workers
            let team = isShared ? min(workers.threads, Self.largestTeam) : 1
            try pool.forEach(items: window.batches.count) { index, _ in
                try cancellation?.check()
                compute(window.batches[index].lazy.map { (prepared, $0) }, threads: team)
                counter?.complete(window.batches[index])
                try observe?(EncodedBatch(window.batches[index], of: window))
            }
        }
        // Also what the last call of `progress` did.
        try cancellation?.check()
        return try embeddings(window, options)
    }

    /// The vectors of texts that come in windows, with memory that does not grow with their number.
    ///
    /// Texts with the same tokens are computed once if they come near each other.
    /// - Parameters:
    ///   - next: gives the next texts, none at the end. Called by one thread at a time.
    ///   - options: as for arrays.
    ///   - consume: takes the vectors of one window after the other, in their order. Called by one
    ///     thread at a time.
    /// - Throws: `EncodingError` as for arrays, the text's index counting from the first window's;
    ///   or what `next` or `consume` throws, after which neither is called again.
    public func encode(
        windows next: @escaping @Sendable () throws -> [String],
        options: EncodingOptions = EncodingOptions(),
        consume: @escaping @Sendable (Embeddings) throws -> Void
    ) throws {
        try encode(windows: next, options: options, observe: { _ in }, consume: consume)
    }

    /// The same, told of each batch that is computed.
    /// - Parameter observe: is told by the thread that computed a batch, several at once. What it
    ///   throws ends the work, as what `consume` throws does.
    package func encode(
        windows next: @escaping @Sendable () throws -> [String], options: EncodingOptions,
        observe: @escaping @Sendable (EncodedBatch) throws -> Void,
        consume: @escaping @Sendable (Embeddings) throws -> Void
    ) throws {
        let rules = try rules(for: options)
        let recent = RecentVectors()
        let stream = EncodingStream(workers) { firstIndex in
            let texts = try next()
            guard !texts.isEmpty else { return nil }
            let tokenized = try texts.enumerated().map { index, text in
                try textTokenizer.tokenize(text, index: firstIndex + index, rules)
            }
            return EncodingWindow(
                tokenized, firstIndex: firstIndex, recent: recent,
                dimension: pipeline.outputDimension, threads: workers.threads)
        } compute: { batch, window in
            let prepared = PreparedTexts(window: window, rules: rules, options: options)
            compute(batch.lazy.map { (prepared, $0) })
            try observe(EncodedBatch(batch, of: window))
        } deliver: { window in
            recent.insert(window.vectors.matrix(), of: window.sequences.ids)
            try consume(embeddings(window, options))
        }
        try stream.run()
    }

    /// Puts together the results of a window's texts from the vectors of their sequences.
    func embeddings(
        _ window: EncodingWindow, _ options: EncodingOptions
    ) throws(EncodingError) -> Embeddings {
        let columns = try outputDimension(options)
        var matrix = window.sequences
            .textVectors(from: window.vectors.matrix(), normalizing: scalesMeans(options))
            .prefix(columns: columns)
        if scalesResults(options) { matrix = matrix.normalized() }
        if let index = matrix.elements.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(text: window.firstIndex + index / columns)
        }
        return Embeddings(
            matrix: matrix, tokenCounts: window.texts.map(\.tokenCount),
            untruncatedTokenCounts: window.texts.map(\.untruncatedCount),
            fragmentedCount: window.texts.count(where: \.isFragmented))
    }

    /// Whether the mean of a chunked text's vectors is scaled to length 1, as their own vectors are.
    private func scalesMeans(_ options: EncodingOptions) -> Bool {
        options.normalizes && pipeline.normalizes
    }

    /// Whether vectors are scaled to length 1 after all else: where that is asked for, and they do
    /// not have it already.
    func scalesResults(_ options: EncodingOptions) -> Bool {
        options.normalization == .always
            && !(pipeline.endsNormalized
                && dimension(options) == pipeline.outputDimension)
    }

    /// Whether vectors are scaled to length 1 at some step.
    func normalizes(_ options: EncodingOptions) -> Bool {
        scalesMeans(options) || options.normalization == .always
    }

    /// Checks options before there are texts.
    /// - Throws: `EncodingError` if the options do not fit the model.
    public func check(_ options: EncodingOptions) throws(EncodingError) {
        _ = try rules(for: options)
    }

    /// What the options come to for this model.
    func rules(for options: EncodingOptions) throws(EncodingError) -> TextTokenizer.Rules {
        let rules = try textTokenizer.rules(for: options)
        _ = try outputDimension(options)
        return rules
    }

    func outputDimension(_ options: EncodingOptions) throws(EncodingError) -> Int {
        let dimension = dimension(options)
        let allowed = 1...pipeline.outputDimension
        guard allowed.contains(dimension) else {
            throw EncodingError.invalidDimension(dimension, allowed: allowed)
        }
        return dimension
    }
}
