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

    private func tree(_ selection: FileSelection = FileSelection()) throws -> FileTree {
        try FileTree([FileName(directory.path)], selection)
    }

    private func names(_ tree: FileTree) -> [String] {
        tree.files.map { $0.path.shortened(from: FileName(directory.path)).description }
    }

    @Test func filesComeInTheOrderOfTheirNames() throws {
        let tree = try self.tree()
        #expect(names(tree) == ["a.md", "b/a.txt", "b/z.md", "c.md", "d/mark"])
        #expect(tree.failures == [])
        let file = try #require(tree.files.first)
        #expect(file.size == 4)
        #expect(file.changed > 1_600_000_000_000_000_000)
        #expect(try self.tree().files == tree.files)
    }

    @Test func patternsChooseFiles() throws {
        func chosen(_ include: [String], _ exclude: [String]) throws -> [String] {
            names(try tree(FileSelection(include: include, exclude: exclude)))
        }
        #expect(try chosen(["*.md"], []) == ["a.md", "b/z.md", "c.md"])
        #expect(try chosen(["*.txt", "m*"], []) == ["b/a.txt", "d/mark"])
        #expect(try chosen([], ["b"]) == ["a.md", "c.md", "d/mark"])
        #expect(try chosen(["b/*"], ["a.*"]) == ["b/z.md"])
        #expect(try chosen(["**/*.md"], []) == ["a.md", "b/z.md", "c.md"])
        #expect(try chosen(["b"], []) == ["b/a.txt", "b/z.md"])
        #expect(try chosen(["*.md", "!c.*"], []) == ["a.md", "b/z.md"])
        #expect(try chosen(["!*.md"], []) == ["b/a.txt", "d/mark"])
        for pattern in ["b/", "/b", "./b", "./b/", "**/b/**", "b/**"] {
            #expect(try chosen([], [pattern]) == ["a.md", "c.md", "d/mark"], "\(pattern)")
        }
        #expect(try chosen([], ["*.md", "!a.md"]) == ["a.md", "b/a.txt", "d/mark"])
    }

    @Test func patternsThatMatchNothingAreKnown() throws {
        let tree = try self.tree(
            FileSelection(include: ["*.md", "*.rst"], exclude: ["b/", "node_modules"]))
        #expect(
            tree.unusedPatterns.map { "\($0.option) \($0.pattern)" } == [
                "--include *.rst", "--exclude node_modules",
            ])
    }

    @Test func patternsOfEarlierIndexesAreTheShells() throws {
        func chosen(_ include: [String]) throws -> [String] {
            names(try tree(FileSelection(include: include, hasShellPatterns: true)))
        }
        #expect(try chosen(["b"]) == [])
        #expect(try chosen(["b/*"]) == ["b/a.txt", "b/z.md"])
        #expect(try chosen(["**/*.md"]) == ["b/z.md"])
    }

    @Test func ignoreFilesAreHeeded() throws {
        directory.write("*.txt\n/d/\n", to: ".gitignore")
        directory.write("!a.txt\nz*\n", to: "b/.gitignore")
        #expect(names(try tree()) == ["a.md", "b/a.txt", "c.md"])
        // Any .ignore outranks any .gitignore, and may name hidden files.
        directory.write("!z.md\n!.hidden\n", to: ".ignore")
        #expect(names(try tree()) == [".hidden/a.md", "a.md", "b/a.txt", "b/z.md", "c.md"])
        #expect(
            names(try tree(FileSelection(heedsIgnoreFiles: false)))
                == ["a.md", "b/a.txt", "b/z.md", "c.md", "d/mark"])
        #expect(
            names(try tree(FileSelection(exclude: ["c.md", "d", ".*ignore"], takesHidden: true)))
                == [".hidden/a.md", "a.md", "b/.a.md", "b/a.txt", "b/z.md"])
    }

    @Test func aRepositorysRulesReachItsDirectories() throws {
        directory.write("c.md\n", to: ".git/info/exclude")
        directory.write("/b/z.md\n", to: ".gitignore")
        directory.write("x", to: ".git/x.md")
        #expect(
            names(try tree(FileSelection(exclude: [".gitignore"], takesHidden: true)))
                == [".hidden/a.md", "a.md", "b/.a.md", "b/a.txt", "d/mark"])
        let below = try FileTree([FileName(directory.file("b"))])
        #expect(names(below) == ["b/a.txt"])
        // A repository inside has its own rules.
        directory.write("", to: "b/.git/HEAD")
        #expect(names(try FileTree([FileName(directory.file("b"))])) == ["b/a.txt", "b/z.md"])
        #expect(names(try tree()) == ["a.md", "b/a.txt", "b/z.md", "d/mark"])
        // A working tree's .git is a file that leads to the repository.
        directory.remove(".git")
        directory.write("a.md\n", to: "repository/info/exclude")
        directory.write("../..\n", to: "repository/worktrees/w/commondir")
        directory.write("gitdir: repository/worktrees/w\n", to: ".git")
        #expect(names(try tree()).contains("a.md") == false)
    }

    @Test func namesAreBytes() throws {
        let names = TemporaryDirectory()
        names.write("composed", to: "\u{E9}.txt")
        names.write("decomposed", to: "e\u{301}.txt")
        names.write("escape", to: "a\u{1B}[31m\n.txt")
        let takesAll = names.write(
            "bytes", toBytes: Array("caf".utf8) + [0xE9] + Array(".txt".utf8))
        let files = try FileTree([FileName(names.path)]).files
        #if os(Linux)
        #expect(takesAll && files.count == 4)
        let last = try #require(files.last?.path.lastComponent)
        #expect(last.text != nil && files[1].path.text == nil)
        #expect(files[1].path.lastComponent.description == "caf\\xe9.txt")
        #endif
        #expect(files.first?.path.lastComponent.description == "a\\u{1b}[31m\\u{a}.txt")
    }

    @Test func directoriesWithAMarkAreLeftOut() throws {
        let tree = try FileTree(
            [FileName(directory.path)], excludingDirectoriesWith: "mark")
        #expect(names(tree) == ["a.md", "b/a.txt", "b/z.md", "c.md"])
    }

    @Test func filesAreTakenWhateverTheyAreCalledButOnce() throws {
        let hidden = directory.file("b/.a.md")
        let paths = [hidden, hidden, directory.file("link.md"), directory.file("b")]
        let tree = try FileTree(
            paths.map { FileName($0) }, FileSelection(include: ["*.txt"]))
        #expect(names(tree) == ["b/.a.md", "link.md", "b/a.txt"])
    }

    @Test func whatIsNotThereOrNoFileIsAnError() throws {
        let missing = directory.file("missing")
        #expect(throws: FileError.notFound(path: missing)) { try FileTree([FileName(missing)]) }
        let pipe = directory.file("pipe")
        #expect(throws: FileError.notRegular(path: pipe)) { try FileTree([FileName(pipe)]) }
    }
}
