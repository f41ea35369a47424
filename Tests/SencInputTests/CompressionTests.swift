import SencFiles
import SencInput
import TestSupport
import Testing

/// Files that the system's libraries decompress.
struct CompressionTests {
    static let names = ["lines.txt.bz2", "lines.txt.xz", "lines.txt.zst"]
    let directory = TemporaryDirectory()

    private func kind(_ name: String) -> Compression {
        name.hasSuffix("bz2") ? .bzip2 : name.hasSuffix("xz") ? .xz : .zstd
    }

    @Test(arguments: names, [1, 7, 1000, 100_000])
    func streamsOneAfterTheOtherAreOneText(name: String, size: Int) throws {
        let lines = try Goldens.bytes("records/lines.txt")
        #expect(try ByteSource.bytes(of: Goldens.path("encodings/" + name), size: size) == lines)
    }

    @Test(arguments: names)
    func theNameDoesNotMatter(name: String) throws {
        let path = directory.write(try Goldens.bytes("encodings/" + name), to: "a.txt")
        #expect(
            try RecordReader.all(path).count
                == RecordReader.all(Goldens.path("records/lines.txt")).count)
    }

    @Test(arguments: names)
    func aFileThatEndsTooEarlyIsAnError(name: String) throws {
        let lines = try Goldens.bytes("records/lines.txt")
        let bytes = try Goldens.bytes("encodings/" + name)
        var truncated = 0
        for count in 12..<bytes.count {
            let path = directory.write(Array(bytes[..<count]), to: "a")
            do {
                // Between streams a file is whole.
                #expect(try ByteSource.bytes(of: path) == Array(lines[..<777]) || count <= 12)
            } catch let error as InputError {
                #expect(error.status == .badData)
                if error == .truncated(kind(name), path: path) { truncated += 1 }
            }
        }
        #expect(truncated > bytes.count - 50)
    }

    @Test(arguments: names)
    func damagedFilesAreAnError(name: String) throws {
        let lines = try Goldens.bytes("records/lines.txt")
        let bytes = try Goldens.bytes("encodings/" + name)
        var generator = SplitMix(seed: 5)
        var refused = 0
        for _ in 0..<300 {
            var damaged = bytes
            let position = Int.random(in: 6..<bytes.count, using: &generator)
            damaged[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            do {
                let found = try ByteSource.bytes(of: directory.write(damaged, to: "a"))
                #expect(found == lines || found.count <= lines.count)
            } catch let error as InputError {
                #expect(!error.description.contains("\n"))
                #expect(error.status == .badData)
                refused += 1
            }
        }
        #expect(refused > 250)
    }

    @Test func otherBytesBehindTheEndAreAnError() throws {
        for name in Self.names {
            let bytes = try Goldens.bytes("encodings/" + name) + Array("other bytes".utf8)
            let path = directory.write(bytes, to: "a")
            #expect(throws: InputError.self) { try ByteSource.bytes(of: path) }
        }
    }

    @Test func textsThatBeginAsSuchAFileAreText() throws {
        for text in ["BZh", "BZh9 is a name\n", "(\n", "\u{FD}7z\n"] {
            let path = directory.write(text, to: "a.txt")
            #expect(try ByteSource.bytes(of: path) == Array(text.utf8))
        }
    }

    @Test func theNameEndsBehindTheKind() throws {
        for suffix in ["gz", "bz2", "xz", "zst"] {
            #expect(
                try RecordFormat(path: "a.jsonl.\(suffix)", field: "t")
                    == .jsonLines(field: "t", id: nil))
        }
    }

    @Test func aLibraryThatIsNotThereIsNamed() {
        let error = InputError.noLibrary(.zstd, path: "a.zst")
        #expect(
            error.description
                == "zstd files are read with the system's libzstd, which cannot be loaded; install "
                + "it, or decompress the file (a.zst)")
        #expect(error.status == .noInput)
    }
}
