internal import GRDB
internal import SencFiles
internal import SencVectors

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The SQLite database of an index, which says what in the file of vectors counts.
///
/// | table | a row is |
/// |---|---|
/// | `state` | the index: its summary, and the name and length of the file of vectors |
/// | `text` | a text and the row of its vector |
/// | `file` | a version of a file, and how far it is (`FileState`) |
/// | `passage` | a passage of a file, whose text others may have too |
///
/// It is kept in rollback mode: one file, which can also be read where nothing can be written. What
/// a process that was killed left half done, SQLite undoes when it is next opened.
struct IndexDatabase {
    static let name = "senc-index.sqlite"
    private static let applicationID = 0x73_65_6E_63
    private static let version = 1
    /// Seconds to wait for readers to end, and for a writer to have committed.
    private static let patience = 30.0

    /// What a version of a file is to the index.
    enum FileState: Int {
        /// Its passages are being added; it ends with the writer.
        case growing
        /// All its passages are there, to be seen when the writer finishes.
        case staged
        case live
    }

    /// The row of `state`.
    struct State {
        var summary: IndexSummary
        /// Which file of vectors there is; 0 if there is none yet.
        var generation: Int
        /// Its rows that count; there may be others behind them.
        var rows: Int
    }

    /// The index's directory.
    let path: String
    private let queue: DatabaseQueue

    /// - Parameter summary: of the index to make if there is none; `nil` to make none.
    init(path: String, creating summary: IndexSummary? = nil) throws {
        self.path = path
        let file = Path.join(path, Self.name)
        if Path.kind(of: file) != .file {
            guard Path.exists(path) else { throw FileError.notFound(path: path) }
            guard summary != nil, Self.isEmpty(path) else {
                throw IndexError.notAnIndex(path: path)
            }
        }
        var configuration = Configuration()
        // A reader that may write, too, can undo what a killed writer left half done.
        configuration.readonly = summary == nil && access(file, W_OK) != 0
        configuration.busyMode = .timeout(Self.patience)
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        do {
            queue = try DatabaseQueue(path: file, configuration: configuration)
        } catch let error as DatabaseError {
            throw IndexError(error, path: path)
        }
        if let summary { try write { try Self.create(summary, in: $0) } }
        try read(checkVersion)
    }

    private static func isEmpty(_ directory: String) -> Bool {
        guard let stream = opendir(directory) else { return false }
        defer { closedir(stream) }
        var count = 0
        while readdir(stream) != nil { count += 1 }
        // Itself and its parent.
        return count <= 2
    }

    /// Makes the tables, if there are none.
    private static func create(_ summary: IndexSummary, in database: Database) throws {
        let count = try database.rows("SELECT count(*) FROM sqlite_schema").first?.integer(0)
        guard count == 0 else { return }
        try database.execute(
            sql: """
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(version);
                CREATE TABLE state (
                    stamp TEXT NOT NULL, settings TEXT NOT NULL, dimension INTEGER NOT NULL,
                    element_type TEXT NOT NULL, generation INTEGER NOT NULL, rows INTEGER NOT NULL);
                CREATE TABLE text (
                    id INTEGER PRIMARY KEY, row INTEGER NOT NULL, hash INTEGER NOT NULL,
                    content TEXT NOT NULL);
                CREATE INDEX text_row ON text (row);
                CREATE INDEX text_hash ON text (hash);
                CREATE TABLE file (
                    id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL,
                    changed INTEGER NOT NULL, cut TEXT NOT NULL, state INTEGER NOT NULL);
                CREATE INDEX file_path ON file (path);
                CREATE TABLE passage (
                    id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
                    text INTEGER NOT NULL REFERENCES text, first_line INTEGER NOT NULL,
                    last_line INTEGER NOT NULL);
                CREATE INDEX passage_file ON passage (file);
                CREATE INDEX passage_text ON passage (text);
                """)
        try database.execute(
            sql: "INSERT INTO state VALUES (?, ?, ?, ?, 0, 0)",
            arguments: [
                summary.stamp, summary.settings, summary.dimension, summary.elementType.rawValue,
            ])
    }

    private func checkVersion(_ database: Database) throws {
        let identifier = try database.rows("PRAGMA application_id").first?.integer(0)
        guard identifier == Self.applicationID else { throw IndexError.notAnIndex(path: path) }
        let version = try database.rows("PRAGMA user_version").first?.integer(0)
        guard version == Self.version else {
            throw IndexError.unknownVersion(version ?? 0, path: path)
        }
    }

    /// Reads one state of the index, whatever is written meanwhile.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try translated { try queue.read(body) }
    }

    /// Writes all or nothing.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try translated { try queue.write(body) }
    }

    private func translated<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw IndexError(error, path: path)
        } catch is WrongValue {
            throw IndexError.damaged(path: path, reason: "a value of the wrong type")
        }
    }

    func state(_ database: Database) throws -> State {
        guard let row = try database.rows("SELECT * FROM state").first else { throw WrongValue() }
        guard let type = VectorElementType(rawValue: try row.text(3)) else { throw WrongValue() }
        let state = State(
            summary: IndexSummary(
                stamp: try row.text(0), settings: try row.text(1), dimension: try row.integer(2),
                elementType: type), generation: try row.integer(4), rows: try row.integer(5))
        guard state.summary.dimension > 0, state.generation >= 0, state.rows >= 0 else {
            throw WrongValue()
        }
        return state
    }

    /// The file of vectors of a generation.
    func vectorPath(_ generation: Int) -> String {
        Path.join(path, "vectors-\(generation).npy")
    }
}

/// A value that no writer of indexes puts there.
private struct WrongValue: Error {}

extension Database {
    /// All rows of a query.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(cachedStatement(sql: sql), arguments: arguments)
    }

    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}

extension Row {
    func integer(_ column: Int) throws -> Int {
        guard let value = Int.fromDatabaseValue(try value(column)) else { throw WrongValue() }
        return value
    }

    func text(_ column: Int) throws -> String {
        guard let value = String.fromDatabaseValue(try value(column)) else { throw WrongValue() }
        return value
    }

    /// GRDB's own subscripts trap on what is not there or of another type.
    private func value(_ column: Int) throws -> DatabaseValue {
        guard column < count else { throw WrongValue() }
        return self[column]
    }
}
