import SencFiles
import SencInput
import TestSupport
import Testing

/// Records whose text or id is null or not there.
struct MissingFieldTests {
    let directory = TemporaryDirectory()
    static let lines = """
        {"text":"a","id":1}
        {"text":null,"id":2}

        {"id":3}
        {"text":"b","id":null}
        {"text":"","id":5}
        {"text":"c","id":6}
        {"id":7}

        """

    private func format(_ missing: RecordFormat.MissingField) -> RecordFormat {
        .jsonLines(field: "text", id: "id", missing: missing)
    }

    private func path() -> String { directory.write(Self.lines, to: "a.jsonl") }

    @Test func theErrorSaysTheLineAndTheWayOut() throws {
        let mend = "; --missing skip leaves such records out, --missing empty takes an empty text"
        let null = #expect(throws: InputError.self) { try RecordReader.all(path(), format(.error)) }
        #expect(null?.description == "field 'text' is null\(mend) (\(path()), line 2)")
        let absent = directory.write("{\"text\":\"a\"}\n{\"txt\":\"b\",\"n\":1}\n", to: "b.jsonl")
        let error = #expect(throws: InputError.self) {
            try RecordReader.all(absent, .jsonLines(field: "text", id: nil))
        }
        #expect(error?.description == "no field 'text', but 'txt', 'n'\(mend) (\(absent), line 2)")
        #expect(error?.status == .badData)
    }

    @Test func skippedRecordsTakeTheirIdentifiersAlong() throws {
        let records = try RecordReader.all(path(), format(.skip))
        #expect(
            records == [
                Record(text: "a", id: "1"), Record(text: "", id: "5"), Record(text: "c", id: "6"),
            ])
    }

    @Test func emptyOnesKeepTheirPlace() throws {
        let records = try RecordReader.all(path(), format(.empty))
        #expect(records.map(\.text) == ["a", "", "", "b", "", "c", ""])
        #expect(records.map(\.id) == ["1", "2", "3", "", "5", "6", "7"])
    }

    @Test func aFieldOfAnotherKindStaysAnError() {
        for missing in RecordFormat.MissingField.allCases {
            let path = directory.write("{\"text\":7,\"id\":1}\n", to: "a.jsonl")
            #expect(
                throws: InputError.record(.notText(field: "text", .number), path: path, line: 1)
            ) { try RecordReader.all(path, format(missing)) }
        }
    }

    @Test(arguments: RecordFormat.MissingField.allCases.filter { $0 != .error })
    func countsSkipsAndDigestsAgree(missing: RecordFormat.MissingField) throws {
        let format = format(missing)
        let records = try RecordReader.all(path(), format)
        #expect(try RecordReader.count(path: path(), format: format) == records.count)
        for count in 0...records.count {
            let (one, other) = (
                try RecordReader(path: path(), format: format),
                try RecordReader(path: path(), format: format)
            )
            #expect(try one.skip(count) == count)
            for _ in 0..<count { _ = try other.next() }
            #expect(one.digest == other.digest)
            #expect(try one.next() == (count < records.count ? records[count] : nil))
        }
    }

    /// A job that read to the end and was stopped then goes on behind the last record.
    @Test func whatFollowsTheLastRecordIsNotInTheDigest() throws {
        for (name, text, format) in [
            ("a.jsonl", Self.lines, format(.skip)),
            ("b.jsonl", "{\"text\":\"a\"}\n \n\n", .jsonLines(field: "text", id: nil)),
            ("c.csv", "text\na\n\n\n", .csv("text")),
        ] as [(String, String, RecordFormat)] {
            let path = directory.write(text, to: name)
            let (one, other) = (
                try RecordReader(path: path, format: format),
                try RecordReader(path: path, format: format)
            )
            var count = 0
            while try one.next() != nil { count += 1 }
            #expect(try other.skip(count) == count)
            #expect(one.digest == other.digest)
        }
    }

    @Test func emptyValuesOfCSVCountAsMissingIfSkipped() throws {
        let path = directory.write("id,text\n1,\n2,\"\"\n,b\n4,c\n", to: "a.csv")
        func records(_ missing: RecordFormat.MissingField) throws -> [String?] {
            let format = try RecordFormat(
                path: path, field: "text", id: "id", details: .init(missing: missing))
            return try RecordReader.all(path, format).map(\.id)
        }
        #expect(try records(.skip) == ["2", "4"])
        #expect(try records(.empty) == ["1", "2", "", "4"])
        #expect(try records(.error) == ["1", "2", "", "4"])
        let ragged = directory.write("id,text\n1\n", to: "b.csv")
        #expect(throws: InputError.self) {
            try RecordReader.all(
                ragged,
                .delimited(by: UInt8(ascii: ","), field: "text", id: nil, missing: .skip))
        }
    }
}
