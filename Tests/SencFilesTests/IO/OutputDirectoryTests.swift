import Foundation
import SencFiles
import TestSupport
import Testing

/// Directories that appear whole or not at all.
@Suite struct OutputDirectoryTests {
    private let files = TemporaryDirectory()

    private var out: String { files.file("out") }
    private var partial: String { out + OutputFile.partialSuffix }

    private func write(
        _ names: [String] = ["a", "b/c", "weights"], to path: String, committing: Bool = true
    ) throws {
        let directory = try OutputDirectory(path: path)
        for name in names { try directory.write(name) { try $0.write(name) } }
        #expect(directory.byteCount == names.reduce(0) { $0 + $1.utf8.count })
        if committing { try directory.commit(last: "weights") }
    }

    private func names(_ path: String) throws -> [String] {
        try FileTree([FileName(path)], FileSelection(takesHidden: true)).files.map {
            String($0.path.string.dropFirst(path.count + 1))
        }
    }

    private func entries(_ path: String) throws -> [String] {
        try Directory.names(in: FileName(path)).map(\.string)
    }

    private func inode(_ path: String) throws -> UInt64 {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return UInt64(status.st_ino)
    }

    @Test(arguments: ["out", "out/", "out//"])
    func aNewDirectoryAppearsWhole(name: String) throws {
        try write(to: files.file(name))
        #expect(try names(out) == ["a", "b/c", "weights"])
        #expect(files.read("out/b/c") == Array("b/c".utf8))
        #expect(try entries(files.path) == ["out"])
    }

    @Test func anEmptyDirectoryIsFilledAndStaysWhatItIs() throws {
        try #require(mkdir(out, 0o700) == 0)
        let before = try inode(out)
        try write(to: out)
        #expect(try names(out) == ["a", "b/c", "weights"])
        #expect(try entries(out) == ["a", "b", "weights"])
        #expect(try inode(out) == before)
        var status = stat()
        #expect(stat(out, &status) == 0 && status.st_mode & 0o777 == 0o700)
    }

    @Test func aLinkLeadsToTheDirectory() throws {
        files.link(files.file("there"), as: "out")
        try write(to: out)
        #expect(try names(files.file("there")) == ["a", "b/c", "weights"])
        #expect(try entries(files.path) == ["out", "there"])
    }

    @Test func whatIsNotCommittedIsGone() throws {
        try write(to: out, committing: false)
        #expect(try entries(files.path).isEmpty)
        try #require(mkdir(out, 0o777) == 0)
        try write(to: out, committing: false)
        #expect(try entries(out).isEmpty)
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            let directory = try OutputDirectory(path: out)
            try directory.write("a") {
                try $0.write("x")
                throw Stop()
            }
        }
        #expect(try entries(out).isEmpty)
    }

    @Test func aDirectoryThatIsNotEmptyIsRefused() throws {
        files.write("mine", to: "out/a")
        #expect(throws: FileError.notEmpty(path: out)) { try OutputDirectory(path: out) }
        #expect(try names(out) == ["a"])
        let error = FileError.notEmpty(path: "d")
        #expect(error.status == .ioFailure)
        #expect(
            error.description
                == "the directory is not empty; name another, or one that is not there yet (d)")
    }

    /// What comes to the name meanwhile is not written over.
    @Test func aDirectoryThatIsFilledMeanwhileStays() throws {
        let new = try OutputDirectory(path: out)
        try new.write("weights") { try $0.write("x") }
        files.write("mine", to: "out/other")
        #expect(throws: FileError.notEmpty(path: out)) { try new.commit(last: "weights") }
        #expect(try names(out) == ["other"])
        files.remove("out/other")
        let filled = try OutputDirectory(path: out)
        for name in ["a", "weights"] { try filled.write(name) { try $0.write("x") } }
        files.write("mine", to: "out/weights")
        #expect(throws: FileError.notEmpty(path: out)) { try filled.commit(last: "weights") }
        #expect(try names(out).filter { !$0.hasPrefix(".") } == ["weights"])
        #expect(files.read("out/weights") == Array("mine".utf8))
    }

    @Test func aFileIsNoDirectory() throws {
        files.write("mine", to: "out")
        #expect(throws: FileError.notWritable(path: out, reason: "Not a directory")) {
            try OutputDirectory(path: out)
        }
        #expect(throws: FileError.notWritable(path: out + "/x/y", reason: "Not a directory")) {
            try OutputDirectory(path: out + "/x/y")
        }
        let missing = files.file("none/out")
        #expect(throws: FileError.notWritable(path: missing, reason: "No such file or directory")) {
            try OutputDirectory(path: missing)
        }
    }

    @Test func oneProcessWritesIt() throws {
        let first = try OutputDirectory(path: out)
        #expect(throws: FileError.inUse(path: out)) { try OutputDirectory(path: out) }
        try first.write("weights") { try $0.write("x") }
        try first.commit(last: "weights")
        #expect(try names(out) == ["weights"])
    }

    @Test func whatAKilledProcessLeftIsReplaced() throws {
        files.write("old", to: "out.senc-partial/b/old")
        files.write("old", to: "out.senc-partial/weights.senc-partial")
        try write(to: out)
        #expect(try entries(files.path) == ["out"])
        #expect(try names(out) == ["a", "b/c", "weights"])
        files.remove("out")
        files.write("old", to: "out/.senc-partial/a")
        try write(to: out)
        #expect(try entries(out) == ["a", "b", "weights"])
    }

    /// No link is followed, and nothing but what an export leaves is removed.
    @Test func whatLiesElsewhereStays() throws {
        files.write("mine", to: "mine/file")
        files.link(files.file("mine"), as: "out.senc-partial")
        #expect(throws: FileError.self) { try OutputDirectory(path: out) }
        files.remove("out.senc-partial")
        files.write("old", to: "out.senc-partial/old")
        files.link(files.file("mine"), as: "out.senc-partial/link")
        try write(to: out)
        #expect(files.read("mine/file") == Array("mine".utf8))
        files.remove("out")
        files.write("deep", to: "out.senc-partial/a/b/c")
        #expect(throws: FileError.self) { try OutputDirectory(path: out) }
        #expect(files.read("out.senc-partial/a/b/c") == Array("deep".utf8))
    }
}
