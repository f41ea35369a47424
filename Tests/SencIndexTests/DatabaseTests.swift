import CSQLite
import Foundation
import SencFiles
import TestSupport
import Testing

@testable import SencIndex

/// What is made of SQLite's own interface.
struct DatabaseTests {
    private let files = TemporaryDirectory()

    private func open(_ name: String = "d", writing: Bool = true) throws -> Database {
        try Database(FileName(files.file(name)), writing: writing, patience: 0)
    }

    private func filled() throws -> Database {
        let database = try open()
        try database.execute("CREATE TABLE t (i INTEGER, s TEXT)")
        try database.run("INSERT INTO t VALUES (?, ?)", [Int.min, "a\0b"])
        try database.run("INSERT INTO t VALUES (?, ?)", [Int64.max, ""])
        return database
    }

    private func code(of body: () throws -> Void) -> Int32? {
        do {
            try body()
            return nil
        } catch {
            return (error as? DatabaseError)?.code
        }
    }

    @Test func valuesComeBackAsTheyWere() throws {
        let rows = try filled().rows("SELECT i, s, length(CAST(s AS BLOB)) FROM t ORDER BY i")
        #expect(try rows.map { try $0.integer(0) } == [.min, .max])
        #expect(try rows.map { try $0.text(1) } == ["a\0b", ""])
        #expect(try rows.map { try $0.integer(2) } == [3, 0])
    }

    @Test func valuesOfAnotherTypeOrColumnAreErrors() throws {
        let database = try open()
        let row = try #require(try database.rows("SELECT 1, 'a', 1.5, x'61', NULL").first)
        for column in [-1, 1, 2, 3, 4, 5, .max] {
            #expect(throws: WrongValue.self) { try row.integer(column) }
        }
        for column in [-1, 0, 2, 3, 4, 5, .max] {
            #expect(throws: WrongValue.self) { try row.text(column) }
        }
        let broken = try database.rows("SELECT CAST(x'61FF62' AS TEXT)")
        #expect(try broken.first?.text(0) == "a\u{FFFD}b")
    }

    @Test func errorsHaveSQLitesWordsAndItsExtendedCode() throws {
        let database = try filled()
        let error = #expect(throws: DatabaseError.self) { try database.rows("SELECT x FROM t") }
        #expect(error?.description == "no such column: x" && error?.status == .ioFailure)
        #expect(code { try database.run("INSERT INTO t VALUES (?, ?)", [1]) } == SQLITE_RANGE)
        #expect(code { try database.run("") } == SQLITE_MISUSE)
        try database.execute("CREATE UNIQUE INDEX u ON t (i)")
        #expect(
            code { try database.run("INSERT INTO t VALUES (?, '')", [Int.min]) }
                == SQLITE_CONSTRAINT | 8 << 8)
        // A statement that failed is used again.
        #expect(code { try database.run("INSERT INTO t VALUES (?, '')", [2]) } == nil)
        #expect(code { _ = try open("none/d") } == SQLITE_CANTOPEN)
        #expect(code { _ = try open("none", writing: false) } == SQLITE_CANTOPEN)
    }

    @Test func aTransactionThatFailsLeavesNothing() throws {
        struct Stop: Error {}
        let database = try filled()
        #expect(throws: Stop.self) {
            try database.writing { database in
                try database.run("DELETE FROM t")
                #expect(database.changesCount == 2)
                throw Stop()
            }
        }
        #expect(try database.rows("SELECT * FROM t").count == 2)
        try database.writing { try $0.run("DELETE FROM t WHERE i > 0") }
        #expect(try database.rows("SELECT * FROM t").count == 1)
    }

    @Test func whoReadsWritesNothing() throws {
        let database = try filled()
        #expect(
            code { try database.reading { try $0.run("DELETE FROM t") } } == SQLITE_READONLY)
        let reader = try open(writing: false)
        #expect(
            code { try reader.writing { try $0.run("DELETE FROM t") } } == SQLITE_READONLY)
        #expect(try reader.reading { try $0.rows("SELECT * FROM t").count } == 2)
        try database.writing { try $0.run("DELETE FROM t") }
    }

    @Test func aSecondWriterIsToldOfTheFirst() throws {
        let (database, other) = (try filled(), try open())
        try database.writing { _ in
            #expect(code { try other.writing { _ in } } == SQLITE_BUSY)
        }
        try other.writing { try $0.run("DELETE FROM t") }
    }

    @Test func limitsAndInterruptionsHold() throws {
        let database = try open()
        database.limit(SQLITE_LIMIT_LENGTH, to: 1000)
        #expect(code { _ = try database.rows("SELECT zeroblob(1001)") } == SQLITE_TOOBIG)
        var looks = 0
        database.interrupt(every: 1000) {
            looks += 1
            return looks == 10
        }
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        #expect(
            code { _ = try database.rows(endless + "SELECT max(i) FROM n") } == SQLITE_INTERRUPT)
        #expect(looks == 10)
    }

    @Test func theSchemaIsTrustedWithNothing() throws {
        let database = try filled()
        for (pragma, value) in [
            ("trusted_schema", 0), ("foreign_keys", 1), ("cell_size_check", 1), ("mmap_size", 0),
            ("synchronous", 2),
        ] {
            #expect(try database.rows("PRAGMA \(pragma)").first?.integer(0) ?? 0 == value)
        }
        #expect(try database.rows("PRAGMA journal_mode").first?.text(0) == "delete")
        #expect(
            code {
                try database.execute("PRAGMA writable_schema = ON; DELETE FROM sqlite_schema")
            } == SQLITE_ERROR)
        #expect(code { _ = try database.rows("SELECT \"a text\"") } == SQLITE_ERROR)
    }

    /// Of which some are not UTF-8, and some would be addresses with options to an SQLite that was
    /// built so.
    @Test func namesAreBytes() throws {
        for bytes in [[0x61, 0xFF], Array("file:x?mode=memory".utf8), Array(":memory:".utf8)] {
            let name = FileName(files.path).appending(FileName(bytes: bytes))
            try Database(name, writing: true, patience: 0).execute("CREATE TABLE t (i)")
            #expect(Path.exists(name.string))
        }
    }
}
