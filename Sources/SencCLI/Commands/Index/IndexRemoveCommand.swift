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
              senc index remove notes.index --in more-notes
            """))

    @Argument(help: .text("The index, a directory.", valueName: "index"))
    var path: String

    @Option(
        name: .customLong("in"), parsing: .upToNextOption,
        help: .text("The files and directories to take out.", valueName: "path"))
    var places: [String]

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
        Terminal.report("files removed: \(count)")
    }
}
