import SencAnalysis
import SencVectors

/// The measures under the names that sentence-transformers gives them.
extension MeasureList {
    mutating func append(_ correlation: Correlation) {
        append("pearson", .measure(correlation.pearson))
        append("spearman", .measure(correlation.spearman))
    }

    mutating func append(_ measured: BinaryClassification) {
        append("accuracy", .measure(measured.accuracy))
        append("accuracy_threshold", .score(measured.accuracyThreshold))
        append("f1", .measure(measured.f1))
        append("f1_threshold", .score(measured.f1Threshold))
        append("precision", .measure(measured.precision))
        append("recall", .measure(measured.recall))
        append("ap", .measure(measured.averagePrecision))
        append("mcc", .measure(measured.matthewsCorrelation))
    }

    mutating func append(_ measured: RetrievalMeasures) {
        let depths = measured.depths
        let lists = [
            ("accuracy", measured.accuracies), ("precision", measured.precisions),
            ("recall", measured.recalls),
        ]
        for (name, values) in lists {
            for (depth, value) in zip(depths.hits, values) {
                append("\(name)@\(depth)", .measure(value))
            }
        }
        append("ndcg@\(depths.discountedGain)", .measure(measured.discountedGain))
        append("mrr@\(depths.reciprocalRank)", .measure(measured.reciprocalRank))
        append("map@\(depths.averagePrecision)", .measure(measured.averagePrecision))
    }
}
