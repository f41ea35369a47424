import ArgumentParser
internal import SencFiles
internal import SencInput
public import SencTokenizers
public import SencTraining

extension TokenizerOptions.Kind: ExpressibleByArgument {}
extension TokenizerRecipe.Splitting: ExpressibleByArgument {}

struct TrainTokenizerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenizer",
        abstract: localized("Train a tokenizer on texts: WordPiece, Unigram or BPE."),
        discussion: localized(
            """
            The vocabulary is the one that Hugging Face tokenizers trains on the same lines, and \
            the directory one that transformers (AutoTokenizer) and senc load. wordpiece has BERT's \
            stages and special tokens ([CLS] [SEP]): in lower case and without accents, so that \
            Spanish is better served by --accents keep. unigram has SentencePiece's stages and bpe \
            GPT-2's, on bytes, both with RoBERTa's special tokens (<s> </s>) and the texts' case and \
            accents. Only bpe on bytes gives every text back whole.

            Examples:
              senc train tokenizer news.txt --output news-tokenizer
              senc train tokenizer news.csv --field body --kind bpe --vocabulary 8000 -o t
              senc tokenize "La lluvia golpea la ventana." --model news-tokenizer
            """))

    enum LetterCase: String, ExpressibleByArgument, CaseIterable {
        case keep, lower
    }

    enum Accents: String, ExpressibleByArgument, CaseIterable {
        case keep, strip
    }

    @OptionGroup var inputs: CorpusInputOptions

    @OptionGroup var destination: DirectoryOptions
    private var output: String { destination.output }

    @Option(help: .text("How words are made of tokens."))
    var kind = TokenizerOptions.Kind.wordPiece

    @Option(help: .text("Tokens in all, with special ones and single characters."))
    var vocabulary = 30_000

    @Option(
        help: .text(
            """
            How often two tokens stand side by side at least to become one; 2 if not given. Not of \
            unigram.
            """))
    var minCount: Int?

    @Option(
        help: .text(
            """
            How many different characters are tokens at most, the most frequent ones; with \
            wordpiece 1000 if not given. Not of unigram.
            """))
    var alphabet: Int?

    @Option(
        name: .customLong("case"),
        help: .text("Whether texts are put in lower case; lower for wordpiece if not given."))
    var letterCase: LetterCase?

    @Option(
        help: .text(
            """
            Whether letters lose their accents; strip for wordpiece in lower case if not given, as \
            BERT has it.
            """))
    var accents: Accents?

    @Option(
        help: .text(
            """
            How texts are cut into words: bert (wordpiece's) at white space and punctuation; \
            whitespace at white space and between letters and others; byte-level (bpe's) and \
            metaspace (unigram's) with the space before a word as its part.
            """))
    var split: TokenizerRecipe.Splitting?

    @Option(
        help: .text(
            "What is before a token that goes on with a word; ## for wordpiece if not given."))
    var prefix: String?

    @Option(help: .text("What is behind a token that ends a word, such as </w>."))
    var suffix: String?

    @Option(
        help: .text(
            """
            How many characters a token has at most, with unigram 16 if not given; with the others, \
            which have none if not given, tokens that are made of others have fewer than this.
            """))
    var maxLength: Int?

    @Option(
        name: .customLong("special"), parsing: .singleValue,
        help: .text(
            "A further special token, which stands for no text. Repeatable.", valueName: "text"))
    var specialTokens: [String] = []

    @Flag(help: .text("Print one JSON object: what was trained."))
    var json = false

    @OptionGroup var workers: ThreadOptions

    func validate() throws {
        if kind == .unigram {
            let others = [
                ("--min-count", minCount != nil), ("--alphabet", alphabet != nil),
                ("--prefix", prefix != nil), ("--suffix", suffix != nil),
            ]
            if let (name, _) = others.first(where: \.1) {
                throw UsageError("--kind unigram has no \(name)")
            }
        }
        if kind == .wordPiece {
            if suffix != nil { throw UsageError("--kind wordpiece has no --suffix") }
            if prefix == "" { throw UsageError("--kind wordpiece needs a --prefix") }
        }
        let splits: [TokenizerRecipe.Splitting] =
            switch kind {
            case .wordPiece: [.bert, .whitespace]
            case .unigram: [.metaspace, .whitespace, .bert]
            case .bytePair: TokenizerRecipe.Splitting.allCases
            }
        if let split, !splits.contains(split) {
            throw UsageError("--kind \(kind.rawValue) does not go with --split \(split.rawValue)")
        }
        let affixes = [prefix, suffix].compactMap(\.self)
        if recipe.splitting == .byteLevel || recipe.splitting == .metaspace,
            !affixes.allSatisfy(\.isEmpty)
        {
            throw UsageError(
                "--prefix and --suffix are for words without spaces: give --split whitespace")
        }
        for text in affixes + specialTokens
        where text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 })
        {
            throw UsageError("\(text.quoted()) must have no white space")
        }
        if specialTokens.contains("") { throw UsageError("--special needs a token") }
    }

    private var recipe: TokenizerRecipe {
        var recipe: TokenizerRecipe
        switch kind {
        case .wordPiece: recipe = TokenizerRecipe(.wordPiece)
        case .unigram: recipe = TokenizerRecipe(.unigram)
        case .bytePair: recipe = TokenizerRecipe(.bytePair)
        }
        if let split { recipe.splitting = split }
        if let letterCase { recipe.lowercases = letterCase == .lower }
        if let accents { recipe.stripsAccents = accents == .strip }
        if let prefix { recipe.continuingPrefix = prefix }
        if let suffix { recipe.endSuffix = suffix }
        recipe.furtherTokens = specialTokens
        return recipe
    }

    private func options(_ recipe: TokenizerRecipe) -> TokenizerOptions {
        var options = TokenizerOptions(kind)
        options.vocabularySize = vocabulary
        if let minCount { options.minimumCount = minCount }
        options.alphabetLimit = alphabet ?? (kind == .wordPiece ? 1000 : nil)
        options.take(recipe)
        options.maximumTokenLength = maxLength
        return options
    }

    func run() throws {
        try inputs.checkFiles()
        let recipe = recipe
        let source = try inputs.open(RecordRequest())
        // What cannot be written is an error before the work.
        let directory = try OutputDirectory(path: output)
        Interruption.watch()
        let clock = ContinuousClock()
        let start = clock.now
        var bar = TokenizerBar()
        let trained = try TrainedTokenizer(
            training: TrainingTexts { { try source.nextWindow().map(\.text) } }, options(recipe),
            cutBy: try recipe.cutter(), threads: workers.threads
        ) { progress in
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
            bar.update(progress)
        }
        bar.finish()
        let files = recipe.files(trained.model)
        for (name, bytes) in files { try directory.write(name) { try $0.write(bytes) } }
        try directory.commit(last: files[files.count - 1].name)
        source.reportReplacements()
        let count = trained.tokenCount
        let (words, seen) = (trained.wordCount, trained.seenCount)
        let seconds = decimal((clock.now - start) / .seconds(1), 1)
        if words == 1 {
            Terminal.report("\(count) tokens of 1 word, \(seconds) s (\(output))")
        } else {
            Terminal.report(
                """
                \(count) tokens of \(words) different words (\(seen) in all), \(seconds) s \
                (\(output))
                """)
        }
        if json {
            try ResultOutput(nil).write(report(trained))
        }
    }

    private func report(_ trained: TrainedTokenizer) -> [UInt8] {
        JSONWriter.line {
            $0.object {
                $0.member("output", output)
                $0.member("kind", kind.rawValue)
                $0.member("tokens", trained.tokenCount)
                $0.member("words", trained.seenCount)
                $0.member("different", trained.wordCount)
            }
        }
    }
}
