import SencFiles
import SencInput
import SencTraining

/// The columns of a table of sessions.
struct SessionColumns {
    /// A row is an item of a session.
    struct Single {
        var session: String
        var item: String
        var time: String?
    }

    enum Form {
        case single(Single)
        /// A row is a session: a column with a list of items, in JSON or between separators.
        case baskets(String, separator: String?)
    }

    var form: Form
    /// Whether columns have numbers, from 1.
    var areNumbers: Bool
}

extension ItemSessions {
    /// Reads the sessions of files of CSV, TSV or JSON Lines.
    /// - Throws: `ItemError`, `SessionError`, `InputError`, `UsageError`.
    init(_ paths: [String], _ columns: SessionColumns, _ layout: RecordLayout) throws {
        self.init()
        let names = ColumnNames(areNumbers: columns.areNumbers)
        func field(_ name: String, _ option: String) throws -> TableField {
            try names.field(name, option, usual: [], position: nil, isText: false)
        }
        let header = columns.areNumbers ? TableHeader.absent : .present
        var blankCount = 0
        switch columns.form {
        case .single(let single):
            let fields =
                try [
                    field(single.session, "--session"), field(single.item, "--item"),
                ] + (single.time.map { [try field($0, "--time")] } ?? [])
            var time = SessionTime()
            for path in paths {
                let reader = try layout.table(path, fields, header)
                while let row = try reader.next() {
                    let (session, item) = (row.values[0] ?? "", row.values[1] ?? "")
                    guard !session.isBlank, !item.isBlank else {
                        blankCount += 1
                        continue
                    }
                    let moment = try single.time.map { _ in
                        try time.value(row.values[2] ?? "", path: reader.path, line: row.line)
                    }
                    try append(item, to: session, at: moment)
                }
                reader.report()
            }
        case .baskets(let name, let separator):
            var items = try field(name, "--items")
            items.isShown = true
            for path in paths {
                let reader = try layout.table(path, [items], header)
                while let row = try reader.next() {
                    guard let value = row.values[0], !value.isBlank else {
                        blankCount += 1
                        continue
                    }
                    let list = Self.items(value, separator)
                    guard let list else {
                        throw SessionError.notList(value, path: reader.path, line: row.line)
                    }
                    try append(basket: list.filter { !$0.isBlank })
                }
                reader.report()
            }
        }
        guard blankCount > 0 else { return }
        Terminal.report(
            blankCount == 1
                ? "1 row without a session or an item was skipped"
                : "\(blankCount) rows without a session or an item were skipped")
    }

    /// - Returns: `nil` if it is not a list.
    private static func items(_ value: String, _ separator: String?) -> [String]? {
        if let separator, !value.hasPrefix("[") {
            return Array(value.utf8).split(separator: Array(separator.utf8)).map { part in
                let bytes = part.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
                return String(decoding: bytes, as: UTF8.self)
            }
        }
        guard let json = try? JSON(parsing: Array(value.utf8)), let elements = json.elements else {
            return nil
        }
        let items = elements.map { $0.string ?? $0.literal }
        return items.contains { $0 == nil } ? nil : items.compactMap(\.self)
    }
}
