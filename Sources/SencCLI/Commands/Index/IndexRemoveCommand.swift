import ArgumentParser
import SencFiles
import SencIndex

struct IndexRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: localized("Take files, and what is in directories, out of an index."),
        discussion: localized(
            """
            They are not found any more; their texts leave the disk when a quarter of the index \
            has gone so. What is in a directory that the index is still of comes back when the \
            index is next brought up to date.

            Example:
              senc index remove notes.index more-notes
            """))

    @Argument(help: .text("The index, a directory.", valueName: "index"), completion: .directory)
    var path: String

    @Argument(
        help: .text("The files and directories to take out.", valueName: "path"), completion: .files
    )
    var paths: [String] = []

    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text("The same. Repeatable.", valueName: "path"), completion: .files)
    var input: [String] = []

    private var places: [String] { paths + input }

    func validate() throws {
        if places.isEmpty { throw UsageError("give the files or directories") }
    }

    func run() throws {
        let writer = try IndexSettings.explaining(path, IndexReader(path: path).summary) {
            try IndexWriter(path: path)
        }
        var settings = try IndexSettings(writer.summary.settings, path: path)
        let paths = try places.map { FileName(try Path.absolute($0)) }
        settings.roots.removeAll { root in
            paths.contains { root.isAt(orBelow: $0) }
        }
        let count = try writer.remove(paths, settings: settings.json)
        try writer.updateLists(of: settings, threads: nil)
        Terminal.report("files removed: \(count)")
    }
}
