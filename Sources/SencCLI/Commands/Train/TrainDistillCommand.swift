import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencTraining

struct TrainDistillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distill",
        abstract: localized("Make a small, fast model of a large one."),
        discussion: localized(
            """
            A static model has a vector for each token, and a text's is the mean of its tokens': \
            over a hundred times as fast as its teacher, and less exact. Without texts each token gets \
            the vector that the teacher gives it alone, made shorter by principal components, as \
            model2vec does it. With texts, which need no labels, the vectors then learn until texts \
            have vectors as the teacher's: some ten thousand sentences of the kind and language that \
            the model is for make it much better. What comes out is a directory that model2vec and \
            sentence-transformers load, too.

            With --kind encoder the model keeps some of the teacher's layers, which learn from texts to \
            do the work of all: about twice as fast with half of them.

            Examples:
              senc train distill --model all-MiniLM-L6-v2 --output fast
              senc train distill news.txt --model all-MiniLM-L6-v2 -o fast-news
              senc train distill reviews.csv --field text --dimension 128 -o fast
              senc train distill news.txt --kind encoder --layers 3 -o half
              senc search "How do I pay?" --input faq.txt --model ./fast
            """))

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case `static`, encoder
    }

    @Argument(
        help: .text("Files with texts to learn from, as --input takes them.", valueName: "file"),
        completion: .files)
    var names: [String] = []

    @OptionGroup var destination: DirectoryOptions
    private var output: String { destination.output }

    @Option(help: .text("What is made of the teacher, which --model names."))
    var kind = Kind.static

    @Option(
        help: .text(
            "Layers that an encoder keeps, spread evenly over the teacher's (--kind encoder)."))
    var layers: Int?

    @Flag(help: .text("Print one JSON object: what was made, and the loss."))
    var json = false

    @OptionGroup var learning: DistillationLearningOptions
    @OptionGroup var resuming: ResumeOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var files: FileOptions

    private var paths: [String] { names + files.input }

    func validate() throws {
        if paths.contains("") { throw UsageError("--input needs the name of a file") }
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        switch kind {
        case .static:
            try learning.check(hasTexts: !paths.isEmpty)
            if layers != nil { throw UsageError("--layers is for --kind encoder") }
            if resuming.resume { throw UsageError("--resume is for --kind encoder") }
        case .encoder:
            try learning.refuseStaticOptions()
            if layers == nil { throw UsageError("--kind encoder needs --layers") }
            if paths.isEmpty {
                throw UsageError("--kind encoder needs texts to learn from: give files of them")
            }
        }
        if paths.isEmpty { try files.layout.checkUnused(for: "texts: give files of them") }
    }

    func run() throws {
        if let layers, kind == .encoder { return try makeEncoder(layers: layers) }
        let options = learning.options
        try options.check()
        // What cannot be read or written is an error before the work.
        let directory = try OutputDirectory(path: output)
        let source = paths.isEmpty ? nil : try files.layout.records.source(paths)
        Interruption.watch()
        let clock = ContinuousClock()
        let start = clock.now
        var bar = DistillationBar()
        var curve = LossCurve()
        let made: StaticDistillation
        do {
            defer { bar.finish() }
            made = try StaticDistillation(
                of: model.load(), options,
                texts: source.map { source in
                    TrainingTexts { { try source.nextWindow().map(\.text) } }
                }, threads: model.threads
            ) { progress in
                if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
                if case .step(let step, let steps, _, let passes, let loss) = progress {
                    curve.add(
                        loss, fraction: Double(step) / Double(max(1, steps)), passes: passes)
                }
                if case .pass(let pass, _, _, let validation?) = progress {
                    bar.finish()
                    let shown = decimal(validation, 4)
                    Terminal.report("pass \(pass): loss \(shown) on texts that are held out")
                }
                bar.update(progress)
            }
        }
        source?.reportReplacements()
        let card = DistillationCard(made: made, files: paths)
        let drawing =
            made.outcome == nil ? [] : [(CardText.curveName, Array(curve.svg.utf8))]
        try made.write(
            to: directory, as: learning.type ?? .float32,
            companions: [("README.md", card.bytes)] + drawing)
        let (count, dimension) = (made.vectors.rows, made.vectors.columns)
        let seconds = decimal((clock.now - start) / .seconds(1), 1)
        if json { try report(made, curve) }
        Terminal.report("\(count) tokens, dimension \(dimension), \(seconds) s (\(output))")
    }

    private func report(_ made: StaticDistillation, _ curve: LossCurve) throws {
        let bytes = JSONWriter.line {
            $0.object { report in
                report.member("output", output)
                report.member("kind", kind.rawValue)
                report.member("teacher", made.teacher)
                report.member("tokens", made.vectors.rows)
                report.member("dimension", made.vectors.columns)
                guard let outcome = made.outcome else { return }
                report.member("texts", outcome.texts)
                report.member("passes", outcome.passes)
                report.member("last_loss", outcome.loss)
                if let before = outcome.before, let best = outcome.best {
                    report.member("before", before)
                    report.member("best", best)
                    report.member("best_pass", outcome.bestPass)
                }
                report.member("curve", curve)
            }
        }
        try ResultOutput(nil).write(bytes)
    }

    // MARK: - An encoder with fewer layers

    /// The share of the texts that tells which state is best, and the most of them.
    private static let heldShare = 20
    private static let mostHeld = 1000

    private func makeEncoder(layers: Int) throws {
        _ = try OutputDirectory(path: output)
        Interruption.watch()
        let source = try files.layout.records.source(paths)
        var texts: [String] = []
        while case let window = try source.nextWindow(), !window.isEmpty {
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
            texts += window.map(\.text).filter { !$0.isBlank }
        }
        source.reportReplacements()
        let teacher = try model.load()
        let options = learning.encoderOptions(layers: layers)
        let held = min(Self.mostHeld, texts.count / Self.heldShare)
        // Every so many texts one is held out.
        let (own, others) = texts.enumerated().reduce(into: ([String](), [String]())) {
            if held > 0, $1.offset % (texts.count / held) == 0, $0.1.count < held {
                $0.1.append($1.element)
            } else {
                $0.0.append($1.element)
            }
        }
        let trainer = try SentenceTrainer(
            model: model.model ?? Configuration.model,
            [SentenceSet(SentenceExamples(columns: [own]), .mse)],
            validation: others.isEmpty ? nil : SentenceExamples(columns: [others]), options,
            teacher: teacher, threads: model.threads, report: TeacherOptions.report(for: output))
        let count = own.count.grouped(in: .current)
        Terminal.report("texts: \(count), layers: \(layers), steps: \(trainer.stepCount)")
        let checkpoint =
            paths.contains("-")
            ? nil
            : try resuming.checkpoint(
                of: output,
                ["options": "\(trainer.options)", "model": trainer.stamp].merging(
                    files.layout.records.identity
                ) { $1 }, files: paths)
        var work = SentenceTeaching(trainer, output: output, checkpoint)
        let outcome = try work.train()
        let card = SentenceCard(
            base: trainer.baseName, languages: trainer.languages,
            data: [
                SentenceCard.Data(
                    files: paths, columns: ["text"], examples: own.count, loss: .mse)
            ], options: options, learningRate: trainer.learningRate, outcome: outcome,
            measure: trainer.measure,
            dimension: trainer.dimension, teacher: teacher.name)
        try work.write(card)
        try work.report(outcome, examples: own.count, SentenceLoss.mse.rawValue, asJSON: json)
        work.reportEnd(outcome)
    }
}
