import ArgumentParser
import Senc
import SencFiles
import SencMath

struct BenchmarkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmark",
        abstract: localized("Measure this machine with a model."),
        discussion: localized(
            """
            The peak is what the CPU's multiplying instructions do on registers alone; no layer \
            can be faster. Below it is what they do with their loads, the weights in a cache. \
            Rates of arithmetic count a fused multiply-add as two operations. Texts are encoded as a \
            whole: tokens, layers, pooling.

            Example:
              senc benchmark --precision int8
            """))

    @Option(
        name: [.customShort("m"), .customLong("model")],
        help: .text("The model, as for encode.", valueName: "model"), completion: .model)
    var givenModel: String?

    private var model: String { givenModel ?? Configuration.model }

    @Option(help: .text("The precision to measure; all of them if not given."))
    var precision: Precision?

    @Option(help: .text("What multiplies matrices: senc's own kernels or the system's BLAS."))
    var backend = Backend.packed

    @OptionGroup var workers: ThreadOptions

    private var threads: Int? { workers.threads }

    @Option(help: .text("How long to measure each precision, about."))
    var seconds = 8.0

    @OptionGroup var results: ReportOptions

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else {
            throw UsageError("--seconds must be above 0 and at most 3600")
        }
    }

    func run() throws {
        let all: [Precision] = backend == .packed ? Precision.allCases : [.float32]
        let precisions = precision.map { [$0] } ?? all
        let benchmarks = try precisions.enumerated().map { number, precision in
            let bar = ProgressBar.bar(Double(number) / Double(precisions.count))
            let work = localized(
                """
                measuring \(precision.rawValue), \(number + 1) of \(precisions.count), about \
                \(decimal(seconds, 0)) s each
                """)
            Terminal.show("\(bar)  \(work)")
            defer { Terminal.show("") }
            return try ModelBenchmark(
                model: model, precision: precision, backend: backend, threads: threads,
                seconds: seconds)
        }
        let report = BenchmarkReport(
            model: model, threads: WorkerPool(threads: threads).threads, benchmarks: benchmarks)
        try results.place.write(results.isJSON ? report.json : report.table)
    }
}
