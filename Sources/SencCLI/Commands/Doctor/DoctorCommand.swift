import ArgumentParser
import Senc
import SencFiles

struct DoctorCommand: ParsableCommand, ConfigurationMending {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: localized("Show what senc finds on this machine, and what would help."),
        discussion: localized(
            """
            The CPU and what computes on it, the default model, loaded and compared with its \
            reference vectors, the libraries that are there, caches and the configuration; at the \
            end what would make senc faster, or mend it. Nothing is measured: that is senc \
            benchmark.

            Examples:
              senc doctor
              senc doctor --json
            """))

    @OptionGroup var results: ReportOptions

    func run() throws {
        let report = DoctorReport(version: Version.number)
        try results.place.write(results.isJSON ? report.json : Array(report.table.utf8))
        if let fault = report.fault { throw fault }
    }
}
