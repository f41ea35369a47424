package import SencMath

/// The speed of this machine with one model in one precision.
///
/// Rates of arithmetic are multiplications and additions a second; a fused multiply-add is two.
package struct ModelBenchmark: Sendable {
    /// A linear layer's product for many rows, on one thread.
    package struct LayerRate: Sendable {
        package let inputs: Int
        package let outputs: Int
        /// Whether the layer's activation was computed, too.
        package let isActivated: Bool
        package let operationsPerSecond: Double
    }

    /// The rows that linear layers are measured on.
    package static let layerRows = 512

    package let precision: Precision
    /// What multiplies, as `AVX-512 VNNI`.
    package let instructions: String
    package let peak: InstructionPeak
    package let tiles: TileRates
    /// The shapes of the model's linear layers.
    package let layers: [LayerRate]
    /// All linear layers of the model, one after the other, as they are: with activations.
    package let allLayersOneThread: Double
    package let allLayersAllThreads: Double
    package let shortTexts: Throughput
    package let longTexts: Throughput
    /// The times for one sentence, warm, and the sentence's tokens.
    package let latencyOneThread: Latency
    package let latencyAllThreads: Latency
    package let latencyTokens: Int
    /// The median time to load the model, in seconds, its files in the system's cache.
    package let loadTime: Double

    /// - Parameters:
    ///   - model: as for `SentenceEncoder`.
    ///   - seconds: how long to measure, about, loading apart.
    /// - Throws: what loading the model throws.
    package init(
        model: String, precision: Precision, backend: Backend = .packed, threads: Int?,
        seconds: Double
    ) throws {
        self.precision = precision
        instructions =
            switch backend {
            case .packed: KernelFamily.selected.instructions(for: precision)
            case .blas: BLAS.system?.name ?? ""
            }
        func load(threads: Int?) throws -> SentenceEncoder {
            try SentenceEncoder(
                model: model, precision: precision, backend: backend, threads: threads)
        }
        var encoder = try load(threads: 1)
        latencyTokens = try encoder.encode([SampleTexts.sentence]).tokenCounts[0]
        latencyOneThread = try Latency(encoder, SampleTexts.sentence, seconds: seconds * 0.1)

        loadTime = try median(
            (0..<3).map { _ in try elapsedSeconds { encoder = try load(threads: threads) } })
        let threads = encoder.workers.threads
        latencyAllThreads =
            threads == 1
            ? latencyOneThread
            : try Latency(encoder, SampleTexts.sentence, seconds: seconds * 0.1)

        func measurePeak() -> InstructionPeak {
            InstructionPeak(precision, threads: threads, seconds: seconds * 0.06)
        }
        let firstPeak = measurePeak()
        tiles = TileRates(precision, seconds: seconds * 0.04)

        func rate(_ layers: [Linear], threads: Int) -> Double {
            Linear.measuredRate(
                of: layers, rows: Self.layerRows, threads: threads, seconds: seconds * 0.04)
        }
        let kinds = encoder.source.transformer?.layers.first?.linearLayers ?? []
        layers = kinds.flatMap { layer in
            let variants =
                layer.activation == .identity ? [layer] : [layer.withoutActivation(), layer]
            return variants.map { variant in
                LayerRate(
                    inputs: variant.inputs, outputs: variant.outputs,
                    isActivated: variant.activation != .identity,
                    operationsPerSecond: rate([variant], threads: 1))
            }
        }
        let all = (encoder.source.transformer?.layers ?? []).flatMap(\.linearLayers)
        allLayersOneThread = all.isEmpty ? 0 : rate(all, threads: 1)
        allLayersAllThreads =
            threads == 1 || all.isEmpty ? allLayersOneThread : rate(all, threads: threads)

        shortTexts = try Throughput(
            encoder, seconds: seconds * 0.22, limit: 8192, SampleTexts.short)
        longTexts = try Throughput(encoder, seconds: seconds * 0.22, limit: 1024, SampleTexts.long)
        peak = firstPeak.higher(measurePeak())
    }
}
