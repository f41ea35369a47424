import Foundation
import SencFiles
import SencIndex
import SencMath
import SencVectors
import TestSupport
import Testing

/// What an index does with the disk: when it is safe there, who may read it, and when it is made
/// smaller.
struct IndexDiskTests {
    private let index = SmallIndex()

    // MARK: - Durability

    /// Rows are on the disk before the database counts them: nothing but the header, which is
    /// written last, waits in memory.
    @Test(.enabled(if: PageCache.isVisible, "the system does not tell which pages are dirty"))
    func rowsAreOnTheDiskWhenTheyAreCounted() throws {
        let (rows, dimension) = (256, 4096)
        let writer = try IndexWriter(
            path: index.path,
            creating: IndexSummary(
                stamp: "", settings: "", dimension: dimension, elementType: .float32))
        let file = SmallIndex.file("a")
        _ = try writer.outdated([file], cut: "")
        let vectors = Matrix(
            rows: rows, columns: dimension,
            elements: (0..<rows * dimension).map { Float($0 % 1000) })
        try writer.add(SmallIndex.entries(file, Array(0..<rows)), vectors: vectors)
        let path = index.files.file("index/vectors-1.npy")
        let size = try #require(Path.size(of: path))
        #expect(size > rows * dimension * 4)
        #expect(PageCache.dirtyPages(of: path, in: size / 2..<size) == 0)
        // The measure sees what is not synchronized.
        let other = index.files.file("other")
        let descriptor = open(other, O_WRONLY | O_CREAT, 0o600)
        try #require(descriptor >= 0)
        let bytes = [UInt8](repeating: 1, count: size)
        #expect(Foundation.write(descriptor, bytes, size) == size)
        #expect(PageCache.dirtyPages(of: other, in: 0..<size) ?? 0 > 0)
        close(descriptor)
    }

    /// A process that is being started has a copy of each descriptor for a moment.
    @Test func aCopyOfTheLocksDescriptorDoesNotKeepIt() throws {
        var copy: Int32 = -1
        do {
            let writer = try index.writer()
            copy = try #require(Descriptors.copy(of: index.path))
            try writer.finish(settings: "")
        }
        defer { close(copy) }
        try index.update([("a", [1])])
        #expect(try index.found(1).count == 1)
    }

    // MARK: - Compaction

    @Test func unusedRowsAreLeftOutWhenTheyAreOverAQuarter() throws {
        let kept = Array(0..<6000)
        try index.update([("kept", kept), ("gone", Array(6000..<8000))])
        // Just a quarter.
        try index.update([("kept", kept)])
        var counts = try IndexReader(path: index.path).counts()
        #expect(counts.unusedVectors == 2000)
        #expect(counts.vectorFile == index.path + "/vectors-1.npy")
        try index.update([("kept", Array(kept.dropLast()))], changed: 1)
        counts = try IndexReader(path: index.path).counts()
        #expect(counts.unusedVectors == 0)
        #expect(counts.vectorFile == index.path + "/vectors-2.npy")
        // Each row has the vector of its text.
        let file = try NPYFile(path: counts.vectorFile)
        #expect(file.rows == 5999)
        let matches = try IndexReader(path: index.path).nearest(
            5999, to: SmallIndex.matrix([0]), by: .euclidean)[0]
        #expect(matches.map(\.text) == kept.dropLast().map(String.init))
        let matrix = file.matrix()
        #expect(
            matches.allSatisfy { match in
                Array(matrix[match.row]) == SmallIndex.vector(Int(match.text) ?? -1)
            })
    }

    // MARK: - Permissions

    private func modes(of index: SmallIndex) throws -> [Int] {
        try FileManager.default.contentsOfDirectory(atPath: index.path).map { name in
            var status = stat()
            try #require(lstat(index.path + "/" + name, &status) == 0)
            return Int(status.st_mode & 0o777)
        }
    }

    private func file(_ name: String, mode: Int) throws -> String {
        let path = index.files.write("text", to: name)
        try #require(chmod(path, mode_t(mode)) == 0)
        return path
    }

    @Test(arguments: [VectorElementType.float32, .int8])
    func nobodyReadsInTheIndexWhatTheyMayNotReadInItsFiles(
        _ elementType: VectorElementType
    ) throws {
        let index = SmallIndex(elementType: elementType)
        let open = try file("open", mode: 0o644)
        try index.update([(open, [1, 2])])
        // As SQLite makes a database.
        let usual = try modes(of: index)
        #expect(Set(usual).count == 1 && usual[0] & 0o600 == 0o600)
        let secret = try file("secret", mode: 0o600)
        try index.update([(open, [1, 2]), (secret, [3])])
        #expect(try Set(modes(of: index)) == [0o600])
        // So do vectors that are written anew.
        try index.update([(open, [1, 2]), (secret, Array(10..<2000))], changed: 1)
        try index.update([(open, [1, 2])], changed: 1)
        #expect(Path.exists(index.path + "/vectors-2.npy"))
        #expect(try Set(modes(of: index)) == [0o600])
    }

    @Test func aFileThatBecamePrivateMakesTheIndexSo() throws {
        let path = try file("file", mode: 0o644)
        try index.update([(path, [1])])
        _ = try file("file", mode: 0o600)
        #expect(try index.update([(path, [1])]) == [])
        #expect(try Set(modes(of: index)) == [0o600])
    }
}

/// What the system has in memory of files.
private enum PageCache {
    private typealias SystemCall =
        @convention(c) (
            Int, Int, UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int
        ) -> Int

    /// cachestat(2), since Linux 6.5.
    private static let cachestat = 451

    static let isVisible: Bool = {
        let files = TemporaryDirectory()
        return dirtyPages(of: files.write("text", to: "file"), in: 0..<4) != nil
    }()

    /// The pages of some bytes of a file that are not on the disk yet.
    static func dirtyPages(of path: String, in range: Range<Int>) -> Int? {
        #if os(Linux)
        guard let symbol = dlsym(UnsafeMutableRawPointer(bitPattern: 0), "syscall") else {
            return nil
        }
        let systemCall = unsafeBitCast(symbol, to: SystemCall.self)
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt64(range.lowerBound), UInt64(range.count)]
        // In memory, dirty, being written, evicted, recently evicted.
        var pages = [UInt64](repeating: 0, count: 5)
        guard systemCall(cachestat, Int(descriptor), &bytes, &pages, 0) == 0 else { return nil }
        return Int(pages[1] + pages[2])
        #else
        return nil
        #endif
    }
}
