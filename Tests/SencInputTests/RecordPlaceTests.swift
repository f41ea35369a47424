import SencFiles
import SencInput
import TestSupport
import Testing

/// Where records are, and what the input has of them beside their texts.
struct RecordPlaceTests {
    let directory = TemporaryDirectory()

    private func lines(_ text: String, _ name: String) throws -> [ClosedRange<Int>] {
        let path = directory.write(text, to: name)
        let field = name == "a.txt" ? nil : "t"
        let reader = try RecordReader(path: path, format: RecordFormat(path: path, field: field))
        var lines: [ClosedRange<Int>] = []
        while try reader.next() != nil { lines.append(reader.lines) }
        return lines
    }

    @Test func linesAreThoseOfTheFile() throws {
        #expect(
            try lines("t,n\na,1\n\"b\n\nc\",2\n\nd,3", "a.csv") == [2...2, 3...5, 7...7])
        #expect(try lines("sep=;\r\nt;n\r\na;1\r\n\"b\r\n\";2", "a.csv") == [3...3, 4...5])
        #expect(try lines("\n{\"t\":\"a\"}\n\n \n{\"t\":\"b\"}", "a.jsonl") == [2...2, 5...5])
        #expect(try lines("a\n\nb", "a.txt") == [1...1, 2...2, 3...3])
    }

    @Test func shownFieldsGoWithTheRecords() throws {
        func shown(_ text: String, _ name: String, _ fields: [String]) throws -> [[String]] {
            let path = directory.write(text, to: name)
            let reader = try RecordReader(
                path: path, format: RecordFormat(path: path, field: "t"), shown: fields)
            var rows: [[String]] = []
            while let record = try reader.next() { rows.append(record.shown) }
            return rows
        }
        #expect(
            try shown("t,n,m\na,1,x\nb,,y\n", "a.csv", ["m", "n"]) == [["x", "1"], ["y", ""]])
        let json = #"{"t":"a","n":1.50,"m":{"k":[1, 2]}}"# + "\n" + #"{"t":"b","n":null}"#
        #expect(
            try shown(json, "a.jsonl", ["n", "m", "m.k"])
                == [["1.50", #"{"k":[1, 2]}"#, "[1, 2]"], ["", "", ""]])
        let wrong = #expect(throws: InputError.self) { try shown(json, "a.jsonl", ["m", "o"]) }
        #expect(wrong?.description.contains("no record has a value in field 'o', but ") == true)
        let column = #expect(throws: InputError.self) { try shown("t,n\n", "a.csv", ["nn"]) }
        #expect(column?.description.contains("no column 'nn', but 'n', 't'") == true)
    }

    @Test func whatTheInputHasIsKept() throws {
        func sources(_ text: String, _ name: String) throws -> [Record.Source?] {
            let path = directory.write(text, to: name)
            let reader = try RecordReader(
                path: path, format: RecordFormat(path: path, field: name == "a.txt" ? nil : "t"),
                adding: "new")
            var sources: [Record.Source?] = []
            while let record = try reader.next() { sources.append(record.source) }
            return sources
        }
        #expect(
            try sources("n;t\n1;\"a\"\"b\"\n", "a.csv")
                == [.values(["1", "a\"b"], columns: ["n", "t"])])
        #expect(
            try sources(#"{"t" : "a", "n":1.0 }"# + "\r\n", "a.jsonl")
                == [.json(#"{"t" : "a", "n":1.0 }"#)])
        #expect(try sources("a\n", "a.txt") == [.text])
        for (text, name, line) in [
            ("t,new\n", "a.csv", 1), ("{\"t\":\"a\"}\n{\"t\":\"b\",\"new\":1}", "a.jsonl", 2),
        ] {
            #expect(
                throws: InputError.record(
                    .existingColumn("new"), path: directory.file(name), line: line)
            ) { try sources(text, name) }
        }
    }
}
