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
            ("La lluvia golpea la ventana y el tejado\nEl mar\n", "1"),
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

    /// What the first row is, and the texts.
    @Test(
        arguments: [
            // Numbers where all else are numbers; a comma may be in them.
            ("1;Sube el paro\n2;Baja la luz\n3;Gana el Betis\n", true),
            ("\"0,5\",Sube el paro otra vez\n\"1,5\",Baja la luz\n", true),
            ("id;frase\n1;Sube\n2;Baja\n", false),
            // Columns may be called by years.
            ("2020,nota\n0.5,una frase larga\n0.7,otra frase larga\n", false),
            ("2020,una nota corta\n2021,una frase larga\n2019,otra frase larga\n", true),
            // What comes again below is a value.
            ("deporte\tGana el Betis\ncultura\tUn libro nuevo\ndeporte\tPierde\n", true),
            ("tema\tcosa dicha\ncultura\tUn libro nuevo\ndeporte\tPierde el Betis\n", false),
            ("b,cosa\na,uno dos tres\nb,cosa\nb,cuatro cinco\nc,seis siete\n", true),
            // A name is short.
            ("x,El mar está en calma esta tarde\ny,Un libro\n", true),
            // A header that stands in the table once more is one.
            ("n,cosa\n1,uno dos tres\nn,cosa\n2,cuatro cinco\n", false),
            ("1,\n2,una frase larga\n", true),
        ] as [(String, Bool)])
    func rowsWithoutAHeaderAreRecognized(text: String, isValues: Bool) throws {
        let path = directory.write(text, to: "a.csv")
        let reader = try RecordReader(path: path, format: RecordFormat(path: path))
        try reader.prepare()
        #expect(reader.hasNames == !isValues)
        let rows = text.split(separator: "\n").count
        #expect(try reader.skip(.max) == (isValues ? rows : rows - 1))
    }

    @Test func columnsWithoutNamesAreCalledByTheirNumbers() throws {
        let path = directory.write("1;uno dos\n2;tres cuatro\n", to: "a.csv")
        #expect(
            try RecordReader.all(path, RecordFormat(path: path)).map(\.text) == [
                "uno dos", "tres cuatro",
            ])
        let records = try RecordReader.all(path, RecordFormat(path: path, field: "2", id: "1"))
        #expect(
            records.map(\.id) == ["1", "2"] && records.map(\.text) == ["uno dos", "tres cuatro"])
        #expect(throws: InputError.record(.noColumn(3, of: 2), path: path, line: 1)) {
            try RecordReader.all(path, RecordFormat(path: path, field: "3"))
        }
        // A name is one of a header.
        #expect(
            throws: InputError.record(
                .unknownColumn("x", columns: ["1", "uno dos"]), path: path, line: 1)
        ) {
            try RecordReader.all(path, RecordFormat(path: path, field: "x"))
        }
        let header = directory.write("a,b\nc,d\n", to: "b.csv")
        let format = try RecordFormat(
            path: header, field: "2", details: RecordFormat.Details(hasNoHeader: true))
        #expect(try RecordReader.all(header, format).map(\.text) == ["b", "d"])
        let names = directory.write("2,1\nc,d\n", to: "c.csv")
        #expect(
            try RecordReader.all(names, RecordFormat(path: names, field: "1")).map(\.text) == ["d"])
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
