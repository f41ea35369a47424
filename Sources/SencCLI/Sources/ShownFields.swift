import SencFiles
import SencInput

/// Other fields of the records whose texts are searched, as `--show` prints them.
struct ShownFields {
    let names: [String]
    /// For each name, one for each record.
    let values: [[String]]

    /// - Parameters:
    ///   - texts: the texts of the same records.
    ///   - layout: how the records lie in the files of the texts.
    /// - Throws: `UsageError` if a file is one text a line.
    init(_ names: [String], of texts: VectorTexts, _ layout: RecordLayout) throws {
        self.names = names
        let paths = texts.places.paths
        values = try names.map { name in
            let values = try paths.flatMap { path in
                let format = try layout.format(path: path, id: name)
                if case .jsonLines = format { return try Self.members(name, of: path, layout) }
                let source = try layout.source([(path: path, format: format)])
                return try source.allRecords().map { $0.id ?? "" }
            }
            guard values.count == texts.texts.count else {
                throw JobError.inputChanged(input: paths.joined(separator: ", "))
            }
            return values
        }
    }

    /// A member of each value of a JSON Lines file: a string, or anything else as it is written;
    /// empty if it is null or not there.
    private static func members(
        _ name: String, of path: String, _ layout: RecordLayout
    ) throws -> [String] {
        let lines = try layout.source([(path: path, format: .text)]).allTexts()
        return lines.filter { !$0.isBlank }.map { line in
            guard let json = try? JSON(parsing: Array(line.utf8)),
                let value = member(name, of: json), !value.isNull
            else { return "" }
            return value.string ?? value.source
        }
    }

    /// By its name, or by names between dots of objects in objects.
    private static func member(_ name: String, of json: JSON) -> JSON? {
        if let member = json[name] { return member }
        guard let dot = name.firstIndex(of: "."), let next = json[String(name[..<dot])] else {
            return nil
        }
        return member(String(name[name.index(after: dot)...]), of: next)
    }

    func values(of row: Int) -> [String] { values.map { $0[row] } }
}
