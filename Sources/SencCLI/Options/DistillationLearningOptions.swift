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
            no weights.
            """))
    var weighting = 1e-4

    @Option(help: .text("How the vectors are written."))
    var type = StaticDistillation.ElementType.float32

    @Option(
        help: .text(
            """
            What texts' vectors are to be like: contrastive, nearer to the teacher's of the same text \
            than to those of others; cosine, in the direction of the teacher's; contrastive if not given.
            """))
    var objective: DistillationOptions.Objective?

    @Option(
        help: .text(
            "Passes over the texts at most; 0 to count how often they have each token alone."))
    var epochs: Int?

    @Option(help: .text("Texts of a step; 256 if not given."))
    var batch: Int?

    @Option(help: .text("The learning rate; 0.003 if not given."))
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
        if hasTexts { return }
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

    var options: DistillationOptions {
        var options = DistillationOptions()
        (options.dimension, options.weighting, options.seed) = (dimension, weighting, seed)
        if let objective { options.objective = objective }
        if let epochs { options.epochs = epochs }
        if let batch { options.batch = batch }
        if let learningRate { options.learningRate = learningRate }
        if let temperature { options.temperature = temperature }
        if let patience { options.patience = patience }
        return options
    }
}
