import SencFiles
import SencInput
import TestSupport
import Testing

/// Rows with several values, and the files that have no header.
struct TableReaderTests {
    private let directory = TemporaryDirectory()
    private let fields = [
        TableField(["sentence1", "first"], position: 0),
        TableField(["sentence2", "second"], position: 1),
        TableField(["score"], position: 2, isOptional: true, isText: false),
    ]

    private func rows(
        _ text: String, _ name: String = "t.csv", header: TableHeader = .unlessNumber(at: 2),
        details: RecordFormat.Details = RecordFormat.Details()
    ) throws(InputError) -> [TableRow] {
        let reader = try TableReader(
            path: directory.write(text, to: name), fields: fields, header: header,
            details: details)
        var rows: [TableRow] = []
        while let row = try reader.next() { rows.append(row) }
        return rows
    }

    private func expect(
        _ text: String, in name: String = "t.csv", header: TableHeader = .unlessNumber(at: 2),
        fault: RecordFault, line: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(sourceLocation: sourceLocation) {
            _ = try rows(text, name, header: header)
        } throws: { error in
            error as? InputError
                == .record(fault, path: directory.file(name), line: line)
        }
    }

    @Test(arguments: [",", ";", "\t", "|"]) func columnsAreFoundByNameInAnyOrder(
        delimiter: String
    ) throws {
        let text = "id,score,second,first\n7,0.5,b,a\n\n8,x,\"d\n\",c\n"
        #expect(
            try rows(text.replacing(",", with: delimiter)) == [
                TableRow(values: ["a", "b", "0.5"], line: 2),
                TableRow(values: ["c", "d\n", "x"], line: 4),
            ])
    }

    @Test func allColumnsAreReadWhereverTheyAre() throws {
        func named(_ text: String, _ name: String) throws -> [NamedRow] {
            let reader = try TableReader(
                path: directory.write(text, to: name),
                fields: [TableField(["b"], isText: false)], header: .unlessValues)
            var rows: [NamedRow] = []
            while let row = try reader.nextNamed() { rows.append(row) }
            return rows
        }
        let rows = try named("a;b:token;b\n1;\"x;y\";\n", "t.csv")
        #expect(rows.map(\.names) == [["a", "b:token", "b"]])
        #expect(rows.map(\.values) == [["1", "x;y", ""]] && rows.map(\.line) == [2])
        let objects = try named(
            #"{"a":1.50,"b":"x","c":null,"d":[1,2]}"# + "\n" + #"{"e":true}"# + "\n", "t.jsonl")
        #expect(objects.map(\.names) == [["a", "b", "c", "d"], ["e"]])
        #expect(objects.map(\.values) == [["1.50", "x", nil, "[1,2]"], ["true"]])
        #expect(throws: InputError.self) { try named("a,c\n1,2\n", "u.csv") }
        #expect(throws: InputError.self) { try named("{\"a\":1}\n{\n", "u.jsonl") }
    }

    @Test func anOptionalColumnNeedNotBeThere() throws {
        #expect(
            try rows("sentence1,sentence2\na,b\n") == [TableRow(values: ["a", "b", nil], line: 2)])
    }

    @Test func theFirstNameThatIsThereCounts() throws {
        #expect(
            try rows("first,sentence2,sentence1\na,b,c\n")
                == [TableRow(values: ["c", "b", nil], line: 2)])
    }

    @Test func aFirstRowWithANumberIsNoHeader() throws {
        let values = [
            TableRow(values: ["a", "b", "4.75"], line: 1),
            TableRow(values: ["c", "d", "0"], line: 2),
        ]
        #expect(try rows("a,b,4.75\nc,d,0\n") == values)
        #expect(try rows("a;b;4.75\nc;d;0\n") == values)
        #expect(try rows("a\tb\t4.75\nc\td\t0\n", "t.tsv") == values)
        expect(
            "a,b,4.75\nc,d,0\n", header: .present,
            fault: .unknownColumn("sentence1", columns: ["a", "b", "4.75"]), line: 1)
    }

    @Test func rowsWithoutAHeaderHaveValuesByTheirPositions() throws {
        #expect(
            try rows("a,b\nc,d\n", header: .absent) == [
                TableRow(values: ["a", "b", nil], line: 1),
                TableRow(values: ["c", "d", nil], line: 2),
            ])
        expect("a,b,1\nc,d\n", fault: .otherRow(fields: 2, columns: 3, delimiter: 44), line: 2)
        expect("a\n", header: .absent, fault: .noColumn(2, of: 1), line: 1)
    }

    @Test func otherHeadersAreErrorsThatNameTheColumns() {
        expect(
            "one,two,three\na,b,1\n",
            fault: .unknownColumn("sentence1", columns: ["one", "two", "three"]), line: 1)
        expect(
            "sentence1,sentence2,score\na,b\n",
            fault: .raggedRow(fields: 2, columns: 3, delimiter: 44), line: 2)
        expect("first,first,second\n", fault: .ambiguousColumn("first"), line: 1)
    }

    @Test func nothingAtAllHasNoRows() throws {
        #expect(try rows("") == [])
        #expect(try rows("\n\n", header: .absent) == [])
        expect("", header: .present, fault: .noHeader, line: 1)
    }

    @Test func jsonLines() throws {
        let text = """
            {"sentence1":"a","sentence2":"b","score":4.75}

            {"first":"c","second":"d","score":"5"}
            {"first":"e","sentence1":null,"second":"f"}
            """
        #expect(
            try rows(text, "t.jsonl") == [
                TableRow(values: ["a", "b", "4.75"], line: 1),
                TableRow(values: ["c", "d", "5"], line: 3),
                TableRow(values: ["e", "f", nil], line: 4),
            ])
        expect(
            "{\"first\":\"c\"}\n", in: "t.jsonl",
            fault: .missingField("sentence2", keys: ["first"]), line: 1)
        expect(
            "\n{\"first\":\"c\",\"second\":null}\n", in: "t.jsonl", fault: .nullField("sentence2"),
            line: 2)
        expect(
            "{\"first\":1,\"second\":\"\"}\n", in: "t.jsonl",
            fault: .notText(field: "sentence1", .number),
            line: 1)
        expect(
            "{\"first\":\"\",\"second\":\"\",\"score\":[1]}\n", in: "t.jsonl",
            fault: .notIdentifier(field: "score", .array), line: 1)
    }

    @Test func rowsWithMissingValuesAreSkippedWhereThatIsAsked() throws {
        let details = RecordFormat.Details(missing: .skip)
        let csv = "sentence1,sentence2,score\na,,1\n\"\",b,\n"
        #expect(try rows(csv, details: details) == [TableRow(values: ["", "b", ""], line: 3)])
        let json = "{\"first\":\"a\"}\n{\"first\":\"a\",\"second\":\"b\"}\n"
        #expect(
            try rows(json, "t.jsonl", details: details)
                == [TableRow(values: ["a", "b", nil], line: 2)])
    }

    @Test func whatIsNoTableIsAnError() {
        #expect(throws: InputError.self) { try rows("a", "t.txt") }
        #expect(throws: InputError.self) { try rows("{}", "t.jsonl", header: .absent) }
        #expect(throws: InputError.self) { try rows("%PDF-1.7\na,b,1\n") }
    }
}
