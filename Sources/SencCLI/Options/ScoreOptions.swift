public import ArgumentParser
import Senc
import SencFiles
public import SencMath

/// What is printed of how close two texts are.
enum ScoreForm: String, CaseIterable, ExpressibleByArgument {
    case similarity, percentile
}

struct ScoreOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            similarity: the cosine, or what else vectors are compared by. percentile: the per cent of \
            unrelated pairs of texts that score lower with this model, so that scores of different \
            models mean the same. Those pairs are each of one language, and score higher than pairs \
            of two, so that translations get a lower percentile than they should. --threshold is of \
            similarities.
            """))
    var score = ScoreForm.similarity

    var isPercentile: Bool { score == .percentile }

    /// - Parameter scale: is asked for if it is needed.
    /// - Throws: `UsageError` if the model has none.
    func printer(_ scale: () throws -> ScoreScale?) throws -> ScorePrinter {
        guard isPercentile else { return ScorePrinter() }
        guard let scale = try scale() else {
            throw UsageError(
                """
                --score percentile: the model distinguishes too few texts, or is not known: give \
                texts, or --model with vectors
                """)
        }
        return ScorePrinter(scale: scale)
    }
}

extension SimilarityFunction: ExpressibleByArgument {}

/// How vectors are compared.
struct MetricOptions: ParsableArguments {
    @Option(
        name: [.customLong("metric"), .customLong("measure")],
        help: .text("How vectors are compared; if not given, the model's own way, or the cosine."))
    var metric: SimilarityFunction?
}
