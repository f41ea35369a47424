import ArgumentParser
import SencFiles
import SencInput
import SencTraining

/// Files of tables all of whose columns are read.
struct TableFileOptions: ParsableArguments {
    @Option(
        name: .shortAndLong, parsing: .singleValue,
        help: .text(
            """
            A file with a table: CSV, TSV or JSON Lines, - for standard input; it may be compressed \
            with gzip, bzip2, xz or zstd. Repeatable.
            """, valueName: "file"), completion: .files)
    var input: [String] = []

    @Option(help: .text("How the tables are laid out, if a file's name does not tell."))
    var inputFormat: RecordFormat.Kind?

    @Option(
        help: .text(
            """
            What is between the values of CSV or TSV: a character, or tab; if not given, the header \
            shows whether it is a comma, a semicolon, a tab or |.
            """,
            valueName: "character"))
    var delimiter: String?

    @Option(
        help: .text(
            """
            Whether double quotes around a value of CSV or TSV are part of it, none, or not, \
            double; double for CSV and none for TSV if not given.
            """))
    var quoting: RecordFormat.Quoting?

    @Flag(
        help: .text("CSV or TSV has no header; columns are called by their numbers, from 1."))
    var noHeader = false

    @OptionGroup var encodingOptions: TextEncodingOptions

    func validate() throws {
        if let delimiter, LayoutOptions.byte(ofDelimiter: delimiter) == nil {
            throw UsageError("--delimiter must be one ASCII character, such as ';', or tab")
        }
        if inputFormat == .text {
            throw UsageError("lines of text are not a table: give csv, tsv or jsonl")
        }
        if input.contains("") { throw UsageError("--input needs the name of a file") }
    }

    /// The files of the arguments and of `--input`.
    func paths(_ arguments: [String]) throws -> [String] {
        let paths = arguments + input
        guard !paths.isEmpty else {
            throw UsageError("give files, by position or with --input (- for standard input)")
        }
        if paths.count(where: { $0 == "-" }) > 1 {
            throw UsageError("standard input can be read once only")
        }
        return paths
    }

    /// Reads all rows of files.
    /// - Parameter columns: those that a header must name.
    func rows(of paths: [String], columns: [String]) throws -> TableRows {
        let layout = RecordLayout(
            kind: inputFormat,
            details: RecordFormat.Details(
                delimiter: delimiter.flatMap { LayoutOptions.byte(ofDelimiter: $0) },
                quoting: quoting, hasNoHeader: noHeader), encoding: encodingOptions.encoding)
        let readers = try paths.map {
            try layout.table(
                $0, columns.map { TableField([$0], isText: false) },
                noHeader ? .absent : .unlessValues)
        }
        var rows = TableRows()
        for reader in readers {
            var (names, places) = ([String](), [Int]())
            while let row = try Self.next(reader) {
                if row.names != names || places.isEmpty {
                    names = row.names
                    places = names.map { rows.add(column: $0) }
                    if Set(places).count < places.count,
                        let name = names.indices.first(where: { places[..<$0].contains(places[$0]) }
                        )
                    {
                        throw InputError.record(
                            .ambiguousColumn(names[name]), path: reader.path, line: row.line)
                    }
                }
                try rows.append(row.values, at: places)
            }
            reader.report()
        }
        return rows
    }

    /// The next row; of a column that is not there the nearest is told.
    private static func next(_ reader: TableReader) throws -> NamedRow? {
        do {
            return try reader.nextNamed()
        } catch .record(.unknownColumn(let name, let columns), _, _) {
            throw TableError.noColumn(name, names: columns)
        }
    }
}
