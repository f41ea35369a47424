import Foundation
import SencFiles
import SencInput
import TestSupport
import Testing

/// Texts whose encoding nothing names.
struct EncodingRecognitionTests {
    let directory = TemporaryDirectory()

    private func read(_ bytes: [UInt8]) throws -> (texts: [String], encoding: String?) {
        let reader = try RecordReader(path: directory.write(bytes, to: "a.txt"))
        var texts: [String] = []
        while let record = try reader.next() { texts.append(record.text) }
        #expect(reader.bytesRead == bytes.count)
        return (texts, reader.recognizedEncoding?.name)
    }

    @Test(
        arguments: [
            ([0x63, 0x61, 0x66, 0xE9], "café", "windows-1252"),
            ([0x80, 0x20, 0x93, 0x61, 0x94], "€ “a”", "windows-1252"),
            // One of the five bytes that it does not have.
            ([0x61, 0x81, 0x62], "a\u{FFFD}b", "windows-1252"),
            // What looks like the start of more is none at the end.
            ([0x61, 0xC3], "aÃ", "windows-1252"), ([0x61, 0xE2, 0x82], "aâ‚", "windows-1252"),
            ([0x61, 0xC3, 0xA9, 0xE9], "aé\u{FFFD}", nil),
            ([0xE9, 0x20, 0xC3, 0xA9], "\u{FFFD} é", nil),
            ([0xC3, 0xA9], "é", nil), ([0x61], "a", nil),
        ] as [([UInt8], String, String?)])
    func lettersTellWindows1252(bytes: [UInt8], text: String, encoding: String?) throws {
        let found = try read(bytes)
        #expect(found.texts == [text])
        #expect(found.encoding == encoding)
    }

    /// The first MiB counts, with a character that begins in it.
    @Test(arguments: [-3, -2, -1, 0, 1])
    func theFirstMebibyteTells(offset: Int) throws {
        let start = [UInt8](repeating: 0x61, count: (1 << 20) + offset)
        #expect(try read(start + [0xE9, 0x62]).encoding == (offset < 0 ? "windows-1252" : nil))
        #expect(try read(start + [0xC3, 0xA9, 0x20, 0xE9]).encoding == nil)
        // A letter before, and a well-formed one at the end of what counts.
        let mixed = [0xE9] + start.dropFirst() + [0xC3, 0xA9]
        #expect(try read(mixed).encoding == (offset < 0 ? nil : "windows-1252"))
    }

    @Test func longTextsAreReadToTheirEnd() throws {
        var generator = SplitMix(seed: 5)
        let letters: [UInt8] = [0x61, 0xE1, 0xF1, 0x20, 0xFA, 0x0A]
        var bytes = [UInt8](repeating: 0x61, count: 70_000)
        bytes += (0..<3_000_000).map { _ in letters.randomElement(using: &generator) ?? 0 }
        let expected = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.map { byte in
                switch byte {
                case 0xE1: "á"
                case 0xF1: "ñ"
                case 0xFA: "ú"
                default: String(UnicodeScalar(byte))
                }
            }.joined()
        }
        let found = try read(bytes + [0x0A])
        #expect(found.encoding == "windows-1252")
        #expect(found.texts == expected)
    }

    /// However the bytes come, the texts and the digest are the same.
    @Test func piecesOfAPipeChangeNothing() async throws {
        var generator = SplitMix(seed: 8)
        for number in 0..<12 {
            let alphabet: [[UInt8]] = [
                [0x61], [0x0A], [0xE9], number % 2 == 0 ? [0xC3, 0xA9] : [0x62],
            ]
            let bytes = (0..<Int.random(in: 1...30_000, using: &generator)).flatMap { _ in
                alphabet.randomElement(using: &generator) ?? []
            }
            let whole = try RecordReader(path: directory.write(bytes, to: "a.txt"))
            var expected: [String] = []
            while let record = try whole.next() { expected.append(record.text) }
            let pipe = Pipe()
            let cuts = (0..<5).map { _ in Int.random(in: 0...bytes.count, using: &generator) }
                .sorted()
            let pieces = zip([0] + cuts, cuts + [bytes.count]).map { Data(bytes[$0..<$1]) }
            let writer = pipe.fileHandleForWriting
            Thread.detachNewThread {
                for piece in pieces { try? writer.write(contentsOf: piece) }
                try? writer.close()
            }
            let reader = try RecordReader(
                path: "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)")
            var texts: [String] = []
            while let record = try reader.next() { texts.append(record.text) }
            #expect(texts == expected)
            #expect(reader.digest == whole.digest)
            #expect(reader.recognizedEncoding == whole.recognizedEncoding)
        }
    }

    @Test func passagesAndTablesAreReadSo() throws {
        let csv = directory.write(Array("id;texto\n1;ca".utf8) + [0xF1, 0x61, 0x0A], to: "a.csv")
        #expect(try RecordReader.all(csv, RecordFormat(path: csv)) == [Record(text: "caña")])
        let text = directory.write([0x0A, 0xE1, 0x0A], to: "a.txt")
        let passages = try PassageReader(path: text, unit: .lines) { [0..<$0.utf8.count] }
        #expect(try passages.isText())
        #expect(try passages.next() == Passage(text: "á", lines: 2...2))
        #expect(passages.recognizedEncoding?.name == "windows-1252")
        let rows = try TableReader(path: csv, fields: [TableField(["texto"])])
        #expect(try rows.next()?.values == ["caña"])
        #expect(rows.recognizedEncoding?.name == "windows-1252")
    }

    @Test func skippedRecordsDigestAsReadOnes() throws {
        let path = directory.write([0x61, 0x0A, 0xE9, 0x0A, 0x62, 0x0A], to: "a.txt")
        for count in 0...3 {
            let (one, other) = (try RecordReader(path: path), try RecordReader(path: path))
            #expect(try one.skip(count) == count)
            for _ in 0..<count { _ = try other.next() }
            #expect(one.digest == other.digest)
            #expect(try one.next() == other.next())
        }
    }
}
