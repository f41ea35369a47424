extension Tokenizer {
    /// Words that may be in a list, and bytes that they may have in all.
    package static let wordLimit = Int(Int32.max) / 2
    package static let wordByteLimit = Int(Int32.max)

    /// A tokenizer whose tokens are the words of a list. Of equal words the first counts.
    ///
    /// - Parameters:
    ///   - count: how many words there are, at most `wordLimit`; their ids are 0, 1, 2, …
    ///   - byteCount: the bytes of all words, at most `wordByteLimit`.
    ///   - word: gives the UTF-8 bytes of a word, valid during the call.
    ///   - stopWords: words that are skipped.
    ///   - lowercases: whether texts are lowered before words are looked for in them.
    package init(
        wordCount count: Int, byteCount: Int, word: (Int) -> UnsafeBufferPointer<UInt8>,
        stopWords: [String] = [], lowercases: Bool = false
    ) {
        precondition(count <= Self.wordLimit && byteCount <= Self.wordByteLimit)
        var builder = TokenTableBuilder(
            capacity: count, byteCapacity: byteCount, continuingPrefix: [])
        // Backwards, since the word that is inserted last keeps its id.
        for index in (0..<count).reversed() {
            _ = builder.insert(word(index), id: Int32(index))
        }
        let stops = stopWords.map { Array($0.utf8) }
        var stopBuilder = TokenTableBuilder(
            capacity: stops.count, byteCapacity: stops.reduce(0) { $0 + $1.count },
            continuingPrefix: [])
        for (index, stop) in stops.enumerated() {
            _ = stop.withUnsafeBufferPointer { stopBuilder.insert($0, id: Int32(index)) }
        }
        let list = WordList(
            vocabulary: builder.finish(idCount: count).table,
            stopWords: stopBuilder.finish(idCount: stops.count).table, lowercases: lowercases)
        let words = list.vocabulary
        self.init(
            added: AddedTokenList(vocabulary: words), normalizer: .none, preTokenizer: .none,
            model: .words(list),
            postProcessor: .none, decoder: .none, configuration: TokenizerConfiguration())
    }

    /// The tokenizer that a `tokenizer.json` describes by itself.
    package init(tokenizerJSON path: String) throws(TokenizerError) {
        try self.init(tokenizerJSON: path, configuration: TokenizerConfiguration())
    }

    /// The tokenizer that puts no special tokens around texts, and is otherwise the same.
    package func withoutSpecialTokens() -> Tokenizer {
        var result = self
        result.postProcessor = .none
        return result
    }
}
