import ArgumentParser
import SencFiles
import SencTraining

/// What the columns of a table are taken as.
struct TableColumnOptions: ParsableArguments {
    @Option(
        help: .text("The column to be learned.", valueName: "column"), completion: .column)
    var target: String

    @Option(
        parsing: .singleValue,
        help: .text(
            "A column of categories, whatever its values. Repeatable.", valueName: "column"),
        completion: .column)
    var category: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text("A column of numbers. Repeatable.", valueName: "column"), completion: .column)
    var number: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            "A column of texts, which a model encodes. Repeatable.", valueName: "column"),
        completion: .column)
    var text: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text("A column to leave out. Repeatable.", valueName: "column"), completion: .column)
    var ignore: [String] = []

    @Option(
        parsing: .singleValue,
        help: .text(
            """
            A file of word vectors that the categories of a column begin with. Repeatable.
            """, valueName: "column=file"))
    var vectors: [String] = []

    @Flag(help: .text("Leave the vectors of --vectors as they are."))
    var freeze = false

    func validate() throws {
        if freeze, vectors.isEmpty { throw UsageError("--freeze is for --vectors") }
        for name in [target] + category + number + text where ignore.contains(name) {
            throw UsageError("the column \(name.quoted()) is both used and left out")
        }
        if let name = category.first(where: number.contains) {
            throw UsageError("the column \(name.quoted()) cannot be of categories and numbers")
        }
        if let name = text.first(where: (category + number).contains) {
            throw UsageError("the column \(name.quoted()) cannot be of texts and anything else")
        }
        if text.contains(target) {
            throw UsageError("--text is for columns that the target is learned from")
        }
        for given in vectors where Self.columnAndFile(given) == nil {
            throw UsageError("--vectors \(given.quoted()): give COLUMN=FILE")
        }
    }

    private static func columnAndFile(_ text: String) -> (column: String, file: String)? {
        guard let sign = text.lastIndex(of: "=") else { return nil }
        let (column, file) = (String(text[..<sign]), String(text[text.index(after: sign)...]))
        return column.isEmpty || file.isEmpty ? nil : (column, file)
    }

    private var columnsAndFiles: [(column: String, file: String)] {
        vectors.compactMap(Self.columnAndFile)
    }

    /// Files of vectors.
    var files: [String] { columnsAndFiles.map(\.file) }

    func given() throws -> [GivenVectors] {
        try columnsAndFiles.map {
            try GivenVectors(column: $0.column, path: $0.file, isFrozen: freeze)
        }
    }

    var choice: TableColumns.Choice {
        var choice = TableColumns.Choice()
        (choice.numbers, choice.texts, choice.ignored) = (number, text, ignore)
        choice.categories =
            category + columnsAndFiles.map(\.column).filter { !number.contains($0) }
        return choice
    }

    /// For the identity of a run.
    var identity: [String: String?] {
        [
            "target": target, "choice": "\(choice)", "vectors": "\(columnsAndFiles)",
            "freeze": "\(freeze)",
        ]
    }
}
