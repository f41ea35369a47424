import ArgumentParser
import Senc
import SencFiles
import SencIndex

struct IndexAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: localized(
            "Add files and directories to an index, or bring them up to date in it."),
        discussion: localized(
            """
            They are cut and encoded as the index's other files are.

            Example:
              senc index add notes.index more-notes
            """))

    @Argument(help: .text("The index, a directory.", valueName: "index"), completion: .directory)
    var path: String

    @Argument(
        help: .text("The files and directories to add.", valueName: "path"), completion: .files)
    var paths: [String] = []

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text("The same. Repeatable.", valueName: "path"), completion: .files)
    var input: [String] = []

    private var places: [String] { paths + input }

    @OptionGroup(title: "Model") var model: ModelOptions

    func validate() throws {
        if places.isEmpty { throw UsageError("give the files or directories") }
    }

    func run() throws {
        let summary = try IndexReader(path: path).summary
        var settings = try IndexSettings(summary.settings, path: path)
        let roots = try places.map { FileName(try Path.existing($0)) }
        settings.roots += roots.filter { !settings.roots.contains($0) }
        let encoder = try model.load(matching: ModelStamp(summary, path: path))
        try IndexJob(
            path: path, settings: settings, encoder: encoder, creating: nil, threads: model.threads
        ).run(roots: roots)
    }
}
