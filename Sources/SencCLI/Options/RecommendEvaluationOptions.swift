public import ArgumentParser
import SencFiles
public import SencTraining

extension InteractionSplit: ExpressibleByArgument {}

/// How recommendations are measured.
struct RecommendEvaluationOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            A table of interactions to learn from; those to be told are in a file behind it, or are \
            divided off. With --model, a directory of senc train recommend, those to be told.
            """, valueName: "file"), completion: .files)
    var recommend: String?

    @OptionGroup var interactions: InteractionOptions
    @OptionGroup var learning: RecommendLearningOptions

    @Option(
        help: .text(
            """
            What is divided off to be told: a share of each user's interactions, of all at random, or \
            the latest by --time; user if not given.
            """))
    var split: InteractionSplit?

    @Option(help: .text("The share that is divided off; 0.2 if not given.", valueName: "share"))
    var testShare: Double?

    @Option(
        help: .text(
            "A directory to write with the division, train.csv and test.csv.",
            valueName: "directory"), completion: .directory)
    var writeSplit: String?

    /// - Parameter files: what else is to be read.
    func validate(files: [String], model: String?) throws {
        guard recommend != nil else { return try checkUnused() }
        guard files.count <= 1 else {
            throw UsageError("give one file to learn from and one to be told at most")
        }
        let divides = split != nil || testShare != nil || writeSplit != nil
        if !files.isEmpty, divides {
            throw UsageError(
                "--split, --test-share and --write-split are for one file, which is divided")
        }
        if model != nil {
            if !files.isEmpty || divides {
                throw UsageError("with --model, give the file that is to be told alone")
            }
            if learning.method != nil || learning.tune {
                throw UsageError("--model has been learned: leave out --method and --tune")
            }
        }
        if let testShare, !(testShare > 0 && testShare < 1) {
            throw UsageError("--test-share must be over 0 and under 1")
        }
        if split == .time, interactions.time == nil {
            throw UsageError("--split time needs the column of the times: --time NAME")
        }
        if writeSplit == "" { throw UsageError("--write-split needs the name of a directory") }
    }

    private func checkUnused() throws {
        let given: [(String, Bool)] = [
            ("--user", interactions.user != nil), ("--item", interactions.item != nil),
            ("--rating", interactions.rating != nil), ("--time", interactions.time != nil),
            ("--method", learning.method != nil), ("--tune", learning.tune),
            ("--split", split != nil), ("--test-share", testShare != nil),
            ("--write-split", writeSplit != nil),
        ]
        if let name = given.first(where: \.1)?.0 {
            throw UsageError("\(name) is for --recommend")
        }
    }
}
