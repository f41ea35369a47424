import Foundation
import SencFiles
import TestSupport
import Testing

/// Opening what a name stands for.
@Suite(.serialized) struct RegularFileTests {
    private let files = TemporaryDirectory()

    @Test func onlyRegularFilesAreRead() throws {
        files.makePipe("pipe")
        files.link("pipe", as: "link")
        for path in [files.file("pipe"), files.file("link"), "/dev/null", files.path] {
            #expect(throws: FileError.notRegular(path: path)) { try RegularFile.open(path) }
            #expect(throws: FileError.notRegular(path: path)) { try MappedFile(path: path) }
        }
        files.write("text", to: "file")
        files.link("file", as: "link")
        try RegularFile.open(files.file("link")).close()
        #expect(throws: FileError.notFound(path: files.file("none"))) {
            try RegularFile.open(files.file("none"))
        }
    }

    @Test func whatIsWrittenInPlaceHasOneName() throws {
        let file = files.write("text", to: "file")
        try RegularFile.openForWriting(file).close()
        files.link("file", as: "link")
        #expect(
            throws: FileError.refused(path: files.file("link"), reason: "it is a link")
        ) { try RegularFile.openForWriting(files.file("link"), creating: true) }
        try #require(link(file, files.file("other")) == 0)
        #expect(
            throws: FileError.refused(path: file, reason: "it has other names (hard links)")
        ) { try RegularFile.openForWriting(file) }
    }

    @Test func mappedFilesAreKnownByTheirAddresses() throws {
        MappedRanges.prepare()
        let path = files.write([UInt8](repeating: 1, count: 5000), to: "a\u{1B}file")
        var file: MappedFile? = try MappedFile(path: path)
        let address = UInt(bitPattern: try #require(file?.bytes.baseAddress))
        let found = MappedRanges.file(at: address + 4999)
        #expect(found.isMapped)
        #expect(found.path.map { String(cString: $0) } == path.onOneLine())
        file = nil
        #expect(MappedRanges.file(at: address).path.map { String(cString: $0) } != path.onOneLine())
    }

    /// The table has an end, and files beyond it are mapped all the same.
    @Test func moreMappedFilesThanTheTableHolds() throws {
        let path = files.write("text", to: "file")
        var mapped: [MappedFile] = []
        for _ in 0..<2000 { mapped.append(try MappedFile(path: path)) }
        #expect(MappedRanges.file(at: 0).isMapped)
        #expect(mapped.allSatisfy { $0.text(limit: 4) == "text" })
    }
}
