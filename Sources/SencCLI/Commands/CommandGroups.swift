import ArgumentParser
import SencFiles

struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: localized("Keep the vectors of files in a directory, to search them at once."),
        discussion: localized(
            """
            senc search --input INDEX searches it.

            Example:
              senc index build notes.index notes
            """),
        subcommands: [
            IndexBuildCommand.self, IndexAddCommand.self, IndexRemoveCommand.self,
            IndexInfoCommand.self,
        ])
}

struct ClassifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: localized("Give texts labels, such as topics or sentiments."),
        usage: localized(
            """
            senc classify --labels <labels> [<text or file> ...]
            senc classify train --label <name> --output <file> [<file> ...]
            senc classify apply <classifier> [<text or file> ...]
            """),
        discussion: localized(
            """
            Without examples, each text gets that of the --labels, or of a --labels-file, that it \
            is closest to in meaning (zero-shot, which needs no name of its own; 'senc classify \
            zero-shot --help' lists its options). With examples, train learns a classifier from \
            them and tells how often it is right, and apply gives its labels to other texts.

            Examples:
              senc classify --labels "sports, politics, food" "The soup needs salt."
              senc classify train --input t.csv --field text --label topic --output t.json
              senc classify apply t.json --input sentences.txt
            """),
        subcommands: [ZeroShotCommand.self, ClassifyTrainCommand.self, ApplyCommand.self],
        defaultSubcommand: ZeroShotCommand.self)
}

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: localized("Learn vectors, and teach models, from data of your own."),
        discussion: localized(
            """
            The same data, options, seed and kind of CPU give the same bytes, however many threads \
            there are.

            Example:
              senc train words novels/*.txt --output novels.vec
              senc similarity king queen --model novels.vec
            """),
        subcommands: [
            TrainWordsCommand.self, TrainItemsCommand.self, TrainRecommendCommand.self,
            TrainTableCommand.self, TrainSentencesCommand.self, TrainLabelsCommand.self,
            TrainMineCommand.self, TrainDistillCommand.self, TrainTokenizerCommand.self,
            TrainEncoderCommand.self,
        ])
}
