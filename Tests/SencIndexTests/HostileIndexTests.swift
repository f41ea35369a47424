import CSQLite
import Foundation
import SencFiles
import SencIndex
import SencMath
import SencVectors
import TestSupport
import Testing

/// Index directories that somebody made to harm whoever opens them.
struct HostileIndexTests {
    private let index = SmallIndex()

    private var database: String { "index/" + IndexReader.mark }
    private var journal: String { database + "-journal" }

    /// Runs statements on the index's database, as anybody may.
    private func sql(_ statements: String) throws {
        var connection: OpaquePointer?
        try #require(sqlite3_open(index.files.file(database), &connection) == SQLITE_OK)
        defer { sqlite3_close(connection) }
        let status = sqlite3_exec(connection, statements, nil, nil, nil)
        try #require(status == SQLITE_OK, "\(String(cString: sqlite3_errmsg(connection)))")
    }

    /// Opens the index in each way.
    /// - Returns: why it was refused each time.
    private func reasons() -> [String?] {
        let ways: [() throws -> Void] = [
            { _ = try index.found(1) }, { _ = try IndexReader(path: index.path).counts() },
            { try index.update([("a", [1])], changed: 1) },
        ]
        return ways.map { open in
            do {
                try open()
                return nil
            } catch IndexError.damaged(index.path, let reason) {
                return reason.description
            } catch {
                return "\(error)"
            }
        }
    }

    /// - Parameter ways: of opening it, which are to be refused.
    private func expectRefused(_ reason: String, of ways: [Int] = [0, 1, 2]) {
        let found = reasons()
        for way in ways { #expect(found[way] == reason) }
    }

    // MARK: - Journals

    /// The end of a journal that names another one: sqlite.org, "Database File Format", and
    /// `readSuperJournal` in pager.c.
    private func superJournal(_ name: String) -> [UInt8] {
        let bytes = Array(name.utf8)
        let sum = bytes.reduce(UInt32(0)) { $0 &+ UInt32(bitPattern: Int32(Int8(bitPattern: $1))) }
        return bigEndian(0xFFFF_FFFF) + bytes + bigEndian(UInt32(bytes.count)) + bigEndian(sum)
            + Self.magic
    }

    private static let magic: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]

    private func bigEndian(_ value: UInt32) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// A journal that has a database be as it was.
    private func rollback(to before: [UInt8]) -> [UInt8] {
        let pageSize = Int(before[16]) << 8 | Int(before[17])
        let pages = before.count / pageSize
        let nonce: UInt32 = 12345
        var bytes = Self.magic + bigEndian(UInt32(pages)) + bigEndian(nonce)
        bytes += bigEndian(UInt32(pages)) + bigEndian(512) + bigEndian(UInt32(pageSize))
        bytes += [UInt8](repeating: 0, count: 512 - bytes.count)
        for page in 0..<pages {
            let content = before[page * pageSize..<(page + 1) * pageSize]
            var sum = nonce
            for offset in stride(from: pageSize - 200, to: 0, by: -200) {
                sum &+= UInt32(content[content.startIndex + offset])
            }
            bytes += bigEndian(UInt32(page + 1)) + content + bigEndian(sum)
        }
        return bytes
    }

    @Test func aJournalThatNamesAnotherFileDeletesNothing() throws {
        try index.update([("a", [1, 2])])
        let victim = index.files.write("precious", to: "victim")
        let bytes = index.files.read(database)
        for start in [rollback(to: bytes), [UInt8](repeating: 1, count: 600), []] {
            index.files.write(start + superJournal(victim), to: journal)
            expectRefused("its journal would have SQLite delete another file")
            #expect(index.files.read("victim") == Array("precious".utf8))
        }
        // What was refused is as it was.
        index.files.remove(journal)
        #expect(index.files.read(database) == bytes)
        #expect(try index.found(1).count == 2)
    }

    @Test func whatAKilledWriterLeftHalfDoneIsUndone() throws {
        try index.update([("a", [1, 2])])
        let before = index.files.read(database)
        try index.update([("a", [1, 2]), ("b", [3])])
        let after = index.files.read(database)
        let open: [() throws -> [String]] = [
            { try index.found(1) },
            {
                _ = try index.writer()
                return try index.found(1)
            },
        ]
        for open in open {
            index.files.write(after, to: database)
            index.files.write(rollback(to: before), to: journal)
            #expect(try open() == ["a:1 1", "a:2 2"])
            #expect(!Path.exists(index.files.file(journal)))
        }
        // Also between two questions of a reader that is open.
        let reader = try IndexReader(path: index.path)
        let file = try #require(FileHandle(forWritingAtPath: index.files.file(database)))
        file.write(Data(after))
        try file.close()
        index.files.write(rollback(to: before), to: journal)
        #expect(try reader.counts().files == 1)
    }

    // MARK: - Links

    @Test(arguments: ["", "-journal"])
    func linksToOtherFilesAreNotFollowed(suffix: String) throws {
        try index.update([("a", [1, 2])])
        let bytes = suffix.isEmpty ? index.files.read(database) : Array("precious".utf8)
        let victim = index.files.write(bytes, to: "victim")
        index.files.link(victim, as: database + suffix)
        expectRefused(
            "\(IndexReader.mark)\(suffix) is a link, by which another file would be changed")
        #expect(index.files.read("victim") == bytes)
    }

    @Test func aDirectoryWhoseNameIsNotUTF8IsAnIndexLikeAnyOther() throws {
        let index = SmallIndex(directory: FileName(bytes: [0x69, 0xFF]))
        try index.update([("a", [1, 2])])
        #expect(try index.found(1).count == 2)
        let victim = index.files.write("precious", to: "victim")
        let journal = FileName(index.path + "/" + IndexReader.mark + "-journal")
        try #require(symlink(victim, journal.cString) == 0)
        #expect(throws: IndexError.self) { try IndexReader(path: index.path) }
        #expect(throws: IndexError.self) { try index.writer() }
        #expect(index.files.read("victim") == Array("precious".utf8))
        try #require(unlink(journal.cString) == 0)
        // What compaction leaves, and locks, are found by the bytes of the name, too.
        let old = FileName(index.path + "/vectors-7.npy")
        try #require(symlink(victim, old.cString) == 0)
        let writer = try index.writer()
        #expect(throws: IndexError.inUse(path: index.path)) { try index.writer() }
        #expect(!Path.exists(old.string))
        withExtendedLifetime(writer) {}
    }

    @Test func filesWithOtherNamesAreNotWritten() throws {
        try index.update([("a", [1, 2])])
        let victim = index.files.write([0] + Array("precious".utf8), to: "victim")
        try #require(link(victim, index.files.file(journal)) == 0)
        expectRefused(
            "\(IndexReader.mark)-journal has other names (hard links), by which another file would "
                + "be changed")
        #expect(index.files.read("victim") == [0] + Array("precious".utf8))
        index.files.remove(journal)
        // A copy made of links is read all the same.
        try #require(link(index.files.file(database), index.files.file("copy")) == 0)
        let found = reasons()
        #expect(found[0] == nil && found[1] == nil && found[2] != nil)
    }

    @Test func vectorsThatAreALinkAreNeitherReadNorCut() throws {
        try index.update([("a", [1, 2])])
        let bytes = index.files.read("index/vectors-1.npy")
        let victim = index.files.write(bytes + [UInt8](repeating: 7, count: 100), to: "victim")
        index.files.link(victim, as: "index/vectors-1.npy")
        expectRefused(
            "vectors-1.npy is a link, by which another file would be changed", of: [0, 2])
        #expect(index.files.read("victim").count == bytes.count + 100)
        index.files.remove("index/vectors-1.npy")
        try #require(link(victim, index.files.file("index/vectors-1.npy")) == 0)
        #expect(throws: (any Error).self) { try index.writer() }
        #expect(index.files.read("victim").count == bytes.count + 100)
    }

    /// Of the vectors that a first build, or a compaction, makes.
    @Test func vectorsToBeMadeAreNoLinkEither() throws {
        try index.update([])
        let victim = index.files.write("precious", to: "victim")
        index.files.link(victim, as: "index/vectors-1.npy")
        try index.update([("a", [1, 2])])
        #expect(index.files.read("victim") == Array("precious".utf8))
        #expect(try index.found(1).count == 2)
    }

    @Test func onlyOldFilesOfVectorsAreRemoved() throws {
        try index.update([("a", [1, 2])])
        let others = [
            "vectors-old.npy", "vectors-2.npy.bak", "vectors-.npy", "vectors-02.npy",
            "vectors-1.npy.x", "vectors-2.npy\u{301}", "vectors-٣.npy", "xvectors-2.npy",
        ]
        for name in others { index.files.write("precious", to: "index/" + name) }
        index.files.write("", to: "index/vectors-10.npy")
        index.files.write("", to: "index/vectors-2.npy.ranges.npy")
        try index.update([("a", [1, 2])])
        for name in others { #expect(Path.exists(index.path + "/" + name), "\(name)") }
        #expect(!Path.exists(index.path + "/vectors-10.npy"))
        #expect(!Path.exists(index.path + "/vectors-2.npy.ranges.npy"))
    }

    // MARK: - Schemas and values

    private static let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT "

    @Test(
        arguments: [
            "DROP TABLE state; CREATE VIEW state AS \(endless) max(i), i, i, i, i, i FROM n",
            "DROP TABLE passage; CREATE VIEW passage AS \(endless) i AS id, i AS file, 1 AS text,"
                + " 1 AS first_line, 1 AS last_line FROM n",
            "CREATE TRIGGER t AFTER DELETE ON file BEGIN DELETE FROM text; END",
            "CREATE VIEW more AS SELECT 1", "CREATE TABLE more (a)", "DROP INDEX text_row",
            "CREATE INDEX more ON text (content)", "CREATE INDEX more ON text (hash + 1)",
            "ALTER TABLE text ADD COLUMN more GENERATED ALWAYS AS (hash + 1)",
            "ALTER TABLE state ADD COLUMN more", "ANALYZE",
            "PRAGMA writable_schema = ON; "
                + "UPDATE sqlite_schema SET sql = sql || ' WHERE row > 0' WHERE name = 'text_row'",
        ])
    func otherTablesAreRefusedBeforeAnyQuery(statements: String) throws {
        try index.update([("a", [1, 2])])
        try sql(statements)
        expectRefused("its tables are not those of an index")
    }

    /// Of a view that took a table's place after the tables were looked at.
    @Test func aQueryWithoutAnEndIsEnded() throws {
        try index.update([("a", [1, 2])])
        let reader = try IndexReader(path: index.path)
        try sql(
            "DROP TABLE state; CREATE VIEW state "
                + "(stamp, settings, dimension, element_type, generation, rows) AS "
                + "\(Self.endless) '', '', i, 'float32', i, i FROM n WHERE i < 0")
        let start = ContinuousClock.now
        #expect(
            throws: IndexError.damaged(path: index.path, reason: "a query of it does not end")
        ) { try reader.counts() }
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func aWriteAheadLogIsRefused() throws {
        try index.update([("a", [1, 2])])
        index.files.write("x", to: database + "-wal")
        expectRefused("there is a \(IndexReader.mark)-wal, which no senc made")
        index.files.remove(database + "-wal")
        try sql("PRAGMA journal_mode = WAL")
        expectRefused("its database is written in a way that no senc does")
    }

    @Test(
        arguments: [
            "UPDATE state SET rows = 0x3fffffffffffffff", "UPDATE state SET rows = -1",
            "UPDATE state SET dimension = 0x7fffffffffffffff", "UPDATE state SET dimension = 0",
            "UPDATE state SET generation = 0x7fffffffffffffff",
            "UPDATE state SET element_type = 'binary', dimension = 0x7fffffffffffffff",
            "DELETE FROM state",
        ])
    func numbersThatAreOutOfRange(statements: String) throws {
        try index.update([("a", [1, 2])])
        try sql(statements)
        #expect(reasons().allSatisfy { $0 != nil })
    }

    @Test(
        arguments: [
            "first_line = 0x8000000000000000", "last_line = 0x7fffffffffffffff", "first_line = 0",
            "first_line = 9, last_line = 8",
        ])
    func linesThatAreNoLines(change: String) throws {
        try index.update([("a", [1, 2])])
        try sql("UPDATE passage SET " + change)
        #expect(reasons()[0] == "a value of the wrong type")
    }

    @Test func aTextThatIsTooLarge() throws {
        try index.update([("a", [1, 2])])
        try sql("UPDATE text SET content = CAST(zeroblob(70000000) AS TEXT)")
        #expect(reasons()[0] == "a value is too large")
    }
}
