import SencFiles
import SencInput
import TestSupport
import Testing

/// JSON where lines of text, or JSON Lines, are read.
@Suite struct JSONShapeTests {
    private let directory = TemporaryDirectory()

    private func reader(
        _ text: String, _ name: String, field: String? = nil
    ) throws -> RecordReader {
        let path = directory.write(text, to: name)
        return try RecordReader(
            path: path, format: RecordFormat(path: path, field: field), recognizesKinds: true)
    }

    /// Several thousand elements.
    private static let many =
        "["
        + (0..<5000).map { #"{"text":"day \#($0)"}"# }
        .joined(separator: ",") + "]"

    @Test(arguments: [
        #"[{"text":"rain"},{"text":"sea"}]"#, "[\n  {\"text\": \"rain\"}\n]\n", #"["rain", "sea"]"#,
        " \n[\n[1,2],\n[3]\n]", many, many.replacing("},{", with: "},\n{"),
        "[\"" + String(repeating: "ñ", count: 5000) + "\"]",
    ])
    func anArrayIsNoLines(_ text: String) throws {
        for (name, field) in [
            ("a.json", nil), ("a.txt", nil), ("a.jsonl", "text"), ("b.txt", "text"),
        ] {
            let reader = try reader(text, name, field: field)
            let error = InputError.json(isArray: true, path: directory.file(name))
            #expect(throws: error, "\(name)") { try reader.next() }
            #expect(error.status == .badData)
        }
    }

    @Test(arguments: [
        "{\n  \"text\": \"rain\"\n}\n", "{\"data\":\n[\n{\"text\":\"rain\"}]}",
        "{\"a\":1,\n\"b\":2}\n{\"a\":1,\n\"b\":2}\n", "{\"data\":\n" + many + "}",
    ])
    func aValueOverSeveralLinesIsNoLines(_ text: String) throws {
        for (name, field) in [("a.json", nil), ("a.txt", nil), ("a.jsonl", "text")] {
            let reader = try reader(text, name, field: field)
            let error = InputError.json(isArray: false, path: directory.file(name))
            #expect(throws: error, "\(name)") { try reader.next() }
        }
    }

    @Test func theMendIsACommand() {
        func message(_ path: String) -> String {
            InputError.json(isArray: true, path: path).description
        }
        #expect(
            message("my data.json")
                == "an array of JSON and not JSON Lines; jq -c '.[]' 'my data.json' > "
                + "'my data.jsonl' makes a line of each element, --input-format lines takes its "
                + "lines as they are (my data.json)")
        #expect(message("d").contains("jq -c '.[]' d > d.jsonl makes"))
        // jq does not decompress, and has standard input of its own.
        for path in ["d.json.gz", "standard input"] {
            #expect(message(path).contains("; jq -c '.[]' makes"))
        }
        #expect(
            InputError.json(isArray: false, path: "d.json").description.contains(
                "; jq -c . d.json > d.jsonl makes a line of each value"))
    }

    @Test(arguments: [
        "[1] The rain in Spain.\n[2] The sea.\n", "[Applause]\n", "[\n", "{", "[]\n", "[1]\n[2]\n",
        "{curly} braces\n", "[\"Hello\", she said]\n", "{\"a\": 1} is JSON.\n", "\n\nrain\n",
        "[\ntext\n]\n", "", String(repeating: "[", count: 9000) + "\n",
    ])
    func textInBracketsIsText(_ text: String) throws {
        let reader = try reader(text, "a.txt")
        var lines: [String] = []
        while let record = try reader.next() { lines.append(record.text) }
        #expect(
            lines.joined(separator: "\n") == (text.hasSuffix("\n") ? text.dropLast() : text[...]))
    }

    @Test func linesOfJSONAreToldOf() throws {
        for text in [
            "{\"text\":\"rain\"}\n{\"text\":\"sea\"}\n", "{\"text\":\"rain\"}\n", "[1]\n[2]\n",
            "{\"text\":\"" + String(repeating: "rain ", count: 5000) + "\"}\n{}\n",
        ] {
            let reader = try reader(text, "a.txt")
            #expect(try reader.next()?.text == text.split(separator: "\n").first.map(String.init))
            #expect(reader.guise == .jsonLines)
        }
        let plain = try reader("rain\n", "a.txt")
        #expect(try plain.next()?.text == "rain" && plain.guise == nil)
    }

    @Test func pagesAreToldOf() throws {
        for (text, name) in [
            ("<!DOCTYPE html>\n<p>rain", "a.txt"), ("\n<html lang=es>\n", "a.txt"),
            ("<p>rain</p>\n", "a.html"),
        ] {
            let reader = try reader(text, name)
            _ = try reader.next()
            #expect(reader.guise == .html)
        }
    }

    /// What is asked for is not questioned.
    @Test func linesThatAreAskedForAreLines() throws {
        let path = directory.write("[\n{\"text\":\"rain\"}\n]\n", to: "a.json")
        let reader = try RecordReader(path: path, format: .text)
        #expect(try reader.next()?.text == "[")
        #expect(reader.guise == nil)
    }

    @Test func tablesAreNoArraysEither() throws {
        let path = directory.write("[{\"a\":\"x\",\"b\":\"y\"}]\n", to: "pairs.json")
        let reader = try TableReader(path: path, fields: [TableField(["a"]), TableField(["b"])])
        #expect(throws: InputError.json(isArray: true, path: path)) { try reader.next() }
    }
}
