import ArgumentParser
import Senc
import SencFiles
import SencWeights

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: localized(
            """
            Show what a model is and which file each setting came from, a file's tensors, or what \
            made vectors.
            """),
        discussion: localized(
            """
            Example:
              senc inspect all-MiniLM-L6-v2
              senc inspect model.gguf
              senc inspect vectors.npy
            """))

    @Argument(
        help: .text(
            """
            The model, as for encode; a weight file, to list its tensors; or vectors that encode \
            wrote.
            """, valueName: "model"), completion: .model)
    var givenModel: String?

    private var model: String { givenModel ?? Configuration.model }

    @OptionGroup var results: ReportOptions

    func run() throws {
        let json = results.isJSON
        if VectorFile.isName(model), let record = VectorRecord(of: model) {
            let rows = try record.settings(of: model)
            return try results.place.write(json ? object(rows) : table(rows))
        }
        if Path.kind(of: model) == .file, !WordVectorFile.seemsToBe(path: model) {
            try ModelDescription.checkKind(ofFile: model)
            let tensors = TensorList(try WeightFile(path: model))
            return try results.place.write(json ? tensors.json : tensors.table)
        }
        let settings = try ModelDescription(model: model).settings
        try results.place.write(json ? object(settings) : table(settings))
    }

    private func table(_ settings: [Setting]) -> String {
        // Programs find the same words in every language.
        let told: (Message) -> String = { results.isForEyes ? $0.localized : $0.description }
        var settings = settings.map {
            (
                name: told($0.texts.name), value: told($0.texts.value).onOneLine(),
                source: told($0.texts.source).onOneLine()
            )
        }
        if results.isForEyes {
            let header = (localized("setting"), localized("value"), localized("source"))
            settings.insert(header, at: 0)
        }
        let names = settings.map(\.name.count).max() ?? 0
        let values = settings.map(\.value.count).filter { $0 <= 40 }.max() ?? 0
        let lines = settings.map { setting in
            setting.name.padded(to: names) + "  " + setting.value.padded(to: values)
                + "  \(setting.source)\n"
        }
        guard results.isForEyes, let header = lines.first else { return lines.joined() }
        return TerminalStyle.ofResults.styled(String(header.dropLast()), .dim) + "\n"
            + lines.dropFirst().joined()
    }

    private func object(_ settings: [Setting]) -> String {
        let text = JSONWriter.file { file in
            for setting in settings {
                file.object(setting.name) {
                    $0.member("value", setting.value)
                    $0.member("source", setting.source)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
