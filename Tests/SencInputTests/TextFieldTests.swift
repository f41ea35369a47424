import SencFiles
import SencInput
import TestSupport
import Testing

/// The text of a table whose field nobody names.
struct TextFieldTests {
    let directory = TemporaryDirectory()

    private func found(_ text: String, _ name: String, id: String? = nil) throws -> String? {
        let path = directory.write(text, to: name)
        let reader = try RecordReader(path: path, format: RecordFormat(path: path, id: id))
        do {
            try reader.prepare()
        } catch .format(.fieldNeeded, _) {
            return nil
        }
        let first = try reader.next()
        #expect(first == nil || first?.text.isEmpty == false)
        return reader.foundField
    }

    @Test(
        arguments: [
            ("id,texto\n1,a\n", "texto"), ("ID;T\u{ED}tulo;precio\n1;a;2\n", "T\u{ED}tulo"),
            ("id\tDESCRIPCIO\u{301}N\n1\ta\n", "DESCRIPCIO\u{301}N"),
            ("id, text \n1,a\n", " text "),
            // The first of the usual names, not of the columns.
            ("title,text\na,b\n", "text"), ("nombre\nAna\n", "nombre"),
            ("id,nombre\n1,Ana\n", nil), ("id,nombre\n", nil),
            // By far the longest of several words.
            ("id,autor,obra\n1,Ana Ruiz,a long story of rain and sea\n", "obra"),
            ("a,b\none two,three four\n", nil),
            ("fecha,nota\n2024-01-01 10:00,lluvia fuerte\n", "nota"),
            ("url,nota\nhttps://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaa,lluvia fuerte\n", "nota"),
            ("n,x\n1,\"a story\nof many words\"\n2,another\n3,two words\n", "x"),
            // Texts under no header.
            ("La lluvia golpea la ventana y el tejado\nEl mar\n", nil),
        ] as [(String, String?)])
    func isFoundInCSV(text: String, expected: String?) throws {
        #expect(try found(text, "a.csv") == expected)
    }

    @Test(
        arguments: [
            (#"{"id":1,"Texto":"a"}"#, "Texto"), (#"{"k":"rain on the sea"}"#, "k"),
            (#"{"id":"a1","x":"rain on the sea","n":3}"#, "x"), (#"{"id":"a1","x":"rain"}"#, nil),
        ] as [(String, String?)])
    func isFoundInJSONLines(text: String, expected: String?) throws {
        #expect(try found(text + "\n", "a.jsonl") == expected)
        #expect(try found("\n" + text, "a.ndjson") == expected)
    }

    @Test func isNoFieldThatIsAskedForAsSomethingElse() throws {
        #expect(try found("title,body\na,b\n", "a.csv", id: "title") == "body")
        #expect(try found("k,n\nsome words here,1\n", "a.csv", id: "k") == nil)
    }

    @Test func rowsBeyondTheSampleDoNotCount() throws {
        let short = String(repeating: "one two,a\n", count: 100)
        #expect(try found("a,b\n" + short + "x,a very very very very long text\n", "a.csv") == "a")
    }

    @Test func theRecordsAreThoseWithTheFieldNamed() throws {
        let path = directory.write("sep=;\nid;obra\n1;uno dos\n2;\"tres\ncuatro\"\n", to: "a.csv")
        let (found, named) = (
            try RecordReader.all(path, RecordFormat(path: path)),
            try RecordReader.all(path, RecordFormat(path: path, field: "obra"))
        )
        #expect(found == named && found.map(\.text) == ["uno dos", "tres\ncuatro"])
        let one = try RecordReader(path: path, format: RecordFormat(path: path))
        let other = try RecordReader(path: path, format: RecordFormat(path: path, field: "obra"))
        #expect(try one.skip(1) == other.skip(1) && one.digest == other.digest)
    }
}
