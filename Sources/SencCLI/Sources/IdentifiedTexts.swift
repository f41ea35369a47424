import SencFiles
import SencInput

/// Queries or passages and their ids: of records, the field that has it; else their numbers, from 1,
/// which of lines of text are those of the lines.
struct IdentifiedTexts {
    private static let usualIDs = ["_id", "id"]
    private static let usualTexts = ["text", "query", "passage", "question", "sentence"]

    private(set) var texts: [String] = []
    private(set) var ids: [[UInt8]] = []
    /// The place of each id, distinguished by their bytes.
    private(set) var places: [[UInt8]: Int] = [:]

    /// - Parameters:
    ///   - field: the text's; if `nil`, one that is usual.
    ///   - idField: the id's; if `nil`, one that is usual, or none.
    init(
        _ paths: [String], _ side: KnownAnswerError.Side, field: String?, idField: String?,
        _ columns: ColumnNames, _ layout: RecordLayout
    ) throws {
        var number = 0
        for path in paths {
            let kind = layout.kind(of: path, hasFields: field != nil || idField != nil)
            guard kind != .text else {
                let source = try layout.source([(path: path, format: .text)])
                for text in try source.allTexts() {
                    number += 1
                    if !text.isBlank { try append(text, String(number), side, path, number) }
                }
                source.reportReplacements()
                continue
            }
            let fields = try [
                columns.field(field, "--field", usual: Self.usualTexts, position: 1),
                columns.field(
                    idField, "--id-field", usual: Self.usualIDs, position: 0, isOptional: true,
                    isText: false),
            ]
            let reader = try layout.table(path, fields, columns.areNumbers ? .absent : .present)
            while let row = try reader.next() {
                number += 1
                let id = row.values[1] ?? String(number)
                try append(row.values[0] ?? "", id, side, reader.path, row.line)
            }
            reader.report()
        }
        guard !texts.isEmpty else {
            throw KnownAnswerError.none(side, path: paths.joined(separator: ", "))
        }
    }

    private mutating func append(
        _ text: String, _ id: String, _ side: KnownAnswerError.Side, _ path: String, _ line: Int
    ) throws {
        let bytes = Array(id.utf8)
        guard places.updateValue(texts.count, forKey: bytes) == nil else {
            throw KnownAnswerError.repeatedID(side, id, path: path, line: line)
        }
        texts.append(text)
        ids.append(bytes)
    }

    /// Brings them into the order of their ids, in which the reference has what is equally close.
    mutating func sort() {
        let order = ids.indices.sorted { ids[$0].lexicographicallyPrecedes(ids[$1]) }
        texts = order.map { texts[$0] }
        ids = order.map { ids[$0] }
        for (place, id) in ids.enumerated() { places[id] = place }
    }
}
