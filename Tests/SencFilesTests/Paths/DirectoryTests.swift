import SencFiles
import TestSupport
import Testing

@Suite struct DirectoryTests {
    let files = TemporaryDirectory()

    @Test func directoriesAreMadeWithThoseAbove() throws {
        try Directory.makeAll(files.file("a/b/c"))
        try Directory.makeAll(files.file("a/b/c"))
        #expect(Path.kind(of: files.file("a/b/c")) == .directory)
        #expect(try Directory.make(files.file("d")))
        #expect(try !Directory.make(files.file("d")))
        files.write("text", to: "file")
        #expect(throws: FileError.self) { try Directory.makeAll(files.file("file/x")) }
    }

    @Test func namesAreInTheOrderOfTheirBytes() throws {
        for name in ["b", "a", "é", ".c"] { files.write("", to: name) }
        let directory = FileName(files.path)
        #expect(try Directory.names(in: directory) == [".c", "a", "b", "é"])
        #expect(try Directory.names(in: directory, limit: 2).count == 2)
        #expect(throws: FileError.notFound(path: files.file("none"))) {
            try Directory.names(in: FileName(files.file("none")))
        }
    }
}
