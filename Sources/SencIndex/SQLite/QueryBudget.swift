internal import CSQLite
internal import SencFiles
internal import Synchronization

/// How much a database may ask of the machine, whatever is in it: SQLite's limits, and a bound on
/// the steps that the queries of one read or write take.
final class QueryBudget: Sendable {
    /// Steps of SQLite's virtual machine between two looks at the count.
    private static let stride = 100_000
    /// Steps that any database may take; about a second's.
    private static let freeSteps = 100_000_000
    /// A row of a few bytes is read, sorted and counted in fewer steps a byte.
    private static let stepsPerByte = 32
    /// Of a value or row: a passage has at most 128 KiB.
    private static let maximumValueBytes = 64 << 20
    private static let limits: [(Int32, Int)] = [
        (SQLITE_LIMIT_LENGTH, maximumValueBytes), (SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (SQLITE_LIMIT_COLUMN, 100), (SQLITE_LIMIT_EXPR_DEPTH, 100),
        (SQLITE_LIMIT_COMPOUND_SELECT, 10), (SQLITE_LIMIT_ATTACHED, 0),
        (SQLITE_LIMIT_TRIGGER_DEPTH, 10), (SQLITE_LIMIT_WORKER_THREADS, 0),
    ]

    private let file: String
    private let used = Atomic(0)
    private let allowed = Atomic(freeSteps)

    /// - Parameter file: the database, whose size bounds what may be asked.
    init(file: String) { self.file = file }

    /// Has a connection keep the limits.
    func apply(to database: Database) {
        for (limit, value) in Self.limits { database.limit(limit, to: value) }
        database.interrupt(every: Self.stride) { self.isSpent }
    }

    /// Begins a read or write.
    func start() {
        let size = min(Path.size(of: file) ?? 0, Int.max / (2 * Self.stepsPerByte))
        allowed.store(Self.freeSteps + size * Self.stepsPerByte, ordering: .relaxed)
        used.store(0, ordering: .relaxed)
    }

    private var isSpent: Bool {
        let (_, count) = used.add(Self.stride, ordering: .relaxed)
        return count > allowed.load(ordering: .relaxed)
    }
}
