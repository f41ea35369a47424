import ArgumentParser

struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Keep the vectors of files in a directory, to search them at once.",
        discussion: """
            senc search --in INDEX searches it.

            Example:
              senc index build notes.index --in notes
            """,
        subcommands: [
            IndexBuildCommand.self, IndexAddCommand.self, IndexRemoveCommand.self,
            IndexInfoCommand.self,
        ])
}
