import ArgumentParser
import SencFiles
import SencTraining

extension NegativeOptions.Sampling: ExpressibleByArgument {}

/// Which texts are taken for hard negatives.
struct NegativeSearchOptions: ParsableArguments {
    @Option(help: .text("Negatives of an anchor."))
    var negatives = 3

    @Option(
        help: .text(
            """
            How many of the closest are left out first, for they may be positives that nobody marked.
            """, valueName: "count"))
    var rangeMin = 0

    @Option(
        help: .text(
            """
            How many of the closest are chosen from. If not given: as many as are needed, ten times as \
            many where scores have limits.
            """, valueName: "count"))
    var rangeMax: Int?

    @Option(help: .text("The largest score of a negative.", valueName: "score"))
    var maxScore: Double?

    @Option(help: .text("The least score of a negative.", valueName: "score"))
    var minScore: Double?

    @Option(
        help: .text(
            "How much less than its positive a negative scores at least.", valueName: "score"))
    var margin: Double?

    @Option(
        help: .text(
            "The same as a share of the positive's score; 0.05 is a good one.", valueName: "share"))
    var relativeMargin: Double?

    @Option(help: .text("Take the closest, or any of those that are chosen from."))
    var sampling = NegativeOptions.Sampling.top

    @Option(help: .text("The seed of all random numbers."))
    var seed: UInt64 = 1

    var options: NegativeOptions {
        var options = NegativeOptions()
        (options.count, options.skipped, options.candidates) = (negatives, rangeMin, rangeMax)
        (options.largestScore, options.leastScore) = (maxScore, minScore)
        (options.margin, options.relativeMargin) = (margin, relativeMargin)
        (options.sampling, options.seed) = (sampling, seed)
        return options
    }
}
