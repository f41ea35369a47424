import SencFiles
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Files that are read whole.
struct FileContentsTests {
    private let files = TemporaryDirectory()

    @Test func allBytesUpToTheLimit() throws {
        let path = files.write([1, 2, 3], to: "a")
        #expect(try FileContents.bytes(of: path, limit: 3) == [1, 2, 3])
        #expect(throws: FileError.tooLarge(path: path, bytes: 3, limit: 2)) {
            try FileContents.bytes(of: path, limit: 2)
        }
        #expect(try FileContents.bytes(of: files.write("", to: "b"), limit: 0) == [])
    }

    @Test func aSparseFileIsRefusedBeforeItIsRead() throws {
        let path = files.write("{}", to: "config.json")
        let size = 200 << 30
        try #require(truncate(path, off_t(size)) == 0)
        #expect(
            throws: FileError.tooLarge(
                path: path, bytes: size, limit: JSON.maximumConfigurationBytes)
        ) { try JSON(path: path) }
    }

    @Test func whatIsNoFileIsRefused() throws {
        #expect(throws: FileError.notRegular(path: files.path)) {
            try FileContents.bytes(of: files.path, limit: 1)
        }
        #expect(throws: FileError.notFound(path: files.file("none"))) {
            try FileContents.bytes(of: files.file("none"), limit: 1)
        }
        let pipe = files.file("pipe")
        try #require(mkfifo(pipe, 0o600) == 0)
        #expect(throws: FileError.notRegular(path: pipe)) {
            try FileContents.bytes(of: pipe, limit: 1)
        }
    }
}
