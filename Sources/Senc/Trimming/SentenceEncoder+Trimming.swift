internal import SencFiles

extension SentenceEncoder {
    /// Writes a model whose vocabulary is cut to the tokens that some texts have, as a directory that
    /// sentence-transformers loads. The table of token vectors loses the rows of the others, which of
    /// small multilingual models is most of their size; no weight changes.
    ///
    /// The texts keep their vectors to the bit, alone and with each of the model's prompts before
    /// them, unless the options leave out tokens that they have. Other texts are spelt with the
    /// tokens that are left. WordPiece, Unigram, BPE and lists of words are cut, of transformers and
    /// of static embeddings; whatever form the tokenizer has becomes a `tokenizer.json`. Ids are
    /// renumbered in their order, so that padding keeps its id where positions are counted from it.
    ///
    /// ```swift
    /// let result = try SentenceEncoder.trim(
    ///     model: "paraphrase-multilingual-MiniLM-L12-v2", to: "spanish", texts: texts)
    /// print(result.sourceTokenCount, result.tokenCount)
    /// ```
    /// - Parameters:
    ///   - model: as for `init(model:)`.
    ///   - directory: one that is not there yet, or is empty.
    ///   - texts: gone through twice, the second time to compare their tokens. None is kept.
    ///   - options: what is kept beside.
    ///   - checkpoint: called many times, on the calling thread; an error that it throws ends the
    ///     work, after which nothing has been written.
    /// - Returns: sizes before and after.
    /// - Throws: `TrimmingError`; what `export(model:to:type:checkpoint:)` does, for models that have no
    ///   form there, too, such as fastText's with n-grams. Nothing has been written then.
    @discardableResult
    public static func trim(
        model: String = embeddedModel, to directory: String, texts: some Collection<String>,
        options: TrimmingOptions = TrimmingOptions(), checkpoint: () throws -> Void = {}
    ) throws -> TrimmedModel {
        try trim(
            model: model, to: directory,
            reading: {
                var iterator = texts.makeIterator()
                return { iterator.next() }
            }, options: options, checkpoint: checkpoint)
    }

    /// The same with texts that are read.
    /// - Parameter texts: begins to read them, and gives what reads the next; called twice.
    package static func trim(
        model: String, to directory: String, reading texts: () throws -> () throws -> String?,
        options: TrimmingOptions = TrimmingOptions(), checkpoint: () throws -> Void = {}
    ) throws -> TrimmedModel {
        let settings = try ModelSettings(ModelSearch.locate(model))
        return try ModelTrimming(settings, askedForAs: model, options)
            .write(to: directory, texts: texts, checkpoint)
    }
}
