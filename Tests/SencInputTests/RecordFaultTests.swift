import SencFiles
import SencInput
import TestSupport
import Testing

/// Each fault, provoked, with the line that reports it.
struct RecordFaultTests {
    let directory = TemporaryDirectory()

    @Test(
        arguments: [
            ("{\"t\":\"a\"}\n\n{\"t\":", .malformedJSON(.endOfInput), 3),
            ("{\"t\":\"a\"} x\n", .malformedJSON(.trailingBytes(offset: 10)), 1),
            ("{\"t\":\"\\ud80\"}\n", .malformedJSON(.invalidEscape(offset: 6)), 1),
            ("{\"t\":NaN}\n", .notText(field: "t", .number), 1),
            ("{\"t\":\"a\"}\n{\"t\":-Infinity}\n", .notText(field: "t", .number), 2),
            ("{\"u\":\"a\"}\n", .missingField("t", keys: ["u"]), 1),
            ("[\"t\"]\n[\"t\"]\n", .missingField("t"), 1),
            ("{\"t\":\"a\"}\n{\"t\":1}", .notText(field: "t", .number), 2),
            ("{\"t\":null}\n", .nullField("t"), 1),
        ] as [(String, RecordFault, Int)])
    func jsonLines(text: String, fault: RecordFault, line: Int) {
        expect(text, .jsonLines(field: "t", id: nil), fault, line)
    }

    @Test func nestedFieldsThatAreNotThere() {
        for text in [#"{"t":"a"}"#, #"{"t":{}}"#, #"{"t":{"u":{}}}"#, #"{"t":["u.v"]}"#] {
            expect(
                text, .jsonLines(field: "t.u.v", id: nil), .missingField("t.u.v", keys: ["t"]), 1)
        }
        expect("{}", .jsonLines(field: ".", id: nil), .missingField("."), 1)
        expect("{}", .jsonLines(field: "", id: nil), .missingField(""), 1)
    }

    @Test func identifiersThatAreNone() {
        expect(
            #"{"t":"a","n":null}"#, .jsonLines(field: "t", id: "n"),
            .nullField("n"), 1)
        expect(
            #"{"t":"a","n":[]}"#, .jsonLines(field: "t", id: "n"),
            .notIdentifier(field: "n", .array), 1)
        expect(
            #"{"t":"a"}"#, .jsonLines(field: "t", id: "n"), .missingField("n", keys: ["t"]), 1)
        expect("t\na\n", .csv("t", id: "n"), .unknownColumn("n", columns: ["t"]), 1)
    }

    @Test(
        arguments: [
            ("", .noHeader, 1), ("\u{FEFF}", .noHeader, 1), ("\n\r\n", .noHeader, 3),
            ("u,v\n1,2\n", .unknownColumn("t", columns: ["u", "v"]), 1),
            ("\nu\n", .unknownColumn("t", columns: ["u"]), 2),
            ("t,u,t\n", .ambiguousColumn("t"), 1),
            ("t,u\n1,2\n3\n", .raggedRow(fields: 1, columns: 2, delimiter: 44), 3),
            ("t,u\n\"1\n\",2\n3,4,5\n", .raggedRow(fields: 3, columns: 2, delimiter: 44), 4),
            ("t,u\n1,\"2\n3", .unterminatedQuote, 2),
            ("t,u\n\"a\n\",\"b\n", .unterminatedQuote, 3),
            ("t\n\"a\"b\n", .textAfterQuote, 2), ("t\n\"a\" \n", .textAfterQuote, 2),
            ("t\ra\r", .bareCarriageReturn, 1), ("t\n\"a\"\rb", .bareCarriageReturn, 2),
        ] as [(String, RecordFault, Int)])
    func delimitedValues(text: String, fault: RecordFault, line: Int) {
        expect(text, .csv("t"), fault, line)
    }

    @Test func errorsAreOneLineWithThePlace() {
        let error = InputError.record(.missingField("a\nb"), path: "x.jsonl", line: 7)
        #expect(
            error.description
                == "no field 'a\\u{a}b'; --missing skip leaves such records out, --missing empty "
                + "takes an empty text (x.jsonl, line 7)")
        #expect(error.status == .badData)
    }

    private func expect(
        _ text: String, _ format: RecordFormat, _ fault: RecordFault, _ line: Int,
        location: SourceLocation = #_sourceLocation
    ) {
        let path = directory.write(text, to: "a")
        #expect(
            throws: InputError.record(fault, path: path, line: line), sourceLocation: location
        ) {
            try RecordReader.all(path, format)
        }
    }
}
