import Foundation
import SencFiles
import TestSupport
import Testing

/// Where outputs go, and what they leave alone.
struct OutputFileTests {
    private let files = TemporaryDirectory()

    private var out: String { files.file("out") }

    private func write(
        _ text: String, to name: String = "out", isOurs: Bool = false
    ) throws {
        let file = try OutputFile(path: files.file(name), isOurs: isOurs)
        try file.write(text)
        try file.commit()
    }

    @Test func aNameThatIsNotUTF8IsWrittenAndRead() throws {
        let name = FileName(bytes: [0x61, 0xFF, 0x2E, 0x6A])
        try write("{}", to: name.string)
        #expect(Path.size(of: files.file(name.string)) == 2)
        #expect(try FileContents.bytes(of: files.file(name.string), limit: 9) == Array("{}".utf8))
        #expect(try FileTree([FileName(files.path)]).files.map(\.path.lastComponent) == [name])
        try OutputFile.remove(files.file(name.string))
        #expect(try FileTree([FileName(files.path)]).files.isEmpty)
    }

    private func text(_ name: String) -> String {
        String(decoding: files.read(name), as: UTF8.self)
    }

    private func mode(_ name: String) throws -> Int {
        var status = stat()
        try #require(lstat(files.file(name), &status) == 0)
        return Int(status.st_mode & 0o777)
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: files.path).sorted() }
    }

    // MARK: - Files of a user's beside an output

    @Test func whatIsBesideAnOutputStays() throws {
        let others = ["out.partial", "out.part", "out.tmp", "out~", "out.bak", "out.lock"]
        for name in others { files.write("precious", to: name) }
        try write("new")
        #expect(try names == (others + ["out"]).sorted())
        for name in others { #expect(text(name) == "precious") }
    }

    // MARK: - Links where the bytes go

    @Test func aLinkUnderThePartialNameIsRefused() throws {
        files.write("precious", to: "victim")
        files.link(files.file("victim"), as: "out.senc-partial")
        let error = FileError.refused(path: out + ".senc-partial", reason: "it is a link")
        #expect(throws: error) { try write("new") }
        #expect(throws: error) { try OutputFile(path: out, resumingAt: 0) }
        #expect(throws: error) { try OutputFile.commitPartial(of: out) }
        #expect(error.status == .ioFailure)
        #expect(text("victim") == "precious")
        #expect(try names == ["out.senc-partial", "victim"])
    }

    @Test func aHardLinkUnderThePartialNameIsNotWrittenTo() throws {
        files.write("precious", to: "victim")
        try #require(link(files.file("victim"), out + ".senc-partial") == 0)
        #expect(
            throws: FileError.refused(
                path: out + ".senc-partial", reason: "it has other names (hard links)")
        ) { try OutputFile(path: out, resumingAt: 0) }
        // A fresh start has a file of its own.
        try write("new")
        #expect(text("victim") == "precious" && text("out") == "new")
    }

    @Test func aPipeOrDirectoryUnderThePartialNameIsRefused() throws {
        files.makePipe("out.senc-partial")
        #expect(throws: FileError.notRegular(path: out + ".senc-partial")) { try write("new") }
        files.remove("out.senc-partial")
        files.write("", to: "out.senc-partial/file")
        #expect(throws: FileError.self) { try write("new") }
        #expect(try names == ["out.senc-partial"])
    }

    @Test func namesThatSencMakesUpAreNoLinks() throws {
        files.write("precious", to: "victim")
        files.link(files.file("victim"), as: "out.job")
        #expect(
            throws: FileError.refused(path: files.file("out.job"), reason: "it is a link")
        ) { try write("new", to: "out.job", isOurs: true) }
        files.makePipe("pipe")
        #expect(throws: FileError.notRegular(path: files.file("pipe"))) {
            try write("new", to: "pipe", isOurs: true)
        }
        #expect(text("victim") == "precious")
    }

    // MARK: - Links that the user names

    @Test func whatALinkPointsToIsReplaced() throws {
        files.write("old", to: "there/file")
        files.link("there/file", as: "out")
        try write("new")
        #expect(text("there/file") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: out) == "there/file")
    }

    @Test func whatADanglingLinkPointsToIsMade() throws {
        files.write("", to: "there/other")
        files.link("middle", as: "out")
        files.link("there/file", as: "middle")
        try write("new")
        #expect(text("there/file") == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: out) == "middle")
        files.link("nowhere/file", as: "out")
        #expect(throws: FileError.notWritable(path: out, reason: "No such file or directory")) {
            try write("new")
        }
        files.link("circle", as: "circle")
        #expect(throws: FileError.self) { try write("new", to: "circle") }
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: files.file("circle"))
                == "circle")
    }

    // MARK: - Permissions

    @Test(arguments: [0o600, 0o640, 0o444, 0o755])
    func aFileThatIsReplacedHandsItsPermissionsOn(mode: Int) throws {
        files.write("old", to: "out")
        try #require(chmod(out, mode_t(mode)) == 0)
        let file = try OutputFile(path: out)
        #expect(try self.mode("out.senc-partial") == 0o600)
        try file.write("new")
        try file.commit()
        #expect(try self.mode("out") == mode)
        #expect(text("out") == "new")
    }

    @Test func aPartialFileThatIsGivenItsNameLaterHasThePermissionsToo() throws {
        files.write("old", to: "out")
        try #require(chmod(out, 0o600) == 0)
        do {
            let file = try OutputFile(path: out)
            try file.write("new")
            try file.synchronize()
            file.keepsPartial = true
        }
        try OutputFile.commitPartial(of: out)
        #expect(try mode("out") == 0o600)
        #expect(text("out") == "new")
        try OutputFile.commitPartial(of: out)
        #expect(text("out") == "new")
    }

    @Test func aNewFileHasThoseOfTheMask() throws {
        let usual = open(files.file("usual"), O_WRONLY | O_CREAT, 0o666)
        try #require(usual >= 0)
        close(usual)
        try write("new")
        #expect(try mode("out") == mode("usual"))
    }

    // MARK: - Two writers

    @Test func twoWritersOfOneFileAtOnce() throws {
        let first = try OutputFile(path: out)
        #expect(throws: FileError.inUse(path: out)) { try OutputFile(path: out) }
        try first.write("first")
        try first.commit()
        try write("second")
        #expect(text("out") == "second")
    }

    /// The second opens the partial file, and gets its lock after the first has given it its name.
    @Test func aWriterThatComesLateDoesNotEmptyWhatTheFirstWrote() async throws {
        for _ in 0..<200 {
            await withTaskGroup { group in
                for text in ["first", "second"] {
                    group.addTask { try? write(text) }
                }
            }
            #expect(["first", "second"].contains(text("out")))
        }
    }

    @Test func aPartialFileThatWasReplacedIsNotGivenTheName() throws {
        let file = try OutputFile(path: out)
        try file.write("mine")
        files.write("another's", to: "out.senc-partial")
        #expect(throws: FileError.inUse(path: out)) { try file.commit() }
        #expect(try names == ["out.senc-partial"])
        #expect(text("out.senc-partial") == "another's")
    }

    /// A process that is being started has a copy of each descriptor for a moment.
    @Test func aCopyOfTheDescriptorDoesNotKeepTheLock() throws {
        var copy: Int32 = -1
        do {
            let file = try OutputFile(path: out)
            file.keepsPartial = true
            copy = try #require(Descriptors.copy(of: out + ".senc-partial"))
        }
        defer { close(copy) }
        try write("next")
        #expect(text("out") == "next")
    }

    // MARK: - Resuming

    @Test func whatAKilledWriterLeftIsGoneOnWith() throws {
        files.write("0123456789", to: "out.senc-partial")
        let file = try OutputFile(path: out, resumingAt: 4)
        try file.write("abc")
        try file.commit()
        #expect(text("out") == "0123abc")
        let missing = FileError.notResumable(
            path: out, reason: "there is no \(out).senc-partial")
        #expect(throws: missing) {
            try OutputFile(path: out, resumingAt: 4)
        }
        files.write("012", to: "out.senc-partial")
        #expect(throws: FileError.self) { try OutputFile(path: out, resumingAt: 4) }
        #expect(text("out.senc-partial") == "012")
    }
}
