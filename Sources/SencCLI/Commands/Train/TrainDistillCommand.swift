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
            hundreds of times as fast as its teacher, and less exact. Without texts each token gets \
            the vector that the teacher gives it alone, made shorter by principal components, as \
            model2vec does it. With texts, which need no labels, the vectors then learn until texts \
            have vectors as the teacher's: some ten thousand sentences of the kind and language that \
            the model is for make it much better. What comes out is a directory that model2vec and \
            sentence-transformers load, too.

            Examples:
              senc train distill --model all-MiniLM-L6-v2 --output fast
              senc train distill news.txt --model all-MiniLM-L6-v2 -o fast-news
              senc train distill reviews.csv --field text --dimension 128 -o fast
              senc search "How do I pay?" --input faq.txt --model ./fast
            """))

    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case `static`
    }

    @Argument(
        help: .text("Files with texts to learn from, as --input takes them.", valueName: "file"),
        completion: .files)
    var names: [String] = []

    @Option(
        name: .shortAndLong,
        help: .text(
            "The directory to write: one that is not there yet, or is empty.", valueName: "dir"),
        completion: .directory)
    var output: String

    @Option(help: .text("What is made of the teacher, which --model names."))
    var kind = Kind.static

    @Flag(help: .text("Print one JSON object: what was made, and the loss."))
    var json = false

    @OptionGroup var learning: DistillationLearningOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup var files: FileOptions

    private var paths: [String] { names + files.input }

    func validate() throws {
        if output == "" { throw UsageError("--output needs the name of a directory") }
        if paths.contains("") { throw UsageError("--input needs the name of a file") }
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        try learning.check(hasTexts: !paths.isEmpty)
        if paths.isEmpty { try files.layout.checkUnused(for: "texts: give files of them") }
    }

    func run() throws {
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
                if Interruption.isAsked { throw JobError.modelInterrupted(path: output) }
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
            made.outcome == nil ? [] : [(DistillationCard.curveName, Array(curve.svg.utf8))]
        try made.write(
            to: directory, as: learning.type, companions: [("README.md", card.bytes)] + drawing)
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
                report.array("curve", curve.points) { writer, point in
                    writer.object {
                        $0.member("pass", point.pass)
                        $0.member("loss", point.loss)
                    }
                }
            }
        }
        let stream = Terminal.standardOutput()
        try stream.write(bytes)
        try stream.flush()
    }
}
