import SencFiles
import SencInput
import TestSupport
import Testing

struct RecordFormatTests {
    @Test(
        arguments: [
            ("a.jsonl", .jsonLines(field: "t", id: "n")),
            ("a.csv", .delimited(by: nil, field: "t", id: "n")),
            ("d.csv/a.b.NDJSON.GZ", .jsonLines(field: "t", id: "n")),
            ("a.tsv.gz", .delimited(by: nil, field: "t", id: "n", quoting: nil, likely: 9)),
            ("a.txt", .either(field: "t", id: "n")), ("a.gz", .either(field: "t", id: "n")),
            ("-", .either(field: "t", id: "n")),
        ] as [(String, RecordFormat)])
    func isToldByTheName(path: String, format: RecordFormat) throws {
        #expect(try RecordFormat(path: path, field: "t", id: "n") == format)
    }

    @Test func isTextWithoutAField() throws {
        #expect(try RecordFormat(path: "a.txt") == .text)
        #expect(try RecordFormat(path: "-") == .text)
        #expect(try RecordFormat(path: "a.csv", kind: .text) == .text)
    }

    @Test func theKindGoesBeforeTheName() throws {
        #expect(
            try RecordFormat(path: "a.jsonl", kind: .csv, field: "t")
                == .delimited(by: nil, field: "t", id: nil))
        #expect(
            try RecordFormat(path: "-", kind: .jsonl, field: "t")
                == .jsonLines(field: "t", id: nil))
    }

    @Test(
        arguments: [
            ("a.csv", .text, "t", nil, .fieldOfText("t")),
            ("a.txt", .text, nil, "n", .fieldOfText("n")),
        ] as [(String, RecordFormat.Kind?, String?, String?, FormatFault)])
    func whatMakesNoSense(
        path: String, kind: RecordFormat.Kind?, field: String?, id: String?, fault: FormatFault
    ) {
        #expect(throws: InputError.format(fault, path: path)) {
            try RecordFormat(path: path, kind: kind, field: field, id: id)
        }
    }

    /// What has fields is not read by lines unless that is said.
    @Test func theFieldsAreToldIfNoneIsAskedFor() throws {
        let directory = TemporaryDirectory()
        for (name, text, kind) in [
            ("a.csv", "id;\"a text\"\n1;b\n", .csv), ("a.tsv", "id\ta text\n", .tsv),
            ("a.jsonl", #"{"id":1,"a text":"b"}"#, .jsonl),
            ("a.ndjson", #"{"id":1,"a text":2}"#, .jsonl),
        ] as [(String, String, RecordFormat.Kind)] {
            let path = directory.write(text, to: name)
            let error = InputError.format(.fieldNeeded(kind, names: ["id", "a text"]), path: path)
            #expect(throws: error) { try RecordReader.all(path, RecordFormat(path: path)) }
            #expect(throws: error) {
                try RecordReader.all(path, RecordFormat(path: path, id: "id"))
            }
            #expect(error.description.contains("--field NAME with one of 'id', 'a text'; or "))
            #expect(error.status == .usage)
            #expect(try RecordFormat(path: path, kind: .text) == .text)
        }
        let empty = directory.write("", to: "b.csv.gz")
        #expect(throws: InputError.record(.noHeader, path: empty, line: 1)) {
            try RecordReader.all(empty, RecordFormat(path: empty))
        }
    }

    @Test func optionsThatSayNothingAreErrors() {
        for (path, field, details, kind, option) in [
            ("a.jsonl", "t", .init(delimiter: 59), .jsonl, "--delimiter"),
            ("a.jsonl", "t", .init(quoting: .double), .jsonl, "--quoting"),
            ("a.txt", nil, .init(missing: .skip), .text, "--missing"),
            ("a.txt", nil, .init(quoting: .double), .text, "--quoting"),
        ] as [(String, String?, RecordFormat.Details, RecordFormat.Kind, String)] {
            #expect(throws: InputError.format(.optionOf(kind, option: option), path: path)) {
                try RecordFormat(path: path, field: field, details: details)
            }
        }
    }
}
