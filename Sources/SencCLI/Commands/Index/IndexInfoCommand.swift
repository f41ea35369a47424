import ArgumentParser
import Senc
import SencFiles
import SencIVF
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
        guard !FAISSFile.isName(path) else { return try write(facts(FAISSFile(path: path))) }
        let reader = try IndexReader(path: path)
        let counts = try reader.counts()
        let stamp = try ModelStamp(reader.summary, path: path)
        let settings = try IndexSettings(reader.summary.settings, path: path)
        let form = settings.form
        let selection = form.selection
        var rows: [(name: Message, value: Message)] = [
            ("files", "\(counts.files)"), ("passages", "\(counts.passages)"),
            ("passages are", "\(form.unit.rawValue)"),
            ("vectors", "\(counts.vectors), and \(counts.unusedVectors) unused"),
            ("vector file", "\(counts.vectorFile)"),
            ("element type", "\(reader.summary.elementType.rawValue)"),
            ("dimension", "\(stamp.dimension)"),
            ("normalization", stamp.isNormalized ? "to length 1" : "none"),
            ("model", "\(stamp.model)"), ("weights", "\(stamp.weights)"),
            ("tokenizer", "\(stamp.tokenizer)"), ("configuration", "\(stamp.configuration)"),
            ("prompt", "\(stamp.prompt)"),
            ("role", stamp.role.map { "\($0.rawValue)" } ?? "none"),
            ("ignore files", selection.heedsIgnoreFiles ? "heeded" : "not heeded"),
            ("hidden files", selection.takesHidden ? "taken" : "left out"),
        ]
        if let encoding = form.encoding {
            let row: (Message, Message) = ("encoding", "\(encoding.name)")
            rows.append(row)
        }
        if let similarity = settings.lists?.similarity, let index = try reader.lists(similarity) {
            let lists: [(name: Message, value: Message)] = [
                ("metric", "\(similarity.rawValue)"), ("vectors in lists", "\(index.count)"),
            ]
            rows += lists + listFacts(index)
        }
        rows += settings.roots.map { (Self.root, "\($0.string)") }
        rows += selection.include.map { (Self.included, "\($0)") }
        rows += selection.exclude.map { (Self.excluded, "\($0)") }
        try write(rows)
    }

    /// What a FAISS index is of.
    private func facts(_ index: FAISSFile) -> [(name: Message, value: Message)] {
        let metric: Message = index.metric == .l2 ? "L2" : "inner product"
        var type = VectorElementType.float32
        if case .lists(let index) = index, index.isQuantized { type = .int8 }
        let rows: [(name: Message, value: Message)] = [
            ("vectors", "\(index.count)"), ("dimension", "\(index.dimension)"),
            ("metric", metric), ("element type", "\(type.rawValue)"),
        ]
        guard case .lists(let index) = index else { return rows }
        return rows + listFacts(index)
    }

    private func listFacts(_ index: InvertedIndex) -> [(name: Message, value: Message)] {
        let rows: [(name: Message, value: Message)] = [
            ("lists", "\(index.lists)"), ("lists searched", "\(index.defaultProbes)"),
        ]
        return rows
    }

    private func write(_ rows: [(name: Message, value: Message)]) throws {
        guard !results.isJSON else {
            let lists = FAISSFile.isName(path) ? [] : [Self.root, Self.included, Self.excluded]
            return try results.place.write(Self.object(rows, lists: lists))
        }
        if results.isForEyes {
            var table = TerminalTable([.column("setting", .word), .column("value", .word)])
            for row in rows {
                table.append(
                    StyledText(row.name.localized), StyledText(row.value.localized.onOneLine()))
            }
            return try results.place.write(table.bytes)
        }
        let names = rows.map(\.name.description)
        let width = names.map(\.count).max() ?? 0
        let table = zip(names, rows).map {
            "\($0.padded(to: width))  \($1.value.description.onOneLine())\n"
        }.joined()
        try results.place.write(table)
    }

    private static let root: Message = "of"
    private static let included: Message = "including"
    private static let excluded: Message = "excluding"

    /// In English, whatever the user's language.
    /// - Parameter listed: the names of what there may be several of.
    private static func object(
        _ rows: [(name: Message, value: Message)], lists listed: [Message]
    ) -> [UInt8] {
        JSONWriter.line {
            $0.object { object in
                for (name, value) in rows where !listed.contains(name) {
                    object.member(name.description, value.description)
                }
                for name in listed {
                    object.member(
                        name.description,
                        rows.filter { $0.name == name }.map(\.value.description))
                }
            }
        }
    }
}
