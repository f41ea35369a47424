import Foundation
import SencFiles
import SencIndex
import SencMath
import SencVectors
import TestSupport
import Testing

/// Indexes that are not as a writer leaves them.
struct IndexErrorTests {
    private let index = SmallIndex()

    private var database: String { "index/" + IndexReader.mark }
    private var vectors: String { "index/vectors-1.npy" }

    private func mutate(_ name: String, _ change: (inout [UInt8]) -> Void) {
        var bytes = index.files.read(name)
        change(&bytes)
        index.files.write(bytes, to: name)
    }

    @Test func whatIsNoIndex() throws {
        let path = index.path
        #expect(throws: FileError.notFound(path: path)) { try IndexReader(path: path) }
        #expect(throws: FileError.notFound(path: path)) { try IndexWriter(path: path) }
        index.files.write("", to: "index/other")
        #expect(throws: IndexError.notAnIndex(path: path)) { try IndexReader(path: path) }
        #expect(throws: IndexError.notAnIndex(path: path)) { try index.writer() }
        #expect(IndexError.notAnIndex(path: path).status == .badData)
        #expect(!IndexReader.isIndex(path))
        index.files.write("no database at all, but long enough to be one".utf8 + [0], to: database)
        #expect(throws: IndexError.self) { try IndexReader(path: path) }
        // An empty database is nobody's.
        index.files.write("", to: database)
        #expect(throws: IndexError.notAnIndex(path: path)) { try IndexReader(path: path) }
        let file = index.files.write("", to: "file")
        #expect(throws: IndexError.isAFile(path: file)) { try IndexReader(path: file) }
        #expect(IndexError.isAFile(path: file).status == .badData)
    }

    /// SQLite's header has the version at byte 60 and the application at 68 (sqlite.org,
    /// "Database File Format").
    @Test func databasesOfOthers() throws {
        try index.update([("a", [1])])
        mutate(database) { $0[63] = 9 }
        #expect(throws: IndexError.unknownVersion(9, path: index.path)) {
            try IndexReader(path: index.path)
        }
        mutate(database) { $0[68] = 0 }
        #expect(throws: IndexError.notAnIndex(path: index.path)) { try index.writer() }
    }

    @Test func twoWritersAtOnce() throws {
        let first = try index.writer()
        #expect(throws: IndexError.inUse(path: index.path)) { try index.writer() }
        #expect(IndexError.inUse(path: "").status == .ioFailure)
        _ = try first.finish(settings: "")
    }

    @Test func aDatabaseThatCannotBeWritten() throws {
        try index.update([("a", [1])])
        // Where SQLite's journal has to be.
        index.files.write("", to: database + "-journal/file")
        let error = #expect(throws: IndexError.self) { try index.writer() }
        // The reason is SQLite's: it differs by version.
        guard case .failed(index.path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.status == .ioFailure)
        index.files.remove(database + "-journal")
        #expect(try index.found(1).count == 1)
    }

    private func lost(_ error: any Diagnostic) -> IndexError {
        .lostVectors(path: index.path, reason: error.message)
    }

    @Test func vectorsThatAreNotThere() throws {
        try index.update([("a", [1, 2])])
        index.files.remove(vectors)
        let error = lost(NPYError.file(.notFound(path: index.files.file(vectors))))
        #expect(throws: error) { try index.found(1) }
        #expect(throws: error) { try index.writer() }
        #expect(error.status == .badData)
    }

    @Test func vectorsThatAreTooFewOrOthers() throws {
        try index.update([("a", [1, 2])])
        let bytes = index.files.read(vectors)
        let path = index.files.file(vectors)
        index.files.write(Array(bytes.dropLast()), to: vectors)
        let error = lost(NPYError.header(.sizeMismatch(needed: 24, found: 23), path: path))
        #expect(throws: error) { try index.found(1) }
        #expect(throws: error) { try index.writer() }
        for other in [
            NPYHeader(elementType: .float32, rows: 2, columns: 4),
            NPYHeader(elementType: .float16, rows: 4, columns: 3),
        ] {
            index.files.write(other.bytes + [UInt8](repeating: 0, count: 64), to: vectors)
            #expect(
                throws: lost(
                    FileError.notReadable(path: path, reason: "not the vectors of the index"))
            ) { try index.found(1) }
        }
        index.files.write(bytes, to: vectors)
        #expect(try index.found(1).count == 2)
    }

    /// A writer that was killed between the vectors and the database.
    @Test func rowsThatNothingCountsAreDropped() throws {
        try index.update([("a", [1, 2])])
        mutate(vectors) { $0 += [UInt8](repeating: 0xFF, count: 100) }
        index.files.write("x", to: "index/vectors-2.npy")
        #expect(try index.found(1) == ["a:1 1", "a:2 2"])
        try index.update([("a", [1, 2]), ("b", [3])])
        #expect(try index.found(1) == ["a:1 1", "a:2 2", "b:1 3"])
        #expect(try NPYFile(path: index.files.file(vectors)).rows == 3)
        #expect(Path.kind(of: index.files.file("index/vectors-2.npy")) == nil)
    }

    @Test func vectorsThatAreNoNumbers() throws {
        try index.update([("a", [1, 2])])
        mutate(vectors) { $0.replaceSubrange(132..<136, with: [0, 0, 0xC0, 0x7F]) }
        #expect(throws: SearchError.notFinite(row: 0, source: index.files.file(vectors))) {
            try index.found(1)
        }
    }

    @Test func queriesOfAnotherDimension() throws {
        try index.update([("a", [1])])
        #expect(
            throws: SearchError.dimension(
                vectors: 3, queries: 2, source: index.files.file(vectors))
        ) {
            try IndexReader(path: index.path).nearest(
                1, to: Matrix(rows: 1, columns: 2), by: .cosine)
        }
    }

    /// Whatever a database holds, an error is one of ours and nothing traps.
    @Test func mutatedDatabases() throws {
        try index.update([("a", [1, 2]), ("b", [3])])
        let bytes = index.files.read(database)
        let vectorBytes = index.files.read(vectors)
        var random = SplitMix(seed: 1)
        for _ in 0..<Self.mutations {
            var mutated = bytes
            if Int.random(in: 0..<8, using: &random) == 0 {
                mutated.removeLast(Int.random(in: 1...bytes.count, using: &random))
            } else {
                for _ in 0..<Int.random(in: 1...40, using: &random) {
                    mutated[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
            }
            index.files.write(mutated, to: database)
            do {
                _ = try index.found(1)
                try index.update([("a", [1, 2]), ("c", [4])], changed: 1)
                _ = try index.found(1)
            } catch let error as any Diagnostic {
                #expect(!error.description.contains("\n"))
            }
            index.files.write(vectorBytes, to: vectors)
            for name in ["-journal", "-wal", "-shm"]
            where Path.exists(index.files.file(database + name)) {
                index.files.remove(database + name)
            }
        }
    }

    private static let mutations =
        ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap { Int($0) } ?? 200
}
