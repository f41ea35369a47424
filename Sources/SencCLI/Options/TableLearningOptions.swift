import ArgumentParser
import SencFiles
import SencTraining

/// How a column of a table is learned.
struct TableLearningOptions: ParsableArguments {
    @Option(help: .text("Passes over the rows at most."))
    var epochs = 30

    @Option(help: .text("Rows of a step."))
    var batch = 256

    @Option(help: .text("Of the steps."))
    var learningRate = 0.001

    @Option(help: .text("What weights lose in a step, as a share of them and of --learning-rate."))
    var weightDecay = 0.1

    @Option(help: .text("The share of units that a step leaves out at random."))
    var dropout = 0.1

    @Option(help: .text("The share of rows that tell when to stop; 0 for none."))
    var validation = 0.1

    @Option(help: .text("Passes without a better result after which learning ends."))
    var patience = 3

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    @Flag(help: .text("Do not learn with one-hot columns and integers, too."))
    var noBaselines = false

    var settings: TableSettings {
        var settings = TableSettings()
        (settings.epochs, settings.batch, settings.seed) = (epochs, batch, seed)
        (settings.learningRate, settings.weightDecay) = (learningRate, weightDecay)
        (settings.dropout, settings.validation) = (dropout, validation)
        settings.patience = patience
        return settings
    }

    var baselines: [TableLearning.Method] { noBaselines ? [] : [.oneHot, .integers] }
}
