import Foundation
import SencFiles
import SencInput
import TestSupport
import Testing

/// Texts that are not UTF-8.
struct TextEncodingTests {
    let directory = TemporaryDirectory()

    static let goldens: [(encoding: String, bytes: [UInt8], text: String)] = {
        guard let json = try? JSON(path: Goldens.path("encodings/encodings.json")) else {
            return []
        }
        return (json.elements ?? []).map { entry in
            let digits = Array((entry["bytes"]?.string ?? "").utf8)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
                UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16) ?? 0
            }
            return (entry["encoding"]?.string ?? "", bytes, entry["text"]?.string ?? "")
        }
    }()

    private func lines(
        _ bytes: [UInt8], _ encoding: String? = nil, name: String = "a.txt"
    ) throws -> (texts: [String], replacements: Int) {
        let path = directory.write(bytes, to: name)
        let reader = try RecordReader(path: path, encoding: encoding.flatMap { TextEncoding($0) })
        var texts: [String] = []
        while let record = try reader.next() { texts.append(record.text) }
        #expect(reader.bytesRead == bytes.count)
        return (texts, reader.replacementCount)
    }

    /// Text in UTF-16 or UTF-32 with its byte order mark.
    private static func marked(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        ("\u{FEFF}" + text).data(using: encoding).map { [UInt8]($0) } ?? []
    }

    private static let marks: [String.Encoding] = [
        .utf8, .utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf32BigEndian,
    ]

    @Test func goldensAreThere() {
        #expect(Self.goldens.count == 21)
        #expect(Self.goldens.allSatisfy { !$0.bytes.isEmpty && !$0.text.isEmpty })
    }

    @Test(arguments: TextEncodingTests.goldens.map(\.encoding))
    func namedEncodingsReadAsPythonReadsThem(encoding: String) throws {
        let golden = try #require(Self.goldens.first { $0.encoding == encoding })
        #expect(TextEncoding(encoding) != nil)
        let (texts, replacements) = try lines(golden.bytes, encoding)
        #expect(texts == golden.text.split(separator: "\n").map(String.init))
        #expect(replacements == 0)
    }

    @Test(arguments: marks)
    func byteOrderMarksAreHeeded(encoding: String.Encoding) throws {
        let bytes = Self.marked("hí\n雨 😀\r\n", encoding)
        #expect(try lines(bytes) == (["hí", "雨 😀"], 0))
        // Whatever else is said.
        #expect(try lines(bytes, "latin1") == (["hí", "雨 😀"], 0))
        #expect(try lines(bytes, "shift_jis") == (["hí", "雨 😀"], 0))
    }

    @Test(arguments: marks)
    func aByteOrderMarkAloneIsNoText(encoding: String.Encoding) throws {
        #expect(try lines(Self.marked("", encoding)) == ([], 0))
        #expect(try lines(Self.marked("x", encoding)) == (["x"], 0))
    }

    @Test(arguments: marks)
    func everyFormatAndPassagesAreReadSo(encoding: String.Encoding) throws {
        let csv = directory.write(Self.marked("t,n\n\"á\nb\",1\n", encoding), to: "a.csv")
        #expect(
            try RecordReader.all(csv, .csv("t", id: "n")) == [Record(text: "á\nb", id: "1")])
        let jsonl = directory.write(Self.marked(#"{"t":"á"}"#, encoding), to: "a.jsonl")
        #expect(
            try RecordReader.all(jsonl, .jsonLines(field: "t", id: nil)) == [Record(text: "á")])
        let text = directory.write(Self.marked("\ná\n\nb\n", encoding), to: "a.txt")
        let reader = try PassageReader(path: text, unit: .paragraphs) { [0..<$0.utf8.count] }
        #expect(try reader.isText())
        #expect(try reader.next() == Passage(text: "á", lines: 2...2))
        #expect(try reader.next() == Passage(text: "b", lines: 4...4))
    }

    @Test func illFormedSequencesAreReplacedAndCounted() throws {
        // A lone surrogate, and half a unit at the end.
        let utf16: [UInt8] = [0xFF, 0xFE, 0x61, 0, 0, 0xD8, 0x62, 0, 0x0A, 0, 0x63, 0, 0x64]
        #expect(try lines(utf16) == (["a\u{FFFD}b", "c\u{FFFD}"], 2))
        let utf32: [UInt8] = [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61, 0, 0x11, 0, 0, 0, 0, 0, 0x62]
        #expect(try lines(utf32) == (["a\u{FFFD}b"], 1))
        // A first byte of two without the second, and one that is none.
        #expect(try lines([0x61, 0x81, 0x0A, 0x62], "shift_jis").texts.count == 2)
        let (texts, count) = try lines([0x61, 0xFD, 0x62, 0x81], "shift_jis")
        #expect(texts == ["a\u{FFFD}b\u{FFFD}"] && count == 2)
        // Well-formed U+FFFD are none.
        #expect(try lines(Self.marked("a\u{FFFD}", .utf16LittleEndian)) == (["a\u{FFFD}"], 0))
    }

    @Test func replacementsCountForTheRecordsGivenOut() throws {
        let path = directory.write(
            [0xFE, 0xFF, 0xD8, 0, 0, 0x0A, 0xD8, 0, 0, 0x0A], to: "a.txt")
        let reader = try RecordReader(path: path)
        #expect(reader.replacementCount == 0)
        #expect(try reader.next()?.text == "\u{FFFD}")
        #expect(reader.replacementCount == 1)
        #expect(try reader.skip(.max) == 1)
        #expect(reader.replacementCount == 1)
    }

    @Test func longTextsCrossPiecesAnywhere() throws {
        var generator = SplitMix(seed: 3)
        let letters = ["a", "é", "雨", "😀", "\n"]
        let text = (0..<200_000).map { _ in letters.randomElement(using: &generator) ?? "" }
            .joined()
        let expected = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        for encoding in Self.marks {
            let (texts, count) = try lines(Self.marked(text + "\nend", encoding))
            #expect(texts == expected + ["end"])
            #expect(count == 0)
        }
    }

    @Test func skippedRecordsDigestAsReadOnes() throws {
        let path = directory.write(Self.marked("á\nb\n\nc", .utf16BigEndian), to: "a.txt")
        for count in 0...4 {
            let (one, other) = (try RecordReader(path: path), try RecordReader(path: path))
            #expect(try one.skip(count) == count)
            for _ in 0..<count { _ = try other.next() }
            #expect(one.digest == other.digest)
            #expect(try one.next() == other.next())
        }
        #expect(try RecordReader.count(path: path) == 4)
    }

    /// Whatever the bytes, they are read to their end, and none is more than a character.
    @Test(arguments: TextEncodingTests.goldens.map(\.encoding))
    func bytesAtRandomAreReadToTheirEnd(encoding: String) throws {
        var generator = SplitMix(seed: 9)
        let golden = Self.goldens.first { $0.encoding == encoding }?.bytes ?? []
        for _ in 0..<50 {
            var bytes = (0..<Int.random(in: 0...40, using: &generator)).flatMap { _ in
                Bool.random(using: &generator)
                    ? golden : [UInt8.random(in: 0...255, using: &generator)]
            }
            if Bool.random(using: &generator) { bytes += [UInt8](repeating: 0x81, count: 70_000) }
            let path = directory.write(bytes, to: "a.txt")
            let reader = try RecordReader(path: path, encoding: TextEncoding(encoding))
            guard try reader.isText() else { continue }
            var count = 0
            while let record = try reader.next() { count += record.text.unicodeScalars.count }
            #expect(count <= 4 * bytes.count)
            #expect(reader.bytesRead == bytes.count)
        }
    }

    @Test(arguments: ["latin-1", "ISO_8859-1", "UTF8", "utf-8-sig", "utf_16_le", "CP1252", "Big5"])
    func otherSpellingsAreKnown(name: String) {
        #expect(TextEncoding(name) != nil)
    }

    @Test(
        arguments: [
            "", "nope", "utf-8//IGNORE", "latin1/", "a b", "é", "../x",
            String(repeating: "u", count: 1000),
        ])
    func unknownNamesAreNone(name: String) {
        #expect(TextEncoding(name) == nil)
    }

    @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian])
    func utf16WithoutAMarkIsRecognized(encoding: String.Encoding) throws {
        let bytes = "hola, lluvia\n".data(using: encoding).map { [UInt8]($0) } ?? []
        let name = encoding == .utf16LittleEndian ? "utf-16le" : "utf-16be"
        let reader = try RecordReader(path: directory.write(bytes, to: "a.txt"))
        #expect(try reader.next()?.text == "hola, lluvia")
        #expect(reader.recognizedEncoding?.name == name)
        #expect(try lines(bytes, name) == (["hola, lluvia"], 0))
    }
}
