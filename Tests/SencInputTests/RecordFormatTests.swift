import SencInput
import Testing

struct RecordFormatTests {
    @Test(
        arguments: [
            ("a.jsonl", .jsonLines(field: "t", id: "n")), ("a.csv", .csv("t", id: "n")),
            ("d.csv/a.b.NDJSON.GZ", .jsonLines(field: "t", id: "n")),
            ("a.tsv.gz", .delimited(by: 9, field: "t", id: "n")),
        ] as [(String, RecordFormat)])
    func isToldByTheName(path: String, format: RecordFormat) throws {
        #expect(try RecordFormat(path: path, field: "t", id: "n") == format)
    }

    @Test func isTextWithoutAField() throws {
        #expect(try RecordFormat(path: "a.csv") == .text)
        #expect(try RecordFormat(path: "a.csv", kind: .text) == .text)
    }

    @Test func theKindGoesBeforeTheName() throws {
        #expect(try RecordFormat(path: "a.jsonl", kind: .csv, field: "t") == .csv("t"))
        #expect(
            try RecordFormat(path: "-", kind: .jsonl, field: "t")
                == .jsonLines(field: "t", id: nil))
    }

    @Test(
        arguments: [
            ("a.txt", nil, "t", nil, .unknown), ("csv", nil, "t", nil, .unknown),
            ("a.gz", nil, "t", nil, .unknown), (".gz", nil, "t", nil, .unknown),
            ("a.csv", .text, "t", nil, .fieldOfText("t")),
            ("a.csv", nil, nil, "n", .fieldOfText("n")),
            ("a.csv", .jsonl, nil, nil, .fieldNeeded(.jsonl)),
        ] as [(String, RecordFormat.Kind?, String?, String?, FormatFault)])
    func whatMakesNoSense(
        path: String, kind: RecordFormat.Kind?, field: String?, id: String?, fault: FormatFault
    ) {
        #expect(throws: InputError.format(fault, path: path)) {
            try RecordFormat(path: path, kind: kind, field: field, id: id)
        }
    }
}
