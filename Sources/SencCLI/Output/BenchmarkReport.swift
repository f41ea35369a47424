import Senc
import SencFiles
import SencMath

/// What `senc benchmark` prints.
struct BenchmarkReport {
    let model: String
    let threads: Int
    /// At least one, each in another precision.
    let benchmarks: [ModelBenchmark]

    // MARK: The table

    var table: String {
        let rows = rows
        let width = rows.map(\.name.count).max() ?? 0
        let columns = benchmarks.indices.map { column in
            rows.map { $0.cells.isEmpty ? 0 : $0.cells[column].count }.max() ?? 0
        }
        let title =
            "\(model.onOneLine()), \(allThreads), \(processor), "
            + localized("\(kernels) kernels") + "\n\n"
        return rows.reduce(title) { text, row in
            let cells = zip(row.cells, columns).map { "  " + $0.paddedBefore(to: $1) }.joined()
            return text + (cells.isEmpty ? row.name : row.name.padded(to: width) + cells) + "\n"
        }
    }

    private struct Row {
        let name: String
        /// One for each precision; none in a heading.
        var cells: [String] = []
    }

    private var rows: [Row] {
        func row(_ name: String, _ cell: (ModelBenchmark) -> String) -> Row {
            Row(name: name, cells: benchmarks.map(cell))
        }
        /// One that stands below a heading.
        func part(_ name: String, _ cell: (ModelBenchmark) -> String) -> Row {
            row("  " + name, cell)
        }
        /// A rate and its share of what the instructions allow.
        func rate(_ rate: Double, of peak: Double) -> String {
            "\(decimal(rate / 1e9, 0))  \(decimal(100 * rate / peak, 0).paddedBefore(to: 3)) %"
        }
        func throughput(_ texts: KeyPath<ModelBenchmark, Throughput>) -> [Row] {
            [
                part(localized("texts/s")) { decimal($0[keyPath: texts].textsPerSecond, 0) },
                part(localized("tokens/s")) { decimal($0[keyPath: texts].tokensPerSecond, 0) },
                part(localized("Gop/s, of the peak")) {
                    rate($0[keyPath: texts].operationsPerSecond, of: $0.peak.allThreads)
                },
            ]
        }
        func latency(_ name: String, _ times: KeyPath<ModelBenchmark, Latency>) -> Row {
            part(name) {
                let (median, p99) = ($0[keyPath: times].median, $0[keyPath: times].p99)
                return decimal(median * 1e3, 3) + decimal(p99 * 1e3, 3).paddedBefore(to: 8)
            }
        }
        let first = benchmarks[0]
        let layers = first.layers.enumerated().map { index, layer in
            part(
                layer.isActivated
                    ? localized("\(layer.inputs) → \(layer.outputs), activated")
                    : "\(layer.inputs) → \(layer.outputs)"
            ) {
                rate($0.layers[index].operationsPerSecond, of: $0.peak.oneCore)
            }
        }
        let isThreaded = threads > 1
        return [
            Row(name: "", cells: benchmarks.map(\.precision.rawValue)),
            row(localized("instructions")) { $0.instructions },
            Row(name: localized("peak, Gop/s")),
            part(localized("1 thread")) { decimal($0.peak.oneCore / 1e9, 0) },
            part(localized("1 thread, weights in the L1 cache")) {
                rate($0.tiles.fromFirstLevel, of: $0.peak.oneCore)
            },
            part(localized("1 thread, weights in the L2 cache")) {
                rate($0.tiles.fromSecondLevel, of: $0.peak.oneCore)
            },
        ]
            + (isThreaded
                ? [
                    part(localized("all \(threads) threads")) {
                        decimal($0.peak.allThreads / 1e9, 0)
                    }
                ] : [])
            + [Row(name: localized("layers, \(ModelBenchmark.layerRows) tokens, 1 thread, Gop/s"))]
            + layers
            + [part(localized("the model's")) { rate($0.allLayersOneThread, of: $0.peak.oneCore) }]
            + (isThreaded
                ? [
                    part(localized("the model's, all \(threads) threads")) {
                        rate($0.allLayersAllThreads, of: $0.peak.allThreads)
                    }
                ] : [])
            + [
                Row(
                    name: localized(
                        "short texts (\(decimal(first.shortTexts.meanTokens, 1)) tokens)"))
            ]
            + throughput(\.shortTexts)
            + [
                Row(
                    name: localized("long texts (\(decimal(first.longTexts.meanTokens, 1)) tokens)")
                )
            ]
            + throughput(\.longTexts)
            + [
                Row(
                    name: localized(
                        "1 text of \(first.latencyTokens) tokens, ms: median, 99th percentile"))
            ]
            + [latency(localized("1 thread"), \.latencyOneThread)]
            + (isThreaded
                ? [latency(localized("all \(threads) threads"), \.latencyAllThreads)] : [])
            + [row(localized("loading, ms")) { decimal($0.loadTime * 1e3, 0) }]
    }

    private var allThreads: String {
        threads == 1 ? localized("1 thread") : localized("\(threads) threads")
    }
    private var processor: String { Processor.name ?? localized("unknown CPU") }
    private var kernels: String { KernelFamily.selected.name }

    // MARK: JSON

    /// Times in seconds, rates a second.
    var json: String {
        let text = JSONWriter.line {
            $0.object {
                $0.member("model", model)
                $0.member("processor", Processor.name ?? "unknown CPU")
                $0.member("kernels", kernels)
                $0.member("threads", threads)
                $0.array("precisions", benchmarks) { writer, benchmark in
                    writer.object { benchmark.write(to: &$0) }
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

extension ModelBenchmark {
    fileprivate func write(to object: inout JSONObject) {
        object.member("precision", precision.rawValue)
        object.member("instructions", instructions)
        object.member("peakOneThread", Float(peak.oneCore))
        object.member("peakAllThreads", Float(peak.allThreads))
        object.member("tilesFromFirstLevel", Float(tiles.fromFirstLevel))
        object.member("tilesFromSecondLevel", Float(tiles.fromSecondLevel))
        object.member("layerRows", Self.layerRows)
        object.array("layersOneThread", layers) { writer, layer in
            writer.object {
                $0.member("inputs", layer.inputs)
                $0.member("outputs", layer.outputs)
                $0.member("activated", layer.isActivated)
                $0.member("operationsPerSecond", Float(layer.operationsPerSecond))
            }
        }
        object.member("allLayersOneThread", Float(allLayersOneThread))
        object.member("allLayersAllThreads", Float(allLayersAllThreads))
        object.object("shortTexts") { shortTexts.write(to: &$0) }
        object.object("longTexts") { longTexts.write(to: &$0) }
        object.member("latencyTokens", latencyTokens)
        object.object("latencyOneThread") { latencyOneThread.write(to: &$0) }
        object.object("latencyAllThreads") { latencyAllThreads.write(to: &$0) }
        object.member("loadTime", Float(loadTime))
    }
}

extension Throughput {
    fileprivate func write(to object: inout JSONObject) {
        object.member("meanTokens", Float(meanTokens))
        object.member("textsPerSecond", Float(textsPerSecond))
        object.member("tokensPerSecond", Float(tokensPerSecond))
        object.member("operationsPerSecond", Float(operationsPerSecond))
    }
}

extension Latency {
    fileprivate func write(to object: inout JSONObject) {
        object.member("calls", calls)
        object.member("median", Float(median))
        object.member("p99", Float(p99))
    }
}
