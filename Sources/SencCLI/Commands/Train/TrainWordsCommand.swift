public import ArgumentParser
internal import SencFiles
internal import SencInput
public import SencTraining

extension WordVectorFormat: ExpressibleByArgument {}

struct TrainWordsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "words",
        abstract: localized("Learn the vectors of words from the texts that they stand in."),
        discussion: localized(
            """
            Words that stand among the same neighbors get vectors that are close. A million words of \
            text are few, ten million are better. A word is a run of letters, marks and digits, in \
            lower case. The vectors are a model for the other commands: encode, search, \
            similarity, analogy, map.

            Examples:
              senc train words news.txt --output news.vec
              senc train words news.csv --field body --ngrams 3-6 -o news.bin
              senc analogy king man woman --model news.vec
            """))

    enum Objective: String, ExpressibleByArgument, CaseIterable {
        case skipGram = "skip-gram"
        case cbow, glove
    }

    enum Split: String, ExpressibleByArgument, CaseIterable {
        case unicode, whitespace
    }

    @OptionGroup var inputs: CorpusInputOptions

    @Option(
        name: .shortAndLong,
        help: .text(
            """
            The file to write: NAME.vec is word2vec's text, NAME.bin word2vec's binary form or, \
            with --ngrams, fastText's; or a directory of static embeddings, NAME.
            """, valueName: "file"), completion: .files)
    var output: String

    @Option(
        name: .shortAndLong,
        help: .text(
            """
            The form of the file, whatever it is called; static is a directory that \
            sentence-transformers and model2vec load.
            """))
    var format: WordForm?

    @Option(
        help: .text(
            """
            What is predicted from what: skip-gram the word from each neighbor; cbow, which is faster, \
            from the mean of all; glove how often two words are neighbors.
            """))
    var objective = Objective.skipGram

    @Option(help: .text("Numbers of a vector."))
    var dimension = 100

    @Option(
        help: .text(
            "How many words away neighbors are at most; 5 if not given, with glove 15."))
    var window: Int?

    @Option(help: .text("How often a word is seen at least; rarer ones are left out."))
    var minCount = 5

    @Option(help: .text("How many words are kept at most, the most frequent ones."))
    var words: Int?

    @Option(
        help: .text(
            """
            Words that are a larger share than this of all are left out in part, at random; 0 for \
            none; 0.001 if not given.
            """))
    var subsampling: Double?

    @Option(
        help: .text(
            """
            How many other words, drawn at random, each is told apart from; 5 if not given.
            """))
    var negatives: Int?

    @Option(
        help: .text(
            """
            Other words are drawn by their counts to the power of this: 0 for all alike; 0.75 if \
            not given.
            """))
    var exponent: Double?

    @Flag(help: .text("Tell words apart by a Huffman tree in place of words drawn at random."))
    var hierarchicalSoftmax = false

    @Option(
        help: .text(
            """
            Make up a word's vector of those of its n-grams, too, of so many characters, as fastText \
            does; for words that were not seen and languages with many forms.
            """, valueName: "3-6"))
    var ngrams: NGramLengths?

    @Option(help: .text("Rows that n-grams share; 2,000,000 if not given."))
    var buckets: Int?

    @Option(help: .text("Passes over what is learned from; 5 if not given, with glove 25."))
    var epochs: Int?

    @Option(
        help: .text("Of the first step; 0.025 if not given, with cbow, glove or --ngrams 0.05."))
    var learningRate: Double?

    @OptionGroup var cooccurrences: CooccurrenceArguments

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    @OptionGroup var start: StartOptions

    @Option(
        help: .text(
            """
            What is between words: unicode, all but letters, marks and digits; whitespace, for texts \
            that are cut already.
            """))
    var split = Split.unicode

    @Flag(help: .text("Tell apart words that differ in case alone."))
    var caseSensitive = false

    @Option(
        help: .text("Take the tokens of a model's tokenizer for words.", valueName: "model"),
        completion: .model)
    var tokenizer: String?

    @OptionGroup var phrases: PhraseArguments
    @OptionGroup var resuming: ResumeOptions

    @OptionGroup var report: LossReport

    @OptionGroup var workers: ThreadOptions

    func validate() throws {
        if hierarchicalSoftmax, negatives != nil || exponent != nil {
            throw UsageError(
                "--hierarchical-softmax draws no words: leave out --negatives and --exponent")
        }
        try checkObjective()
        if start.initial != nil, ngrams != nil || objective == .glove {
            throw UsageError(
                """
                --init is for skip-gram and cbow without n-grams: leave out --ngrams and \
                --objective glove
                """)
        }
        if buckets != nil, ngrams == nil { throw UsageError("--buckets is for --ngrams") }
        if output == "" { throw UsageError("--output needs the name of a file") }
        if form == nil {
            throw UsageError(
                """
                the name \(output.quoted()) does not tell the form of the file: NAME.vec, NAME.bin or \
                --format
                """)
        }
        try checkWords()
    }

    var form: WordForm? { format ?? WordForm(path: output, hasNGrams: ngrams != nil) }

    private var options: WordOptions {
        var options = WordOptions()
        options.sequences.objective = objective == .cbow ? .cbow : .skipGram
        if hierarchicalSoftmax {
            options.sequences.output = .hierarchicalSoftmax
        } else {
            options.sequences.output = .negativeSampling(
                count: negatives ?? 5, exponent: exponent ?? 0.75)
        }
        options.sequences.dimension = dimension
        if let window { options.sequences.window = window }
        if let subsampling { options.sequences.subsampling = subsampling }
        if let epochs { options.sequences.passes = epochs }
        options.sequences.seed = seed
        if objective == .glove {
            options.cooccurrences = cooccurrences.options(output: output) {
                $0.dimension = dimension
                $0.seed = seed
                if let window { $0.window = window }
                if let epochs { $0.passes = epochs }
                if let learningRate { $0.learningRate = learningRate }
            }
        }
        let isFast = objective == .cbow || ngrams != nil
        let rate = learningRate ?? (isFast ? 0.05 : 0.025)
        options.sequences.learningRate = rate
        options.sequences.finalLearningRate = min(options.sequences.finalLearningRate, rate)
        options.minimumCount = minCount
        options.maximumWords = words
        options.ngrams = ngrams?.lengths
        if let buckets { options.buckets = buckets }
        options.phrases = phrases.options(
            memory: cooccurrences.memory?.bytes,
            directory: CooccurrenceArguments.temporaryDirectory(for: output))
        options.lowercases = !caseSensitive
        options.rule = split == .whitespace ? .whitespace : .unicode
        return options
    }

    func run() throws {
        try inputs.checkFiles()
        let files = inputs.input
        if files.contains("-") {
            throw UsageError(
                "the texts are read several times: write standard input to a file first")
        }
        let others = [start.initial, report.plot].compactMap(\.self)
        try UsageError.requireDistinct([output, report.plot].compactMap(\.self), from: files)
        try UsageError.requireDistinct([output], from: others)
        // What cannot be written is an error before the work.
        let target = try WordOutput(output, form ?? .word2vec)
        let plot = try report.open()
        let threads = workers.threads
        let known = try start.known(threads: threads)
        Interruption.watch()
        let clock = ContinuousClock()
        let begin = clock.now
        let tokens = try tokenizer.map { try ModelTokens(model: $0) }
        let staticTokenizer = form == .static ? try tokens?.staticTokenizer() : nil
        let texts = tokens?.cutting(texts(in: files)) ?? texts(in: files)
        var bar = TrainingBar()
        var curve = LossCurve()
        let checkpoint = try resuming.checkpoint(
            of: output, settings.merging(inputs.files.layout.records.identity) { $1 },
            files: files + [start.initial].compactMap(\.self))
        let learned = try WordVectors(
            learning: texts, options, startingFrom: known, threads: threads,
            checkpoint: checkpoint
        ) { progress in
            if Interruption.isAsked {
                throw JobError.interrupted(learning: output, progress.pass > 0 ? checkpoint : nil)
            }
            bar.update(progress)
            curve.add(progress)
        }
        bar.finish()
        try target.write(learned, staticTokenizer)
        try checkpoint?.remove()
        start.report(known, in: learned.vocabulary)
        let count = learned.vocabulary.count
        let seen = learned.vocabulary.seenCount
        let seconds = decimal((clock.now - begin) / .seconds(1), 1)
        Terminal.report(
            count == 1
                ? "1 word of \(seen) seen, \(seconds) s (\(output))"
                : "\(count) words of \(seen) seen, \(seconds) s (\(output))")
        try report.write(curve, to: plot) {
            $0.member("output", output)
            $0.member("words", count)
            $0.member("seen", seen)
            if phrases.phrases != nil { $0.member("phrases", learned.phraseCount) }
            $0.member("dimension", dimension)
            $0.member("objective", objective.rawValue)
        }
    }

    /// What vectors depend on beside the texts.
    private var settings: [String: String?] {
        ["options": "\(options)", "tokenizer": tokenizer, "field": inputs.field]
    }

    /// The files' texts, which are read anew in each pass; what there is to tell of them is told once.
    private func texts(in files: [String]) -> TrainingTexts {
        let layout = inputs.files.layout.records
        var isRepeated = false
        return TrainingTexts {
            let source = try layout.source(files, RecordRequest(isRepeated: isRepeated))
            isRepeated = true
            return { try source.nextWindow().map(\.text) }
        }
    }
}

/// The lengths of n-grams: `3-6`, or `4` for one length.
struct NGramLengths: ExpressibleByArgument {
    let lengths: ClosedRange<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1], first <= last
        else { return nil }
        lengths = first...last
    }
}
