import Foundation
import SencFiles
import SencInput
import TestSupport
import Testing

/// Files that are written to while they are read.
struct ChangedFileTests {
    let directory = TemporaryDirectory()
    /// Long enough that it is not read at once.
    static let text = String(repeating: "some rain falls\n", count: 100_000)

    /// Opens a file, reads a record, has the file changed, and reads the rest.
    private func records(
        _ text: String = text, change: (FileHandle) throws -> Void
    ) throws -> Int {
        let path = directory.write(text, to: "a.txt")
        // The time of a file's change is known to some milliseconds.
        Thread.sleep(forTimeInterval: 0.05)
        let reader = try RecordReader(path: path)
        #expect(try reader.next() != nil)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try change(file)
        try file.close()
        var count = 1
        while try reader.next() != nil { count += 1 }
        return count
    }

    private var changed: InputError { .changed(path: directory.file("a.txt")) }

    @Test func aFileThatIsCutIsAnError() throws {
        for size: UInt64 in [0, 10, 1_000_000, 1_599_999] {
            #expect(throws: changed) { try records { try $0.truncate(atOffset: size) } }
        }
        #expect(changed.status == .ioFailure)
    }

    @Test func aFileThatIsWrittenAnewIsAnError() throws {
        #expect(throws: changed) {
            try records {
                try $0.seek(toOffset: 1_500_000)
                try $0.write(contentsOf: Data("other".utf8))
            }
        }
        #expect(throws: changed) {
            try records {
                try $0.truncate(atOffset: 0)
                try $0.write(contentsOf: Data(String(repeating: "sun\n", count: 500_000).utf8))
            }
        }
    }

    @Test func whatIsAppendedIsNotRead() throws {
        let count = try records {
            try $0.seekToEnd()
            try $0.write(contentsOf: Data("more\nand more".utf8))
        }
        #expect(count == 100_000)
    }

    @Test func aShortFileThatIsWrittenAnewIsAnErrorAsWell() throws {
        #expect(throws: changed) {
            try records("one\ntwo\n") {
                try $0.truncate(atOffset: 0)
                try $0.write(contentsOf: Data("three\nfour\n".utf8))
            }
        }
    }

    @Test func aCompressedFileThatIsCutIsAnError() throws {
        let bytes = try Goldens.bytes("records/members.txt.gz")
        let path = directory.write(bytes, to: "a.gz")
        Thread.sleep(forTimeInterval: 0.05)
        let source = try ByteSource(path: path)
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        try file.truncate(atOffset: UInt64(bytes.count / 2))
        try file.close()
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1000, alignment: 1)
        defer { piece.deallocate() }
        #expect(throws: InputError.changed(path: path)) {
            while try source.read(into: piece) > 0 {}
        }
    }

    @Test func whatIsCountedMustBeWhatIsOpen() throws {
        let path = directory.write("a\nb\n", to: "a.txt")
        let reader = try RecordReader(path: path)
        #expect(try reader.count(format: .text, encoding: nil) == 2)
        directory.write("a\nb\nc\n", to: "a.txt")
        #expect(throws: changed) { try reader.count(format: .text, encoding: nil) }
    }

    #if os(Linux)
    @Test func filesOfTheKernelThatSayTheyAreEmptyAreRead() throws {
        #expect(try !RecordReader.all("/proc/self/status").isEmpty)
    }
    #endif
}
