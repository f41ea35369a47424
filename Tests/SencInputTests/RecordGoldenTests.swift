import SencFiles
import SencInput
import TestSupport
import Testing

/// What is read equals what Python reads (`Goldens/make_records.py`).
struct RecordGoldenTests {
    static let files: [(name: String, format: RecordFormat)] = [
        ("minimal.csv", .csv("the text", id: "id")),
        ("quoted.csv", .csv("the text", id: "id")),
        ("tabs.tsv", .delimited(by: UInt8(ascii: "\t"), field: "the text", id: "id")),
        ("nested.jsonl", .jsonLines(field: "body.text", id: "id")),
        ("lines.txt", .text), ("members.txt.gz", .text),
    ]

    @Test(arguments: files)
    func readsTheTexts(name: String, format: RecordFormat) throws {
        let goldens = try JSON(path: Goldens.path("records/expected.json"))
        let expected = try #require(goldens[name])
        let texts = try #require(expected["texts"]?.elements).map { $0.string }
        let ids = expected["ids"]?.elements?.map { $0.string }
        let path = Goldens.path("records/" + name)

        let reader = try RecordReader(path: path, format: format)
        var records: [Record] = []
        while let record = try reader.next() { records.append(record) }
        #expect(records.map(\.text) == texts)
        if let ids { #expect(records.map(\.id) == ids) }
        #expect(reader.replacementCount == expected["replacements"]?.int ?? 0)
        #expect(reader.bytesRead == reader.size)
        #expect(try RecordReader.count(path: path, format: format) == texts.count)
    }
}
