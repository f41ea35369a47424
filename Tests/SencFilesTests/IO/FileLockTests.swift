import SencFiles
import TestSupport
import Testing

@Suite struct FileLockTests {
    let files = TemporaryDirectory()

    @Test func aDirectoryHasOneHolder() throws {
        do {
            let lock = try FileLock(directory: files.path)
            #expect(lock != nil)
            #expect(try FileLock(directory: files.path) == nil)
            withExtendedLifetime(lock) {}
        }
        #expect(try FileLock(directory: files.path) != nil)
        #expect(throws: FileError.notFound(path: files.file("none"))) {
            try FileLock(directory: files.file("none"))
        }
    }

    @Test func aFileIsMadeWithItsDirectoriesToBeLocked() throws {
        let path = files.file("a/b/c.lock")
        var hasWaited = false
        _ = try FileLock(file: path) { hasWaited = true }
        #expect(!hasWaited && Path.size(of: path) == 0)
    }
}
