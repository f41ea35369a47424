import SencFiles
import SencInput
import TestSupport
import Testing

struct RecordReaderTests {
    let directory = TemporaryDirectory()

    @Test(
        arguments: [
            ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\r\n\nb", ["a", "", "b"]),
            ("\u{FEFF}a\nb\u{FEFF}\n", ["a", "b\u{FEFF}"]), ("\u{FEFF}", []), ("a\rb\r", ["a\rb"]),
            ("\r\n\r\n", ["", ""]),
        ] as [(String, [String])])
    func readsLines(text: String, lines: [String]) throws {
        let path = directory.write(text, to: "a.txt")
        #expect(try RecordReader.all(path).map(\.text) == lines)
        #expect(try RecordReader.count(path: path) == lines.count)
    }

    @Test(
        arguments: [
            ("t\n", []), ("t\r\n\"\"\r\n", [""]), ("t\n\nx\n\n", ["x"]), ("t\nx", ["x"]),
            ("t\n\"a\"\"b\"", ["a\"b"]), ("t\na\"b\n", ["a\"b"]), ("t\n\"a,\r\nb\"\n", ["a,\r\nb"]),
            ("\u{FEFF}\"t\"\nx\n", ["x"]), ("t\nx\r", ["x"]), ("\n\nt\nx\n", ["x"]),
            ("t,u\n,\n\"\",\"\"\n", ["", ""]), ("u,t\n1,2\n3,", ["2", ""]),
            ("t\n\"\"\"\"\n", ["\""]),
        ] as [(String, [String])])
    func readsDelimitedValues(text: String, texts: [String]) throws {
        let path = directory.write(text, to: "a.csv")
        #expect(try RecordReader.all(path, .csv("t")).map(\.text) == texts)
        #expect(try RecordReader.count(path: path, format: .csv("t")) == texts.count)
    }

    @Test(
        arguments: [
            (#"{"t":"a"}"#, "t", "a"), (#"{"t":{"u":"a"}}"#, "t.u", "a"),
            (#"{"t":{"u":"a"},"t.u":"b"}"#, "t.u", "b"), (#"{"t":{"u.v":"a"}}"#, "t.u.v", "a"),
            (#" {"t":"a","t":"\u00e9\n"} "#, "t", "é\n"), (#"{"":"a"}"#, "", "a"),
        ])
    func findsFieldsInObjects(line: String, field: String, text: String) throws {
        let path = directory.write(line, to: "a.jsonl")
        let records = try RecordReader.all(path, .jsonLines(field: field, id: nil))
        #expect(records == [Record(text: text)])
    }

    @Test(arguments: [(#""x""#, "x"), ("-1.50e3", "-1.50e3"), ("false", "false")])
    func givesIdentifiersAsWritten(value: String, id: String) throws {
        let path = directory.write(#"{"t":"a","n":"# + value + "}", to: "a.jsonl")
        let records = try RecordReader.all(path, .jsonLines(field: "t", id: "n"))
        #expect(records == [Record(text: "a", id: id)])
    }

    @Test func replacesWhatIsNotUTF8InEveryFormat() throws {
        let bad: [UInt8] = [0xC3, 0xA9, 0x61, 0xE4, 0xB8, 0x62]
        for (name, head, tail, format) in [
            ("a.txt", "", "", .text), ("a.csv", "t\n\"\"\"", "\"\n", .csv("t")),
            ("a.jsonl", #"{"t":""#, #""}"#, .jsonLines(field: "t", id: nil)),
        ] as [(String, String, String, RecordFormat)] {
            let path = directory.write(Array(head.utf8) + bad + Array(tail.utf8), to: name)
            let reader = try RecordReader(path: path, format: format)
            #expect(try reader.next()?.text.hasSuffix("a\u{FFFD}b") == true)
            #expect(reader.replacementCount == 1)
        }
    }

    @Test func readsJSONAsPythonWritesIt() throws {
        let path = directory.write(
            #"{"t":"rain","price":NaN,"n":[Infinity,-Infinity]}"# + "\n" + #"{"t":"a \ud83d"}"#
                + "\n"
                + #"{"t":"\ude00\ude00","n":1}"# + "\n" + #"{"t":"😀\ud83d\ude00"}"#, to: "a.jsonl")
        let reader = try RecordReader(path: path, format: .jsonLines(field: "t", id: nil))
        #expect(try reader.next()?.text == "rain")
        #expect(reader.replacementCount == 0)
        #expect(try reader.next()?.text == "a \u{FFFD}")
        #expect(reader.replacementCount == 1)
        #expect(try reader.next()?.text == "\u{FFFD}\u{FFFD}")
        #expect(try reader.next()?.text == "😀😀")
        #expect(reader.replacementCount == 3)
    }

    @Test func readsRecordsThatCrossTheWindow() throws {
        var generator = SplitMix(seed: 7)
        let texts = (0..<60).map { _ in
            let count =
                [10, 100_000, 262_143, 262_144, 262_145, 700_000]
                .randomElement(using: &generator) ?? 0
            return String(
                repeating: ["a", "é", "b\"c"].randomElement(using: &generator) ?? "", count: count)
        }
        let quoted = texts.map { "\"" + $0.split(separator: "\"").joined(separator: "\"\"") + "\"" }
        let text = directory.write(texts.joined(separator: "\n"), to: "a.txt")
        let csv = directory.write("t\r\n" + quoted.joined(separator: "\r\n"), to: "a.csv")
        #expect(try RecordReader.all(text).map(\.text) == texts)
        #expect(try RecordReader.all(csv, .csv("t")).map(\.text) == texts)
    }

    @Test func readsALineOf20MegabytesInLinearTime() throws {
        let path = directory.write(
            [UInt8](repeating: 0x61, count: 20 << 20) + [0x0A, 0x62], to: "a.txt")
        let texts = try RecordReader.all(path).map(\.text)
        #expect(texts.map(\.utf8.count) == [20 << 20, 1])
    }

    @Test func digestsTheBytesUpToTheRecordsEnd() throws {
        let text = "\u{FEFF}one\r\n\ntwo é\nthree"
        let path = directory.write(text, to: "a.txt")
        let reader = try RecordReader(path: path)
        let bytes = Array(text.utf8)
        #expect(reader.digest == digest([]))
        for end in [8, 9, 16, bytes.count] {
            #expect(try reader.next() != nil)
            #expect(reader.digest == digest(bytes[..<end]))
        }
        #expect(try reader.next() == nil)
        #expect(reader.digest == digest(bytes))
    }

    @Test func skippedRecordsCountAndDigestAsReadOnes() throws {
        for (name, format) in RecordGoldenTests.files {
            let path = Goldens.path("records/" + name)
            let count = try RecordReader.count(path: path, format: format)
            for skipped in [0, 1, 17, count - 1, count] {
                let (one, other) = (
                    try RecordReader(path: path, format: format),
                    try RecordReader(path: path, format: format)
                )
                #expect(try one.skip(skipped) == skipped)
                for _ in 0..<skipped { _ = try other.next() }
                #expect(one.digest == other.digest)
                #expect(try one.next() == other.next())
                #expect(try one.skip(.max) == max(0, count - skipped - 1))
            }
        }
    }
}
