import ArgumentParser
import Senc
import SencFiles
import SencMath

@main
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "senc",
        abstract: localized("Sentence embeddings: text in, vectors out."),
        discussion: localized(
            """
            Example:
              senc encode "La lluvia golpea la ventana."
            """),
        version: "senc " + Version.number,
        groupedSubcommands: [
            CommandGroup(
                name: localized("Texts"),
                subcommands: [
                    EncodeCommand.self, SimilarityCommand.self, SearchCommand.self,
                    AnalogyCommand.self, NeighborsCommand.self, RecommendCommand.self,
                    TokenizeCommand.self,
                ]),
            CommandGroup(
                name: localized("Files and tables"),
                subcommands: [
                    IndexCommand.self, ClusterCommand.self, DedupeCommand.self, PairsCommand.self,
                    OutliersCommand.self, ClassifyCommand.self, MapCommand.self,
                    PredictCommand.self,
                ]),
            CommandGroup(
                name: localized("Models"),
                subcommands: [
                    ModelsCommand.self, PullCommand.self, InspectCommand.self, VerifyCommand.self,
                    EvaluateCommand.self, QuantizeCommand.self, ExportCommand.self,
                    TrimCommand.self, TrainCommand.self,
                ]),
            CommandGroup(
                name: localized("This machine"),
                subcommands: [
                    ServeCommand.self, WorkerCommand.self, DoctorCommand.self,
                    ConfigCommand.self, BenchmarkCommand.self,
                ]),
        ])

    func run() throws {
        let greeting = Greeting.text(version: Self.configuration.version)
        try ResultOutput(nil).write(Array(greeting.utf8))
    }

    static func main() {
        Descriptor.claimStandard()
        Signals.prepareForWriting()
        ShrunkenFile.watch()
        do {
            let arguments = OldSpellings.renewed(Self.arguments)
            if let page = try page(arguments) { return try page.print() }
            var command = try parsed(arguments)
            try RepeatedOptions.check(type(of: command), arguments)
            if isOurs(type(of: command)) {
                try KernelFamily.check()
                if !(command is any ConfigurationMending) { try Configuration.check() }
            }
            try command.run()
        } catch {
            exit(reporting: error)
        }
    }

    /// - Throws: what is wrong, as ArgumentParser says it where it is not known better.
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        do {
            return try parseAsRoot(arguments)
        } catch {
            let mended =
                exitCode(for: error) == .success
                ? arguments : try ArgumentList(arguments, of: Self.self).mended()
            guard mended != arguments else { throw error }
            return try parseAsRoot(mended)
        }
    }

    /// What `senc help` has on what it is asked for, or the page of the program itself.
    private static func page(_ arguments: [String]) throws -> HelpPage? {
        if arguments.first == "help" {
            let topics = HelpTopic.allCases.map(\.rawValue)
            try ArgumentList(arguments, of: Self.self, topics: topics).checkHelp()
        }
        return HelpPage(arguments, root: Self.self)
    }

    /// Whether a command is not ArgumentParser's, whose help needs no kernels.
    private static func isOurs(_ command: any ParsableCommand.Type) -> Bool {
        configuration.subcommands.contains {
            $0 == command || $0.configuration.subcommands.contains { $0 == command }
        }
    }

    /// The command line, of which names of files need not be UTF-8.
    private static var arguments: [String] {
        (1..<max(CommandLine.argc, 1)).compactMap { index in
            CommandLine.unsafeArgv[Int(index)].map { FileName(cString: $0).string }
        }
    }

    /// Tells the user of an error in one line and ends the process; help and the like, which
    /// ArgumentParser throws too, go to standard output.
    private static func exit(reporting error: any Error) -> Never {
        if let diagnostic = error as? any Diagnostic {
            let mended = (error as? any Mendable).map { MendedError($0) } ?? diagnostic
            Terminal.report("error: \(mended)")
            exit(diagnostic.status)
        }
        if exitCode(for: error) == .success {
            exit(withError: HelpPage.message(for: error, fullMessage(for: error, columns: nil)))
        }
        let lines = message(for: error).split(separator: "\n").map { $0.drop { $0 == " " } }
        // Of many values each has a line.
        let isValue = { (line: Substring) in line.hasPrefix("- ") }
        let values = lines.filter(isValue).map { $0.dropFirst(2) }.joined(separator: ", ")
        let text = ParserWords.error(
            lines.filter { !isValue($0) }.joined(separator: " ")
                + (values.isEmpty ? "" : " " + values))
        let words = ["senc"] + ArgumentList(arguments, of: Self.self).path + ["--help"]
        Terminal.report("error: \(text) (see '\(words.joined(separator: " "))')")
        exit(.usage)
    }

    private static func exit(_ status: ExitStatus) -> Never {
        exit(withError: ExitCode(status.rawValue))
    }
}
