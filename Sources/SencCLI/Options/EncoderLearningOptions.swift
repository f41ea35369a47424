import ArgumentParser
import SencFiles
import SencMath
import SencTraining

extension EncoderOptions.Objective: ExpressibleByArgument {}

/// What an encoder that learns from texts begins with.
struct EncoderStartOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            A directory with a tokenizer, as train tokenizer writes it, for an encoder from random \
            weights.
            """, valueName: "dir"), completion: .directory)
    var tokenizer: String?

    @Option(
        name: .shortAndLong,
        help: .text(
            """
            An encoder to go on with, in place of --tokenizer: its weights, sizes and tokenizer.
            """, valueName: "model"), completion: .model)
    var model: String?

    @Option(help: .text("Layers; 4 if not given."))
    var layers: Int?

    @Option(help: .text("Numbers of a token's state, and of a vector; 256 if not given."))
    var hidden: Int?

    @Option(help: .text("Heads of attention, which share the numbers of a state; 4 if not given."))
    var heads: Int?

    @Option(
        help: .text("Numbers within the feed-forward network; four times --hidden if not given."))
    var feedForward: Int?

    @Option(
        help: .text(
            """
            Tokens of a text, of which longer ones are cut into pieces; 128 if not given, or what \
            the model has.
            """))
    var maxTokens: Int?

    func validate() throws {
        switch (tokenizer, model) {
        case (nil, nil):
            throw UsageError(
                "give --tokenizer for an encoder from random weights, or --model to go on with one")
        case (_?, _?): throw UsageError("give --tokenizer or --model, not both")
        case (nil, _?):
            let others = [
                ("--layers", layers), ("--hidden", hidden), ("--heads", heads),
                ("--feed-forward", feedForward),
            ]
            if let (name, _) = others.first(where: { $0.1 != nil }) {
                throw UsageError("\(name) goes with --tokenizer: --model has sizes of its own")
            }
        case (""?, nil): throw UsageError("--tokenizer needs the name of a directory")
        case (_?, nil): break
        }
    }

    var shape: EncoderShape {
        var shape = EncoderShape()
        if let layers { shape.layers = layers }
        if let hidden { shape.hidden = hidden }
        if let heads { shape.heads = heads }
        shape.feedForward = feedForward
        if let maxTokens { shape.maximumTokens = maxTokens }
        return shape
    }
}

/// How an encoder learns from texts.
struct EncoderLearningOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            What is to be done: mlm, tell words that are masked; tsdae, write texts from the vectors of \
            what is left when most words are deleted.
            """))
    var objective = EncoderOptions.Objective.mlm

    @Option(help: .text("Passes over the texts."))
    var epochs = 10

    @Option(help: .text("Texts of a step."))
    var batch = 64

    @Option(help: .text("The largest learning rate."))
    var learningRate = 5e-4

    @Option(help: .text("The share of all steps in which the learning rate grows from 0."))
    var warmUp = 0.1

    @Option(
        help: .text(
            """
            The share of the texts that is not learned from: the state that does best on them is \
            kept; 0 for none.
            """))
    var validation = 0.02

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    @Option(help: .text("The arithmetic of the linear layers: float32 or bfloat16."))
    var precision = Precision.float32

    @OptionGroup var workers: ThreadOptions

    var threads: Int? { workers.threads }

    func validate() throws {
        guard precision != .int8 else {
            throw UsageError("a model is taught with --precision float32 or bfloat16")
        }
    }

    /// - Parameter maxTokens: a lower limit than the model's.
    func options(maxTokens: Int?) -> EncoderOptions {
        var options = EncoderOptions()
        options.objective = objective
        (options.epochs, options.batch, options.learningRate) = (epochs, batch, learningRate)
        (options.warmUp, options.validation, options.seed) = (warmUp, validation, seed)
        (options.precision, options.maximumTokens) = (precision, maxTokens)
        return options
    }
}
