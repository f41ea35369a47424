import SencFiles
import SencInput

/// What is asked of records beside their texts.
struct RecordRequest {
    /// The field or column that names a record.
    var id: String?
    /// Others whose values are shown.
    var shown: [String] = []
    /// A column that the records are written back with.
    var added: String?
    /// Whether the same files were read before, and what there is to tell of them was told.
    var isRepeated = false

    /// - Throws: `UsageError` if an id or other fields are asked for, which vectors and texts of the
    ///   command line do not have.
    func checkUnused() throws {
        guard let name = id != nil ? "--id-field" : shown.isEmpty ? nil : "--show" else { return }
        throw UsageError("\(name) is for tables and JSON Lines")
    }
}

/// What is known of records beside their texts: what they are called and where they are.
struct RecordFacts {
    /// One for each record, if they were asked for.
    private(set) var ids: [String]?
    /// The names of the fields that are shown.
    private(set) var names: [String] = []
    private var values: [[String]] = []
    /// The lines of each record in its file; none of texts that are in no file.
    private(set) var lines: [ClosedRange<Int>] = []
    /// Which file each is of.
    var files = RowPlaces()

    init() {}

    init(_ request: RecordRequest) {
        ids = request.id == nil ? nil : []
        names = request.shown
    }

    mutating func append(_ record: Record, lines: ClosedRange<Int>) {
        ids?.append(record.id ?? "")
        if !names.isEmpty { values.append(record.shown) }
        self.lines.append(lines)
    }

    /// Records of further files.
    mutating func append(_ other: RecordFacts) {
        if let more = other.ids { ids = (ids ?? []) + more }
        names = other.names
        values += other.values
        lines += other.lines
        for (path, count) in zip(other.files.paths, other.files.counts) {
            files.append(path, count: count)
        }
    }

    /// The values of the fields that are shown.
    func shown(_ record: Int) -> [String] { names.isEmpty ? [] : values[record] }

    /// The name of a record's file, if there are several.
    func file(_ record: Int) -> FileName? {
        files.paths.count > 1 ? FileName(files.place(of: record).path) : nil
    }
}
