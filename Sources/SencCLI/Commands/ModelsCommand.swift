import ArgumentParser
import Senc
import SencFiles

struct ModelsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: localized("List the models at hand."),
        discussion: localized(
            """
            What --model finds by its name: on $SENC_MODELS, with senc itself, and in the Hugging \
            Face cache. For each its name, after a star if it is the default, its languages as \
            its card has them, the size of its files, the dimension of its vectors, the tokens \
            that a text may have, and where it is. Configurations and headers alone are read; \
            what they have wrong is told in the model's row.

            Examples:
              senc models
              senc models --json
            """))

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, csv
    }

    @Option(help: .text("How the list is printed."))
    var format: Format?

    @Flag(help: .text("Print a JSON array of objects, one a model; short for --format json."))
    var json = false

    func validate() throws {
        if json, let format, format != .json {
            throw UsageError("give --json or --format \(format.rawValue), not both")
        }
    }

    func run() throws {
        let list = ModelTable(models: ListedModel.all())
        let bytes =
            switch json ? .json : format ?? .text {
            case .text: Array(list.table.utf8)
            case .json: list.json
            case .csv: list.csv
            }
        try ResultOutput(nil).write(bytes)
        if list.models.isEmpty {
            Terminal.report(
                """
                no models are at hand; 'senc pull ORG/NAME' fetches one, and SENC_MODELS names \
                directories of others
                """)
        }
    }
}
