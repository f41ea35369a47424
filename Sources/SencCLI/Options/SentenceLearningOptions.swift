import ArgumentParser
import SencFiles
import SencMath
import SencTraining

extension SentenceLoss: ExpressibleByArgument {}
extension LearningSchedule: ExpressibleByArgument {}

/// What examples are to be like for a model of sentence vectors.
struct SentenceObjectiveOptions: ParsableArguments {
    @Option(
        name: .customLong("loss"), parsing: .singleValue,
        help: .text(
            """
            What examples are to be like: once for all files, or for each in its place. If not given: \
            mnrl for pairs and triplets, cosent for pairs with a score, softmax for pairs with a \
            label, batch-all-triplet for texts with one.
            """, valueName: "loss"))
    var losses: [SentenceLoss] = []

    @Flag(help: .text("Let a batch have equal texts, which mnrl takes for negatives then."))
    var allowDuplicates = false
}

/// How a model of sentence vectors is taught.
struct SentenceLearningOptions: ParsableArguments {
    @Option(help: .text("Passes over the examples."))
    var epochs = 1

    @Option(help: .text("Examples of a step. If not given: 64, of train labels 16 pairs."))
    var batch: Int?

    @Option(
        help: .text(
            """
            The largest learning rate. If not given: 2e-5, with --lora 2e-4, of a static model 0.05.
            """))
    var learningRate: Double?

    @Option(help: .text("How the learning rate changes after the warm-up."))
    var schedule = LearningSchedule.linear

    @Option(help: .text("The share of all steps in which the learning rate grows from 0."))
    var warmUp = 0.1

    @Option(help: .text("What weights lose in a step, as a share of them and of --learning-rate."))
    var weightDecay = 0.0

    @Option(help: .text("The norm that the gradients of a step are clipped to."))
    var maxNorm = 1.0

    @Option(
        help: .text(
            """
            Memory for what a step computes with, as 512M or 4G; what has no room is computed twice.
            """, valueName: "size"))
    var memory = MemorySize(bytes: 2 << 30)

    @Flag(help: .text("Drop no numbers at random, though the model's configuration says so."))
    var noDropout = false

    @Option(help: .text("A lower limit on the tokens of a text than the model's own."))
    var maxTokens: Int?

    @Option(
        help: .text(
            """
            Numbers of leading components that are to do well by themselves, as 256,128,64 \
            (Matryoshka): vectors can be cut there then.
            """, valueName: "dimensions"), transform: Self.dimensions)
    var matryoshka: [Int] = []

    @Option(
        help: .text(
            """
            Layers from the first that stay as they are, with the embeddings before them.
            """, valueName: "layers"))
    var freeze = 0

    @Option(
        help: .text(
            """
            Learn an adapter (LoRA) of this rank in place of all weights, and write it as PEFT does.
            """, valueName: "rank"))
    var lora: Int?

    @Option(
        help: .text("What the adapter is multiplied by, times its rank; twice that if not given."))
    var loraAlpha: Double?

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            What the names of modules end in that get an adapter, as query. Repeatable; all linear \
            layers if not given.
            """, valueName: "name"))
    var loraModule: [String] = []

    @Flag(help: .text("Write the whole model with the adapter merged into its weights."))
    var merge = false

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    private static func dimensions(_ list: String) throws -> [Int] {
        try list.split(separator: ",", omittingEmptySubsequences: false).map {
            guard let dimension = Int($0), dimension > 0 else {
                throw UsageError("--matryoshka needs dimensions, as 256,128,64")
            }
            return dimension
        }
    }

    func validate() throws {
        if lora == nil, loraAlpha != nil || !loraModule.isEmpty || merge {
            throw UsageError("--lora-alpha, --lora-module and --merge go with --lora")
        }
        if lora != nil, freeze > 0 { throw UsageError("--freeze does not go with --lora") }
        if let maxTokens, maxTokens < 1 { throw UsageError("--max-tokens must be at least 1") }
    }

    /// - Parameter usualBatch: examples of a step where none are asked for.
    /// - Throws: `UsageError` of a precision that cannot be learned with.
    func options(_ model: ModelOptions, usualBatch: Int) throws -> SentenceOptions {
        guard model.arithmetic.givenPrecision != .int8 else {
            throw UsageError("a model is taught with --precision float32 or bfloat16")
        }
        guard model.backend == .packed else {
            throw UsageError("a model is taught by senc's own kernels: leave out --backend")
        }
        var options = SentenceOptions()
        (options.epochs, options.batch) = (epochs, batch ?? usualBatch)
        options.learningRate = learningRate
        (options.schedule, options.warmUp, options.weightDecay) = (schedule, warmUp, weightDecay)
        (options.largestNorm, options.memory) = (maxNorm, memory.bytes)
        (options.drops, options.maximumTokens) = (!noDropout, maxTokens)
        (options.seed, options.frozenLayers, options.dimensions) = (seed, freeze, matryoshka)
        options.lowRank = lora.map { rank in
            var lowRank = LowRankSettings()
            (lowRank.rank, lowRank.alpha) = (rank, loraAlpha ?? 2 * Double(rank))
            (lowRank.modules, lowRank.seed) = (loraModule, seed)
            return lowRank
        }
        options.precision = model.arithmetic.givenPrecision ?? .float32
        return options
    }
}
