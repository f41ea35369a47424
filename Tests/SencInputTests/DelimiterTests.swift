import SencFiles
import SencInput
import TestSupport
import Testing

/// What is between values, and what quotes around them mean.
struct DelimiterTests {
    let directory = TemporaryDirectory()

    private func texts(
        _ text: String, name: String = "a.csv", field: String = "text", id: String? = nil,
        _ details: RecordFormat.Details = RecordFormat.Details()
    ) throws -> [String] {
        let path = directory.write(text, to: name)
        let format = try RecordFormat(path: path, field: field, id: id, details: details)
        let records = try RecordReader.all(path, format)
        #expect(try RecordReader.count(path: path, format: format) == records.count)
        return records.map(\.text)
    }

    @Test(
        arguments: [
            ("id;text\n1;lluvia, mucha\n", ["lluvia, mucha"]), ("id\ttext\n1\ta;b\n", ["a;b"]),
            ("id|text\n1|a\n", ["a"]), ("id,text\n1,a;b\n", ["a;b"]), ("text\na\n", ["a"]),
            ("\"id\";\"text\"\r\n\"1\";\"a\"\"b\r\nc\"\r\n", ["a\"b\r\nc"]),
            ("text;\"a,b\"\nx;y\n", ["x"]), ("\n\nid;text\n1;a\n", ["a"]),
            ("\u{FEFF}id;text\n1;a\n", ["a"]), ("id;text", []),
            // A comma under which the columns are there goes before all others.
            ("a;b,text,c;d;e;f\n1,2,3\n", ["2"]), ("id;\"te\nxt\";text\n1;2;3\n", ["3"]),
        ] as [(String, [String])])
    func theHeaderTellsTheDelimiter(text: String, expected: [String]) throws {
        #expect(try texts(text) == expected)
    }

    @Test func theIdentifierMustBeThereToo() throws {
        #expect(try texts("a,id;text\nx,1;b\n", id: "a,id") == ["b"])
    }

    @Test(
        arguments: [
            ("sep=;\nid;text\n1;a\n", ["a"]), ("sep=|\r\nid|text\r\n1|a\r\n", ["a"]),
            ("\u{FEFF}sep=,\nid,text\n1,a\n", ["a"]), ("\"sep=;\"\nid;text\n1;a\n", ["a"]),
            ("sep=\t\nid\ttext\n1\ta\n", ["a"]), ("SEP=:\nid:text\n1:a\n", ["a"]),
            ("sep=;\n", nil), ("sep=;\nid,text\n1,a\n", nil),
        ] as [(String, [String]?)])
    func aFirstLineMaySayIt(text: String, expected: [String]?) throws {
        if let expected {
            #expect(try texts(text) == expected)
        } else {
            #expect(throws: InputError.self) { try texts(text) }
        }
    }

    @Test func linesAreCountedBehindIt() throws {
        let path = directory.file("a.csv")
        #expect(
            throws: InputError.record(
                .raggedRow(fields: 1, columns: 2, delimiter: UInt8(ascii: ";")), path: path, line: 4
            )
        ) { try texts("sep=;\nid;text\n1;a\n2\n") }
    }

    @Test func whatIsSaidGoesBeforeWhatIsFound() throws {
        let details = RecordFormat.Details(delimiter: UInt8(ascii: "|"))
        #expect(try texts("a|text;b,text\n1|2\n", field: "text;b,text", details) == ["2"])
        #expect(try texts("id|text\n1|a\n", name: "a.txt", details) == ["a"])
        #expect(try texts("sep=;\nid|text\n1|a\n", details) == ["a"])
        #expect(try texts("id|text\n1|a\n", name: "a.tsv", details) == ["a"])
    }

    @Test func anUnknownColumnIsToldWithThoseThereAre() throws {
        for (text, expected) in [
            ("id;título;texto\n", "no column 'text', but 'texto', 'id', 'título'"),
            ("id,b,c\n", "no column 'text', but 'id', 'b', 'c'"),
            ("Text\tid\n", "no column 'text', but 'Text', 'id'"),
            ("x\n", "no column 'text', but 'x'"),
        ] {
            let error = #expect(throws: InputError.self) { try texts(text) }
            #expect(error?.description == "\(expected) (\(directory.file("a.csv")), line 1)")
        }
        let many = (0..<100).map { "column\($0)" }.joined(separator: ",") + "\n"
        let error = #expect(throws: InputError.self) { try texts(many, field: "colum7") }
        #expect(
            error?.description.hasPrefix("no column 'colum7', but 'column7', 'column0', ") == true)
        #expect(error?.description.contains(" and 80 more (") == true)
    }

    @Test(
        arguments: [
            ("a.tsv", "id,text\n1,\"rain, rain\"\n", ["rain, rain"]),
            ("a.tsv", "id\ttext\n1\t\"a,b\n", ["\"a,b"]), ("a.tsv", "text\na\n", ["a"]),
            ("a.tsv", "sep=;\nid;text\n1;\"a;b\"\n", ["a;b"]),
            ("a.csv", "id\ttext\n1\ta,b\n", ["a,b"]),
            ("a.txt", "id;text\n1;a\n", ["a"]), ("a.dat", "id\ttext\n1\t\"a\n", ["\"a"]),
            ("a.txt", " \n{\"text\":\"a\"}\n", ["a"]), ("a.txt", "", nil),
        ] as [(String, String, [String]?)])
    func theyAreFoundWhateverTheName(name: String, text: String, expected: [String]?) throws {
        if let expected {
            #expect(try texts(text, name: name) == expected)
        } else {
            #expect(throws: InputError.self) { try texts(text, name: name) }
        }
    }

    @Test func aTSVWithoutTheColumnIsToldByItsTabs() throws {
        let error = #expect(throws: InputError.self) {
            try texts("a,b,c,d\te\n", name: "a.tsv")
        }
        #expect(
            error?.description.contains("no column 'text', but 'e', 'a,b,c,d'") == true
                || error?.description.contains("no column 'text', but 'a,b,c,d', 'e'") == true)
    }

    // MARK: - Quotes

    @Test func tsvHasNoQuotesUnlessAsked() throws {
        let text = "id\ttext\n1\t\"Rain\n2\tsun\"\n3\tdog\n"
        #expect(try texts(text, name: "q.tsv") == ["\"Rain", "sun\"", "dog"])
        #expect(
            try texts(text, name: "q.tsv", RecordFormat.Details(quoting: RecordFormat.Quoting.none))
                == ["\"Rain", "sun\"", "dog"])
        #expect(
            try texts(
                "id\ttext\n1\t\"a\tb\n\"\n", name: "q.tsv", RecordFormat.Details(quoting: .double))
                == ["a\tb\n"])
    }

    @Test func csvHasQuotesUnlessAskedNot() throws {
        #expect(try texts("id,text\n1,\"a,b\"\n") == ["a,b"])
        #expect(
            try texts("id,text\n1,\"a\n", RecordFormat.Details(quoting: RecordFormat.Quoting.none))
                == ["\"a"])
    }

    @Test func quotesThatAreKeptAreCounted() throws {
        let path = directory.write("text\n\"a\"\nb\n\"\n\"\"\n", to: "a.tsv")
        let reader = try RecordReader(path: path, format: RecordFormat(path: path, field: "text"))
        while try reader.next() != nil {}
        #expect(reader.keptQuoteCount == 2)
    }

    // MARK: - Limits

    @Test func memoryDoesNotGrowWithTheColumns() throws {
        let header = String(repeating: ",", count: 70_000) + "text\n"
        let path = directory.file("a.csv")
        #expect(throws: InputError.record(.tooManyColumns(limit: 65536), path: path, line: 1)) {
            try texts(header)
        }
        let row = "id,text\n" + String(repeating: ",", count: 70_000)
        #expect(
            throws: InputError.record(
                .raggedRow(fields: 70_001, columns: 2, delimiter: UInt8(ascii: ",")), path: path,
                line: 2)
        ) { try texts(row) }
        let most = (0..<65_535).map { "c\($0)," }.joined() + "text\n"
        #expect(try texts(most + String(repeating: ",", count: 65_535) + "x\n") == ["x"])
    }
}
