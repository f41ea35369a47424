import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencTraining

struct TrainEncoderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encoder",
        abstract: localized("Learn an encoder from texts alone, by masked or deleted words."),
        discussion: localized(
            """
            Some of the words of each text are masked, and the model learns to tell them (BERT): from \
            random weights with a tokenizer of train tokenizer, or from those of a model, which gets to \
            know texts of another kind so. No labels are needed, but many texts: millions of words for \
            a small encoder. What comes out is a model directory that sentence-transformers and \
            transformers load, with a card and a drawing of the loss. It knows what words go together; \
            which texts are alike it learns then: by --objective tsdae, from texts again, or with train \
            sentences or train labels.

            Examples:
              senc train tokenizer news.txt --vocabulary 8000 --output news-tokenizer
              senc train encoder news.txt --tokenizer news-tokenizer -o news-model
              senc train encoder news.txt --model ./news-model --objective tsdae -o m
              senc train encoder law.txt --model all-MiniLM-L6-v2 --epochs 3 -o law
              senc train sentences pairs.csv --model ./news-model -o news-vectors
            """))

    @OptionGroup var inputs: CorpusInputOptions

    @OptionGroup var destination: DirectoryOptions
    private var output: String { destination.output }

    @Flag(
        help: .text("Print one JSON object: what was learned, the loss, and the validation."))
    var json = false

    @OptionGroup var start: EncoderStartOptions
    @OptionGroup var learning: EncoderLearningOptions
    @OptionGroup var resuming: ResumeOptions

    /// What is written: what learning began with, in the same place, or a copy of the model with other
    /// weights.
    private enum Target {
        case new(OutputDirectory, EncoderStart)
        case model(String)

        var model: String {
            switch self {
            case .new(let directory, _): directory.partialPath
            case .model(let model): model
            }
        }
    }

    func run() throws {
        try inputs.checkFiles()
        let options = learning.options(maxTokens: start.maxTokens)
        try options.check()
        let source = try inputs.open(RecordRequest())
        Interruption.watch()
        // What cannot be written is an error before the work.
        let target = try target()
        let trainer = try EncoderTrainer(
            model: target.model, TrainingTexts { { try source.nextWindow().map(\.text) } }, options,
            threads: learning.threads
        ) { _ in
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: output) }
        }
        source.reportReplacements()
        let texts = trainer.textCount.grouped(in: .current)
        let tokens = trainer.tokenCount.grouped(in: .current)
        let weights = trainer.weightCount.grouped(in: .current)
        let steps = trainer.stepCount.grouped(in: .current)
        Terminal.report("\(texts) texts, \(tokens) tokens, \(weights) weights, \(steps) steps")
        let checkpoint = try checkpoint(target, trainer)
        let clock = ContinuousClock()
        let start = clock.now
        var curve = LossCurve()
        let outcome = try train(trainer, checkpoint, &curve)
        let seconds = decimal((clock.now - start) / .seconds(1), 1)
        try write(trainer, to: target, outcome, curve, checkpoint)
        try checkpoint?.remove()
        if let before = outcome.before, let best = outcome.best {
            let (before, best) = (decimal(before, 4), decimal(best, 4))
            Terminal.report(
                "loss on held out texts: \(before) before, \(best) after step \(outcome.bestStep)")
        }
        if json { try report(outcome, trainer, curve) }
        let last = decimal(outcome.loss, 4)
        Terminal.report("loss \(last), \(outcome.steps) steps, \(seconds) s (\(output))")
    }

    private func target() throws -> Target {
        if let model = start.model {
            _ = try OutputDirectory(path: output)
            return .model(model)
        }
        let begin = try EncoderStart(
            start.shape, tokenizer: start.tokenizer ?? "",
            needsMask: learning.objective == .mlm, seed: learning.seed)
        let directory = try OutputDirectory(path: output)
        try begin.write(to: directory)
        return .new(directory, begin)
    }

    /// `nil` for standard input, which is not the same again.
    private func checkpoint(
        _ target: Target, _ trainer: EncoderTrainer
    ) throws -> TrainingCheckpoint? {
        let files = inputs.input
        if files.contains("-") { return nil }
        var own = ["options": "\(trainer.options)", "field": inputs.field]
        var others: [String] = []
        switch target {
        case .new(_, let start):
            own["shape"] = "\(self.start.shape)"
            others = start.tokenizerFiles
        case .model: own["model"] = trainer.stamp
        }
        return try resuming.checkpoint(
            of: output, own.merging(inputs.files.layout.records.identity) { $1 },
            files: files + others)
    }

    private func train(
        _ trainer: EncoderTrainer, _ checkpoint: TrainingCheckpoint?, _ curve: inout LossCurve
    ) throws -> SentenceOutcome {
        var bar = SentenceBar()
        defer { bar.finish() }
        return try trainer.train(checkpoint) { progress in
            if Interruption.isAsked { throw JobError.interrupted(learning: output, checkpoint) }
            curve.add(progress.loss, fraction: progress.fraction, passes: progress.passes)
            if let value = progress.validation {
                bar.finish()
                let shown = decimal(value, 4)
                Terminal.report("step \(progress.step): loss \(shown) on held out texts")
            }
            bar.update(progress)
        }
    }

    private func write(
        _ trainer: EncoderTrainer, to target: Target, _ outcome: SentenceOutcome,
        _ curve: LossCurve, _ checkpoint: TrainingCheckpoint?
    ) throws {
        let base: String? = if case .model = target { trainer.baseName } else { nil }
        let card = EncoderCard(
            name: Path.lastComponent(of: output), base: base, languages: trainer.languages,
            files: inputs.input, trainer: trainer, outcome: outcome)
        let companions = [
            ("README.md", card.bytes), (CardText.curveName, Array(curve.svg.utf8)),
        ]
        switch target {
        case .new(let directory, _): try trainer.write(to: directory, companions: companions)
        case .model:
            try trainer.write(to: output, companions: companions) {
                if Interruption.isAsked { throw JobError.interrupted(learning: output, checkpoint) }
            }
        }
    }

    private func report(
        _ outcome: SentenceOutcome, _ trainer: EncoderTrainer, _ curve: LossCurve
    ) throws {
        let bytes = JSONWriter.line {
            $0.object { report in
                report.member("output", output)
                report.member("texts", trainer.textCount)
                report.member("tokens", trainer.tokenCount)
                report.member("weights", trainer.weightCount)
                report.member("steps", outcome.steps)
                report.member("last_loss", outcome.loss)
                if let before = outcome.before, let best = outcome.best {
                    report.member("before", before)
                    report.member("best", best)
                    report.member("best_step", outcome.bestStep)
                }
                report.member("curve", curve)
            }
        }
        try ResultOutput(nil).write(bytes)
    }
}
