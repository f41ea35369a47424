internal import SencMath
package import SencTokenizers

/// How far the training of a tokenizer has come.
package enum TokenizerProgress: Sendable, Equatable {
    /// So many words were counted.
    case words(Int)
    /// There are so many tokens, more and more.
    case tokens(Int)
    /// There are so many pieces, fewer and fewer.
    case pieces(Int)
}

/// A tokenizer that was trained.
package struct TrainedTokenizer {
    /// Its model, of which `TokenizerRecipe` makes a tokenizer.
    package let model: TokenizerRecipe.Model
    /// Tokens in all.
    package let tokenCount: Int
    /// Words that were seen.
    package let seenCount: Int
    /// Different ones among them.
    package let wordCount: Int

    /// Trains a tokenizer; the same one whatever the number of threads.
    /// - Parameters:
    ///   - cut: calls its second argument with each word of a text.
    ///   - report: may throw, which ends the training.
    /// - Throws: `TrainingError.setting`, `emptyVocabulary` if the texts have no word,
    ///   `smallVocabulary`, or what the texts or `report` throw.
    package init(
        training texts: TrainingTexts, _ options: TokenizerOptions,
        cutBy cut: @escaping TrainingTexts.Cut, threads: Int? = nil,
        _ report: @escaping (TokenizerProgress) throws -> Void = { _ in }
    ) throws {
        try options.check()
        let workers = WorkerPool(threads: threads)
        let source = WordSource(TrainingTexts(texts, cutBy: cut), WordScanner(), workers)
        let counter = try source.count(capacity: options.countedWords) { try report(.words($0)) }
        let words = CountedWords(counter)
        guard words.count > 0 else {
            throw TrainingError.emptyVocabulary(seen: 0, minimumCount: 0)
        }
        (seenCount, wordCount) = (counter.seen, words.count)
        switch options.kind {
        case .unigram:
            let pieces = try UnigramTrainer.train(words, options, workers, report)
            model = .unigram(options.specialTokens.map { ($0, 0) } + pieces)
            tokenCount = options.specialTokens.count + pieces.count
        case .wordPiece, .bytePair:
            let learned = try MergeTrainer.train(words, options) { try report(.tokens($0)) }
            tokenCount = learned.tokens.count
            model =
                options.kind == .wordPiece
                ? .wordPiece(learned.tokens) : .bytePair(learned.tokens, learned.merges)
        }
    }
}
