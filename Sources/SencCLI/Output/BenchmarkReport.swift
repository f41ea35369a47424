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
            "\(model.onOneLine()), \(counted(threads, "thread")), \(processor), \(kernels) kernels\n\n"
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
        /// A rate and its share of what the instructions allow.
        func rate(_ rate: Double, of peak: Double) -> String {
            "\(decimal(rate / 1e9, 0))  \(decimal(100 * rate / peak, 0).paddedBefore(to: 3)) %"
        }
        func texts(_ name: String, _ texts: KeyPath<ModelBenchmark, Throughput>) -> [Row] {
            let tokens = decimal(benchmarks[0][keyPath: texts].meanTokens, 1)
            return [
                Row(name: "\(name) texts (\(tokens) tokens)"),
                row("  texts/s") { decimal($0[keyPath: texts].textsPerSecond, 0) },
                row("  tokens/s") { decimal($0[keyPath: texts].tokensPerSecond, 0) },
                row("  Gop/s, of the peak") {
                    rate($0[keyPath: texts].operationsPerSecond, of: $0.peak.allThreads)
                },
            ]
        }
        let layers = benchmarks[0].layers.indices.map { index in
            let layer = benchmarks[0].layers[index]
            let activation = layer.isActivated ? ", activated" : ""
            return row("  \(layer.inputs) → \(layer.outputs)\(activation)") {
                rate($0.layers[index].operationsPerSecond, of: $0.peak.oneCore)
            }
        }
        let all = threads == 1 ? "1 thread" : "all \(threads) threads"
        return [
            row("") { $0.precision.rawValue },
            row("instructions") { $0.instructions },
            Row(name: "peak, Gop/s"),
            row("  1 thread") { decimal($0.peak.oneCore / 1e9, 0) },
        ]
            + (threads == 1 ? [] : [row("  " + all) { decimal($0.peak.allThreads / 1e9, 0) }])
            + [Row(name: "layers, \(ModelBenchmark.layerRows) tokens, 1 thread, Gop/s")] + layers
            + [row("  the model's") { rate($0.allLayersOneThread, of: $0.peak.oneCore) }]
            + (threads == 1
                ? []
                : [
                    row("  the model's, \(all)") {
                        rate($0.allLayersAllThreads, of: $0.peak.allThreads)
                    }
                ])
            + texts("short", \.shortTexts) + texts("long", \.longTexts)
            + [
                row("1 text of \(benchmarks[0].latencyTokens) tokens, 1 thread, ms") {
                    decimal($0.latency * 1e3, 3)
                },
                row("loading, ms") { decimal($0.loadTime * 1e3, 0) },
            ]
    }

    private var processor: String { Processor.name ?? "unknown CPU" }
    private var kernels: String { KernelFamily.selected.name }

    // MARK: JSON

    /// Times in seconds, rates a second.
    var json: String {
        let text = JSONWriter.line {
            $0.object {
                $0.member("model", model)
                $0.member("processor", processor)
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
        object.member("latency", Float(latency))
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

private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
