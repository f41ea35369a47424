import SencFiles
import SencInput
import TestSupport
import Testing

struct ByteSourceTests {
    static let gzip = try? Goldens.bytes("records/members.txt.gz")
    let directory = TemporaryDirectory()

    @Test(arguments: [1, 2, 3, 1000])
    func readsFilesInPieces(size: Int) throws {
        for bytes in [[], [0x1F], [0x1F, 0x8A], [0x61, 0x62, 0x63]] as [[UInt8]] {
            #expect(
                try ByteSource.bytes(of: directory.write(bytes, to: "a.gz"), size: size) == bytes)
        }
        let lines = try Goldens.bytes("records/lines.txt")
        #expect(
            try ByteSource.bytes(of: Goldens.path("records/members.txt.gz"), size: size) == lines)
    }

    @Test func tellsGzipByItsBytesAndNotByItsName() throws {
        let gzip = try #require(Self.gzip)
        #expect(
            try ByteSource.bytes(of: directory.write(gzip, to: "a.txt"))
                == Goldens.bytes("records/lines.txt"))
    }

    @Test func truncatedGzip() throws {
        let gzip = try #require(Self.gzip).dropLast(100)
        // Between members a file is whole.
        let lines = try Goldens.bytes("records/lines.txt")
        let whole = [lines[..<100], lines[..<100], lines[..<101]].map { Array($0) }
        for count in 2..<gzip.count {
            let path = directory.write(Array(gzip[..<count]), to: "a")
            do {
                let bytes = try ByteSource.bytes(of: path)
                #expect(whole.contains(bytes), "\(count) bytes")
            } catch let error as InputError {
                #expect(error == .truncatedGzip(path: path), "\(count) bytes")
            }
        }
    }

    @Test func corruptGzip() throws {
        let gzip = Array(try #require(Self.gzip).dropLast(100))
        var method = gzip
        method[2] = 7
        var checksum = gzip
        checksum[checksum.count - 8] ^= 1
        var length = gzip
        length[length.count - 1] ^= 1
        for (bytes, reason) in [
            (method, "unknown compression method"), (checksum, "incorrect data check"),
            (length, "incorrect length check"),
            (gzip + [0x61], "other bytes after the last member"),
            (gzip + [0, 0, 0x1F, 0x61], "incorrect header check"),
        ] {
            let path = directory.write(bytes, to: "a.gz")
            #expect(throws: InputError.corruptGzip(path: path, reason: Message(verbatim: reason))) {
                try ByteSource.bytes(of: path)
            }
        }
    }

    @Test func filesThatCannotBeRead() {
        #expect(throws: InputError.file(.notFound(path: "/nowhere"))) {
            try ByteSource(path: "/nowhere")
        }
        #expect(throws: InputError.file(.directory(path: directory.path))) {
            try ByteSource(path: directory.path)
        }
    }
}
