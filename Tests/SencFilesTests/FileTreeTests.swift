import SencFiles
import TestSupport
import Testing

struct FileTreeTests {
    let directory = TemporaryDirectory()

    init() {
        for name in ["b/z.md", "b/a.txt", "a.md", "c.md", ".hidden/a.md", "b/.a.md", "d/mark"] {
            directory.write(name, to: name)
        }
        directory.link("/", as: "b/root")
        directory.link(directory.file("a.md"), as: "link.md")
        directory.makePipe("pipe")
    }

    private func names(_ tree: FileTree) -> [String] {
        tree.files.map { String($0.path.dropFirst(directory.path.utf8.count + 1)) }
    }

    @Test func filesComeInTheOrderOfTheirNames() throws {
        let tree = try FileTree([directory.path])
        #expect(names(tree) == ["a.md", "b/a.txt", "b/z.md", "c.md", "d/mark"])
        #expect(tree.failures == [])
        let file = try #require(tree.files.first)
        #expect(file.size == 4)
        #expect(file.changed > 1_600_000_000_000_000_000)
        #expect(try FileTree([directory.path]).files == tree.files)
    }

    @Test func patternsChooseFiles() throws {
        func chosen(_ include: [String], _ exclude: [String]) throws -> [String] {
            names(try FileTree([directory.path], include: include, exclude: exclude))
        }
        #expect(try chosen(["*.md"], []) == ["a.md", "b/z.md", "c.md"])
        #expect(try chosen(["*.txt", "m*"], []) == ["b/a.txt", "d/mark"])
        #expect(try chosen([], ["b"]) == ["a.md", "c.md", "d/mark"])
        #expect(try chosen(["b/*"], ["a.*"]) == ["b/z.md"])
    }

    @Test func directoriesWithAMarkAreLeftOut() throws {
        let tree = try FileTree([directory.path], excludingDirectoriesWith: "mark")
        #expect(names(tree) == ["a.md", "b/a.txt", "b/z.md", "c.md"])
    }

    @Test func filesAreTakenWhateverTheyAreCalledButOnce() throws {
        let hidden = directory.file("b/.a.md")
        let tree = try FileTree(
            [hidden, hidden, directory.file("link.md"), directory.file("b")], include: ["*.txt"])
        #expect(names(tree) == ["b/.a.md", "link.md", "b/a.txt"])
    }

    @Test func whatIsNotThereOrNoFileIsAnError() throws {
        let missing = directory.file("missing")
        #expect(throws: FileError.notFound(path: missing)) { try FileTree([missing]) }
        let pipe = directory.file("pipe")
        #expect(throws: FileError.notRegular(path: pipe)) { try FileTree([pipe]) }
    }
}
