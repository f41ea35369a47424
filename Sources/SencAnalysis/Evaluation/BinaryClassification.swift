/// How well similarities tell pairs that belong together from those that do not: the measures of
/// sentence-transformers' `BinaryClassificationEvaluator`.
public struct BinaryClassification: Equatable, Sendable {
    /// The share of pairs classified correctly by the threshold that classifies most of them so.
    public let accuracy: Double
    /// Pairs whose similarity is at least so much count as belonging together.
    public let accuracyThreshold: Float
    /// The largest harmonic mean of precision and recall that a threshold has.
    public let f1: Double
    /// The least similarity of what counts as belonging together where F1 is largest.
    public let f1Threshold: Float
    /// Of what that threshold takes for belonging together, the share that does.
    public let precision: Double
    /// Of what belongs together, the share that that threshold finds.
    public let recall: Double
    /// Σ (Rₙ - Rₙ₋₁) Pₙ over the thresholds from the highest, with the precision P and the recall R
    /// of each; equal similarities are one threshold, as in scikit-learn's
    /// `average_precision_score`.
    public let averagePrecision: Double
    /// Matthews' correlation coefficient at `f1Threshold`, within -1...1; 0 where it has no value.
    public let matthewsCorrelation: Double

    /// Measures pairs of which it is known whether they belong together.
    /// - Parameters:
    ///   - similarities: larger is closer: distances are negative.
    ///   - labels: whether each pair belongs together.
    /// - Throws: `EvaluationError` if the lists differ in length, a similarity is not finite, or all
    ///   labels are the same.
    public init(similarities: [Float], labels: [Bool]) throws(EvaluationError) {
        guard similarities.count == labels.count else {
            throw .counts(similarities.count, labels.count)
        }
        for (index, value) in similarities.enumerated() where !value.isFinite {
            throw .notFinite(Double(value), index: index)
        }
        let positives = labels.count { $0 }
        guard positives > 0, positives < labels.count else { throw .oneLabel(positives > 0) }
        let cuts = Self.cuts(similarities, labels)

        var best = (right: labels.count - positives, threshold: similarities.max() ?? 0)
        // Nothing belongs together by the lowest threshold over all similarities.
        best.threshold = best.threshold.nextUp
        var bestF1 = (f1: 0.0, precision: 0.0, recall: 0.0, threshold: Float(0), cut: Cut())
        var (average, recallBefore) = (0.0, 0.0)
        for (index, cut) in cuts.enumerated() {
            let next = index + 1 < cuts.count ? cuts[index + 1].similarity : nil
            let wrong = (cut.taken - cut.found) + (positives - cut.found)
            if labels.count - wrong > best.right {
                best = (labels.count - wrong, Self.middle(cut.similarity, next))
            }
            let precision = Double(cut.found) / Double(cut.taken)
            let recall = Double(cut.found) / Double(positives)
            average += (recall - recallBefore) * precision
            recallBefore = recall
            let f1 = cut.found > 0 ? 2 * precision * recall / (precision + recall) : 0
            if f1 > bestF1.f1 {
                bestF1 = (f1, precision, recall, Self.middle(cut.similarity, next), cut)
            }
        }
        accuracy = Double(best.right) / Double(labels.count)
        accuracyThreshold = best.threshold
        (f1, precision, recall) = (bestF1.f1, bestF1.precision, bestF1.recall)
        f1Threshold = bestF1.threshold
        averagePrecision = average
        matthewsCorrelation = Self.matthews(bestF1.cut, positives, of: labels.count)
    }

    /// What a threshold takes that lies at or right below a similarity.
    private struct Cut {
        var similarity: Float = 0
        /// Pairs of at least that similarity.
        var taken = 0
        /// Those among them that belong together.
        var found = 0
    }

    /// One for each similarity that there is, from the highest.
    private static func cuts(_ similarities: [Float], _ labels: [Bool]) -> [Cut] {
        var cuts: [Cut] = []
        var cut = Cut()
        for index in similarities.indices.sorted(by: { similarities[$0] > similarities[$1] }) {
            if cut.taken > 0, similarities[index] != cut.similarity { cuts.append(cut) }
            cut.similarity = similarities[index]
            cut.taken += 1
            if labels[index] { cut.found += 1 }
        }
        cuts.append(cut)
        return cuts
    }

    /// Between a similarity and the next lower one, above which it stays also when it is rounded.
    private static func middle(_ similarity: Float, _ next: Float?) -> Float {
        guard let next else { return similarity }
        let sum = similarity + next
        let middle = sum.isFinite ? sum / 2 : similarity / 2 + next / 2
        return middle == next ? similarity : middle
    }

    /// (TP TN - FP FN) / √((TP + FP)(TP + FN)(TN + FP)(TN + FN))
    private static func matthews(_ cut: Cut, _ positives: Int, of count: Int) -> Double {
        let found = Double(cut.found)
        let wronglyTaken = Double(cut.taken - cut.found)
        let missed = Double(positives - cut.found)
        let wellLeft = Double(count - positives) - wronglyTaken
        let taken = found + wronglyTaken
        let left = missed + wellLeft
        let product = taken * Double(positives) * Double(count - positives) * left
        return product > 0
            ? (found * wellLeft - wronglyTaken * missed) / product.squareRoot() : 0
    }
}
