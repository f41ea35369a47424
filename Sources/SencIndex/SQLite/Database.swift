internal import CSQLite
internal import SencFiles

/// A connection to an SQLite database, for one thread at a time.
///
/// It is told to trust neither the file nor its schema: SQL in the schema runs no function with side
/// effects, cells of pages are checked, and no statement writes to the schema's own tables.
final class Database {
    private let connection: OpaquePointer
    /// Statements that were compiled once, by their SQL; all of it is in this program.
    private var statements: [String: Statement] = [:]
    private var interruption: Interruption?
    private var isReading = false

    /// - Parameters:
    ///   - file: its name as bytes; never a URI.
    ///   - writing: whether it may be written, and made if there is none.
    ///   - patience: milliseconds to wait for what other connections lock.
    /// - Throws: `DatabaseError`; damage may show when the first statement runs.
    init(_ file: FileName, writing: Bool, patience: Int32) throws {
        // SQLite can be built so that names with a scheme are URIs, with options in them.
        let isAbsolute = file.bytes.first == UInt8(ascii: "/")
        let name = isAbsolute ? file : FileName(bytes: Array("./".utf8) + file.bytes)
        let access = writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
        var connection: OpaquePointer?
        let status = sqlite3_open_v2(
            name.cString, &connection, access | SQLITE_OPEN_NOMUTEX, nil)
        guard status == SQLITE_OK, let connection else {
            defer { sqlite3_close_v2(connection) }
            throw DatabaseError(status, of: connection)
        }
        self.connection = connection
        sqlite3_extended_result_codes(connection, 1)
        sqlite3_busy_timeout(connection, patience)
        for (option, value) in Self.options {
            // An old SQLite does not know all of them.
            _ = sqlite_set_option(connection, option, value)
        }
        try execute(
            """
            PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
            PRAGMA mmap_size = 0
            """)
    }

    /// A word in double quotes is a name and never a text.
    private static let options: [(Int32, Int32)] = [
        (SQLITE_DBCONFIG_DEFENSIVE, 1), (SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
        (SQLITE_DBCONFIG_DQS_DDL, 0), (SQLITE_DBCONFIG_DQS_DML, 0),
    ]

    // A statement that is still held keeps the connection until it goes.
    deinit { sqlite3_close_v2(connection) }

    // MARK: - Limits

    /// Lowers one of SQLite's limits, `SQLITE_LIMIT_…`.
    func limit(_ limit: Int32, to value: Int) {
        sqlite3_limit(connection, limit, Int32(clamping: value))
    }

    /// Has statements end with `SQLITE_INTERRUPT` once a condition holds, which is looked at after so
    /// many steps of SQLite's virtual machine.
    func interrupt(every steps: Int, when condition: @escaping () -> Bool) {
        let interruption = Interruption(condition: condition)
        self.interruption = interruption
        sqlite3_progress_handler(
            connection, Int32(clamping: steps),
            { context in
                guard let context else { return 0 }
                let interruption = Unmanaged<Interruption>.fromOpaque(context)
                return interruption.takeUnretainedValue().condition() ? 1 : 0
            }, Unmanaged.passUnretained(interruption).toOpaque())
    }

    private final class Interruption {
        let condition: () -> Bool

        init(condition: @escaping () -> Bool) { self.condition = condition }
    }

    // MARK: - Statements

    /// Runs statements, with a semicolon after each, that give no rows and have no parameters.
    func execute(_ sql: String) throws {
        try check(sqlite3_exec(connection, sql, nil, nil, nil))
    }

    /// All rows of a query.
    func rows(_ sql: String, _ arguments: [any DatabaseArgument] = []) throws -> [Row] {
        let statement = try statement(sql)
        defer { statement.reset() }
        try check(statement.bind(arguments))
        var rows: [Row] = []
        while try step(statement) { rows.append(try statement.row()) }
        return rows
    }

    /// Runs a statement to its end.
    func run(_ sql: String, _ arguments: [any DatabaseArgument] = []) throws {
        let statement = try statement(sql)
        defer { statement.reset() }
        try check(statement.bind(arguments))
        while try step(statement) {}
    }

    /// How many rows the statement before deleted, inserted or changed, by itself and not by what
    /// follows from foreign keys.
    var changesCount: Int { Int(sqlite3_changes(connection)) }

    var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(connection) }

    private func statement(_ sql: String) throws -> Statement {
        let statement = try statements[sql] ?? compiled(sql)
        statements[sql] = statement
        guard !isReading || statement.isReadOnly else { throw DatabaseError(SQLITE_READONLY) }
        return statement
    }

    private func compiled(_ sql: String) throws -> Statement {
        var handle: OpaquePointer?
        try check(sqlite3_prepare_v2(connection, sql, -1, &handle, nil))
        guard let handle else { throw DatabaseError(SQLITE_MISUSE) }
        return Statement(handle)
    }

    /// - Returns: whether there is a row.
    private func step(_ statement: Statement) throws -> Bool {
        let status = statement.step()
        if status == SQLITE_ROW { return true }
        if status == SQLITE_DONE { return false }
        throw DatabaseError(status, of: connection)
    }

    private func check(_ status: Int32) throws {
        guard status == SQLITE_OK else { throw DatabaseError(status, of: connection) }
    }

    // MARK: - Transactions

    /// Reads one state of the database, whatever others write meanwhile; nothing can be written.
    func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
        // Not SQLite's query_only, which has all statements compiled anew.
        isReading = true
        defer { isReading = false }
        return try transaction("BEGIN DEFERRED", body)
    }

    /// Writes all or nothing.
    func writing<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try transaction("BEGIN IMMEDIATE", body)
    }

    private func transaction<Result>(
        _ begin: String, _ body: (Database) throws -> Result
    ) throws -> Result {
        try run(begin)
        do {
            let result = try body(self)
            try run("COMMIT")
            return result
        } catch {
            // Some errors have ended the transaction already.
            if sqlite3_get_autocommit(connection) == 0 { try? run("ROLLBACK") }
            throw error
        }
    }
}

/// What SQLite says went wrong.
struct DatabaseError: Diagnostic, Equatable {
    /// SQLite's extended result code.
    let code: Int32
    let message: Message

    var status: ExitStatus { .ioFailure }

    /// The code without what its extension says.
    var primaryCode: Int32 { code & 0xFF }

    /// Whether a writer was killed in the middle of a transaction, which a connection that only
    /// reads cannot undo: `SQLITE_READONLY_ROLLBACK`.
    var needsRollback: Bool { code == SQLITE_READONLY | 3 << 8 }

    /// - Parameter connection: which returned the code last; `nil` for the code's own words.
    init(_ code: Int32, of connection: OpaquePointer? = nil) {
        self.code = code
        let words = connection.map(sqlite3_errmsg) ?? sqlite3_errstr(code)
        let unknown: Message = "SQLite's error \(code)"
        message = words.map { Message(verbatim: String(cString: $0)) } ?? unknown
    }
}
