import ArgumentParser
import Senc
import SencFiles
import SencIndex
import SencInput
import SencVectors

struct IndexInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: localized("Show what an index is of, and what made its vectors."),
        discussion: localized(
            """
            Example:
              senc index info notes.index
            """))

    @Argument(help: .text("The index, a directory.", valueName: "index"), completion: .directory)
    var path: String

    @OptionGroup var results: ReportOptions

    func run() throws {
        let reader = try IndexReader(path: path)
        let counts = try reader.counts()
        let stamp = try ModelStamp(reader.summary, path: path)
        let settings = try IndexSettings(reader.summary.settings, path: path)
        let form = settings.form
        let selection = form.selection
        var rows: [(name: String, value: String)] = [
            ("files", String(counts.files)), ("passages", String(counts.passages)),
            ("passages are", form.unit.rawValue),
            ("vectors", "\(counts.vectors), and \(counts.unusedVectors) unused"),
            ("vector file", counts.vectorFile),
            ("element type", reader.summary.elementType.rawValue),
            ("dimension", String(stamp.dimension)),
            ("normalization", stamp.isNormalized ? "to length 1" : "none"),
            ("model", stamp.model), ("weights", stamp.weights), ("tokenizer", stamp.tokenizer),
            ("configuration", stamp.configuration), ("prompt", stamp.prompt),
            ("role", stamp.role?.rawValue ?? "none"),
            ("ignore files", selection.heedsIgnoreFiles ? "heeded" : "not heeded"),
            ("hidden files", selection.takesHidden ? "taken" : "left out"),
        ]
        if let encoding = form.encoding { rows.append(("encoding", encoding.name)) }
        rows += settings.roots.map { ("of", $0.string) }
        rows += selection.include.map { ("including", $0) }
        rows += selection.exclude.map { ("excluding", $0) }
        guard !results.isJSON else { return try results.place.write(Self.object(rows)) }
        if results.isForEyes {
            var table = TerminalTable([.column("setting", .word), .column("value", .word)])
            for row in rows {
                table.append(StyledText(row.name), StyledText(row.value.onOneLine()))
            }
            return try results.place.write(table.bytes)
        }
        let width = rows.map(\.name.count).max() ?? 0
        let table = rows.map { "\($0.padded(to: width))  \($1.onOneLine())\n" }.joined()
        try results.place.write(table)
    }

    private static let listed = ["of", "including", "excluding"]

    private static func object(_ rows: [(name: String, value: String)]) -> [UInt8] {
        JSONWriter.line {
            $0.object { object in
                for (name, value) in rows where !listed.contains(name) {
                    object.member(name, value)
                }
                for name in listed {
                    object.member(name, rows.filter { $0.name == name }.map(\.value))
                }
            }
        }
    }
}
