import SencFiles
import SencInput
import SencTraining

extension TableRows {
    /// Reads all rows of files, with all columns.
    /// - Parameter columns: those that a header must name.
    init(of paths: [String], _ layout: RecordLayout, columns: [String]) throws {
        self.init()
        let readers = try paths.map {
            try layout.table(
                $0, columns.map { TableField([$0], isText: false) },
                layout.details.hasNoHeader ? .absent : .unlessValues)
        }
        for reader in readers {
            var (names, places) = ([String](), [Int]())
            while let row = try Self.next(reader) {
                if row.names != names || places.isEmpty {
                    names = row.names
                    places = names.map { add(column: $0) }
                    if Set(places).count < places.count,
                        let name = names.indices.first(where: {
                            places[..<$0].contains(places[$0])
                        })
                    {
                        throw InputError.record(
                            .ambiguousColumn(names[name]), path: reader.path, line: row.line)
                    }
                }
                try append(row.values, at: places)
            }
            reader.report()
        }
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
