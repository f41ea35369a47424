public import ArgumentParser
public import SencMath

extension SimilarityFunction: ExpressibleByArgument {}

/// How vectors are compared.
struct MetricOptions: ParsableArguments {
    @Option(
        name: [.customLong("metric"), .customLong("measure")],
        help: "How vectors are compared; if not given, the model's own way, or the cosine.")
    var metric: SimilarityFunction?
}
