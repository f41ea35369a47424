import ArgumentParser
import SencFiles
import SencTraining

extension StaticDistillation.ElementType: ExpressibleByArgument {}
extension DistillationOptions.Objective: ExpressibleByArgument {}

/// How a static model is made of a teacher.
struct DistillationLearningOptions: ParsableArguments {
    @Option(help: .text("Numbers of a vector; 256 if not given, or the teacher's if fewer."))
    var dimension: Int?

    @Option(
        help: .text(
            """
            a in a / (a + p), what the vector of a token with the probability p is multiplied by; 0 for \
            no weights; 0.0001 if not given.
            """))
    var weighting: Double?

    @Option(
        help: .text(
            """
            How far the directions of vectors are evened out where no texts are learned from: from 0, \
            as model2vec leaves them, to 1, all alike; 0.5 if not given.
            """))
    var whitening: Double?

    @Option(help: .text("How the vectors are written; float32 if not given."))
    var type: StaticDistillation.ElementType?

    @Option(
        help: .text(
            """
            What texts' vectors are to be like: contrastive, nearer to the teacher's of the same text \
            than to those of others; cosine, in the direction of the teacher's; contrastive if not given.
            """))
    var objective: DistillationOptions.Objective?

    @Option(
        help: .text(
            """
            Passes over the texts: at most, 30 if not given, or 0 to count how often they have each \
            token alone; with --kind encoder 1 if not given.
            """))
    var epochs: Int?

    @Option(help: .text("Texts of a step; 256 if not given, with --kind encoder 64."))
    var batch: Int?

    @Option(help: .text("The learning rate; 0.003 if not given, with --kind encoder 0.0001."))
    var learningRate: Double?

    @Option(help: .text("What similarities are divided by, with contrastive; 0.2 if not given."))
    var temperature: Double?

    @Option(
        help: .text("Passes without a better result after which learning ends; 5 if not given."))
    var patience: Int?

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    /// - Parameter hasTexts: whether there are texts to learn from.
    func check(hasTexts: Bool) throws {
        if hasTexts {
            if let whitening, whitening > 0, epochs != 0 {
                throw UsageError("--whitening is for vectors that learn nothing: give --epochs 0")
            }
            return
        }
        let others = [
            ("--objective", objective != nil), ("--epochs", epochs != nil),
            ("--batch", batch != nil),
            ("--learning-rate", learningRate != nil), ("--temperature", temperature != nil),
            ("--patience", patience != nil),
        ]
        if let (name, _) = others.first(where: \.1) {
            throw UsageError("\(name) is for texts to learn from: give files of them")
        }
    }

    /// What is asked for that only a static model has.
    func refuseStaticOptions() throws {
        let others = [
            ("--dimension", dimension != nil), ("--weighting", weighting != nil),
            ("--whitening", whitening != nil),
            ("--type", type != nil), ("--objective", objective != nil),
            ("--temperature", temperature != nil), ("--patience", patience != nil),
        ]
        if let (name, _) = others.first(where: \.1) {
            throw UsageError("\(name) is for --kind static")
        }
    }

    /// How an encoder with fewer layers learns from its teacher.
    func encoderOptions(layers: Int) -> SentenceOptions {
        var options = SentenceOptions()
        (options.layers, options.seed) = (layers, seed)
        options.learningRate = learningRate ?? 1e-4
        if let epochs { options.epochs = epochs }
        if let batch { options.batch = batch }
        return options
    }

    var options: DistillationOptions {
        var options = DistillationOptions()
        (options.dimension, options.seed) = (dimension, seed)
        if let weighting { options.weighting = weighting }
        options.whitening = whitening
        if let objective { options.objective = objective }
        if let epochs { options.epochs = epochs }
        if let batch { options.batch = batch }
        if let learningRate { options.learningRate = learningRate }
        if let temperature { options.temperature = temperature }
        if let patience { options.patience = patience }
        return options
    }
}
