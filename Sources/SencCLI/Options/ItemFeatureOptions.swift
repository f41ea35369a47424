import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencMath
import SencTraining
import SencVectors

/// What is known of items beside who chose them, for those that nobody has chosen yet.
struct ItemFeatureOptions: ParsableArguments {
    @Option(
        help: .text(
            """
            Vectors of items, a .npy file with their ids in FILE.ids, as senc encode --id-field \
            leaves them: items that nobody has chosen get learned vectors that follow from these.
            """, valueName: "file"), completion: .arrays)
    var itemVectors: String?

    @Option(
        help: .text(
            """
            A table of items, whose texts are encoded by a model for the same purpose.
            """, valueName: "file"), completion: .files)
    var items: String?

    @Option(
        help: .text("The field or column of --items with the text.", valueName: "name"),
        completion: .column)
    var itemText: String?

    @Option(
        help: .text(
            "The field or column of --items with the item; that of --item if not given.",
            valueName: "name"), completion: .column)
    var itemID: String?

    var isGiven: Bool { itemVectors != nil || items != nil }

    /// What is read beside the interactions.
    var files: [String] { [itemVectors, items].compactMap(\.self) }

    func validate() throws {
        if itemVectors != nil, items != nil {
            throw UsageError("give --item-vectors or --items, not both")
        }
        let given = [("--item-text", itemText), ("--item-id", itemID)]
        if items == nil, let name = given.first(where: { $0.1 != nil })?.0 {
            throw UsageError("\(name) is for --items")
        }
    }

    /// The items' ids and vectors.
    /// - Parameter item: the column of the items in the table of interactions.
    func load(
        item: String?, _ layout: RecordLayout, _ model: ModelOptions
    ) throws -> (names: [String], features: Matrix) {
        if let path = itemVectors {
            let (vectors, places) = (try VectorFile.open(path), path)
            var rows = RowPlaces()
            rows.append(places, count: vectors.rows)
            guard let ids = try VectorFile.ids(of: rows) else {
                throw FileError.notFound(path: path + ".ids")
            }
            return (ids, vectors.matrix())
        }
        let texts = try IdentifiedTexts(
            items.map { [$0] } ?? [], .passage, field: itemText, idField: itemID ?? item,
            ColumnNames(areNumbers: layout.details.hasNoHeader), layout)
        let encoder = try model.load()
        let options = EncodingOptions().prompted(
            PromptChoice(), for: .role(.passage), of: encoder)
        return (
            texts.ids.map { String(decoding: $0, as: UTF8.self) },
            try encoder.vectors(of: texts.texts, options)
        )
    }
}
