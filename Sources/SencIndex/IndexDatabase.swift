internal import SencFiles
internal import SencMath
internal import SencVectors
internal import Synchronization

/// The SQLite database of an index, which says what in the file of vectors counts; its tables are
/// in `IndexSchema`.
///
/// It is kept in rollback mode: one file, which can also be read where nothing can be written.
/// Readers open it for reading alone. What a process that was killed left half done is undone by
/// whoever opens it next, if it may write: by SQLite, after `IndexFiles` has looked at the journal.
struct IndexDatabase {
    static let name = "senc-index.sqlite"
    /// No more is believed of a database; so that numbers in it can be multiplied.
    private static let maximumDimension = 1 << 24
    private static let maximumCount = 1 << 38
    /// Milliseconds to wait for readers to end, and for a writer to have committed.
    private static let patience: Int32 = 30_000

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
    private let budget: QueryBudget
    private let isWritable: Bool

    /// - Parameters:
    ///   - writing: whether it is to be written; only for the holder of the directory's lock.
    ///   - summary: of the index to make if there is none; `nil` to make none.
    init(path: String, writing: Bool, creating summary: IndexSummary? = nil) throws {
        self.path = path
        let file = Path.join(path, Self.name)
        if !Path.exists(file) {
            guard Path.exists(path) else { throw FileError.notFound(path: path) }
            guard Path.kind(of: path) == .directory else { throw IndexError.isAFile(path: path) }
            guard summary != nil, Self.isEmpty(path) else {
                throw IndexError.notAnIndex(path: path)
            }
        }
        try IndexFiles.check(file, in: path, writing: writing)
        let budget = QueryBudget(file: file)
        self.budget = budget
        isWritable = writing
        do {
            queue = try Self.open(file, budget, writing: writing)
        } catch let error as DatabaseError where !writing && error.needsRollback {
            try Self.rollBack(file, in: path)
            queue = try Self.translated(path) { try Self.open(file, budget, writing: false) }
        } catch let error as DatabaseError {
            throw IndexError(error, path: path)
        }
        if let summary { try write { try Self.create(summary, in: $0) } }
        try read { try IndexSchema.check($0, path: path) }
    }

    private static func open(
        _ file: String, _ budget: QueryBudget, writing: Bool
    ) throws -> DatabaseQueue {
        budget.start()
        let database = try Database(FileName(file), writing: writing, patience: patience)
        budget.apply(to: database)
        // Has SQLite look at the file.
        _ = try database.rows("SELECT count(*) FROM sqlite_schema")
        return DatabaseQueue(database)
    }

    /// Undoes what a writer that was killed left half done.
    private static func rollBack(_ file: String, in path: String) throws {
        guard [file, path].allSatisfy(Path.isWritable) else {
            throw IndexError.failed(
                path: path,
                reason:
                    """
                    a writer was killed, and what it left half done can only be undone by who may \
                    write the index; senc index build does
                    """)
        }
        // No other process writes meanwhile, so that what was looked at is what SQLite reads.
        let lock = try IndexFiles.lock(path)
        try withExtendedLifetime(lock) {
            try IndexFiles.check(file, in: path, writing: true)
            try translated(path) {
                _ = try open(file, QueryBudget(file: file), writing: true).read { database in
                    try database.rows("PRAGMA user_version")
                }
            }
        }
    }

    private static func isEmpty(_ directory: String) -> Bool {
        (try? Directory.names(in: FileName(directory), limit: 1))?.isEmpty ?? false
    }

    /// Makes the tables, if there are none.
    private static func create(_ summary: IndexSummary, in database: Database) throws {
        let count = try database.rows("SELECT count(*) FROM sqlite_schema").first?.integer(0)
        guard count == 0 else { return }
        try IndexSchema.create(in: database)
        try database.run(
            "INSERT INTO state VALUES (?, ?, ?, ?, 0, 0)",
            [summary.stamp, summary.settings, summary.dimension, summary.elementType.rawValue])
    }

    /// Reads one state of the index, whatever is written meanwhile.
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        do {
            return try run { try queue.read(body) }
        } catch IndexError.needsRollback where !isWritable {
            // A writer was killed since the last read.
            try Self.rollBack(Path.join(path, Self.name), in: path)
            return try run { try queue.read(body) }
        }
    }

    /// Writes all or nothing.
    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try run { try queue.write(body) }
    }

    private func run<Result>(_ body: () throws -> Result) throws -> Result {
        budget.start()
        return try Self.translated(path, body)
    }

    private static func translated<Result>(
        _ path: String, _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw IndexError(error, path: path)
        } catch is WrongValue {
            throw IndexError.damaged(path: path, reason: "a value of the wrong type")
        }
    }

    func state(_ database: Database) throws -> State {
        guard let row = try database.rows("SELECT * FROM state LIMIT 1").first else {
            throw WrongValue()
        }
        guard let type = VectorElementType(rawValue: try row.text(3)) else { throw WrongValue() }
        let state = State(
            summary: IndexSummary(
                stamp: try row.text(0), settings: try row.text(1), dimension: try row.integer(2),
                elementType: type), generation: try row.integer(4), rows: try row.integer(5))
        guard 1...Self.maximumDimension ~= state.summary.dimension,
            0...Self.maximumCount ~= state.generation, 0...Self.maximumCount ~= state.rows
        else { throw WrongValue() }
        return state
    }

    /// The file of vectors of a generation.
    func vectorPath(_ generation: Int) -> String {
        Path.join(path, "vectors-\(generation).npy")
    }

    /// The inverted lists of a generation's vectors that are searched by a function.
    func listPath(_ generation: Int, _ similarity: SimilarityFunction) -> String {
        Path.join(path, "vectors-\(generation)" + IndexFiles.listSuffix(similarity))
    }
}

/// A database's connection, whose reads and writes take turns.
final class DatabaseQueue: Sendable {
    private let turn = Mutex(())
    /// Used by whoever has the turn.
    private nonisolated(unsafe) let database: Database

    init(_ database: sending Database) { self.database = database }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try inTurn { try $0.reading(body) }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try inTurn { try $0.writing(body) }
    }

    private func inTurn<Result>(_ body: (Database) throws -> Result) throws -> Result {
        // What is read need not be `Sendable`: it leaves the turn by a variable of the caller's.
        var result: Result?
        try turn.withLock { _ in result = try body(database) }
        guard let result else { preconditionFailure("the body returned") }
        return result
    }
}
