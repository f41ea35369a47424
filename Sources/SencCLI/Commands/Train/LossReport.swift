internal import ArgumentParser
import SencFiles
import SencTraining

/// Where the objective's values are shown.
struct LossReport: ParsableArguments {
    @Option(
        help: .text("A drawing (SVG) of the loss to write.", valueName: "file"),
        completion: .files)
    var plot: String?

    @Flag(
        help: .text("Print one JSON object: what was learned, and the loss by parts of a pass."))
    var json = false

    func validate() throws {
        if plot == "" { throw UsageError("--plot needs the name of a file") }
    }

    /// The file of the drawing, which what cannot be written is an error of before the work.
    func open() throws -> OutputFile? { try plot.map { try OutputFile(path: $0) } }

    /// - Parameters:
    ///   - file: from `open`.
    ///   - facts: the members of the report that come first.
    func write(
        _ curve: LossCurve, to file: OutputFile?, _ facts: (inout JSONObject) -> Void
    ) throws {
        if let file {
            try file.write(Array(curve.svg.utf8))
            try file.commit()
        }
        guard json else { return }
        let bytes = JSONWriter.line {
            $0.object { report in
                facts(&report)
                report.member("loss", curve)
            }
        }
        try ResultOutput(nil).write(bytes)
    }
}
