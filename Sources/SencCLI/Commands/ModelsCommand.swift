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
            what they have wrong is told in the model's row. JSON is one array of objects.

            Examples:
              senc models
              senc models --json
            """))

    @OptionGroup var results: ListOptions

    func run() throws {
        let list = ModelTable(models: ListedModel.all())
        try results.write(
            text: {
                results.isForEyes && !list.models.isEmpty
                    ? list.terminalTable.bytes : Array(list.table.utf8)
            }, json: { list.json }, rows: { list.rows })
        if list.models.isEmpty {
            Terminal.report(
                """
                no models are at hand; 'senc pull ORG/NAME' fetches one, and SENC_MODELS names \
                directories of others
                """)
        }
    }
}
