import SencFiles
import Testing

struct JSONWriterTests {
    private func written(_ write: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.bytes(write), as: UTF8.self)
    }

    private func written(_ value: some JSONValue) -> String {
        written { $0.value(value) }
    }

    // MARK: - Strings

    @Test(arguments: [
        ("\u{1b}[31m", #"\u001b[31m"#), ("\u{7f}", #"\u007f"#),
        ("a\u{80}\u{9f}b", #"a\u0080\u009fb"#),
        ("\u{61c}", #"\u061c"#), ("\u{200e}\u{200f}", #"\u200e\u200f"#),
        ("\u{2028}\u{2029}\u{202a}\u{202e}", #"\u2028\u2029\u202a\u202e"#),
        ("x\u{2066}\u{2069}y", #"x\u2066\u2069y"#), ("\"\\\n\r\t", #"\"\\\n\r\t"#),
    ])
    func whatJSONForbidsOrATerminalObeysIsEscaped(string: String, escaped: String) throws {
        #expect(written(string) == "\"" + escaped + "\"")
        #expect(try JSON(parsing: Array(written(string).utf8)).string == string)
        #expect(written { $0.object { $0.member(string, 1) } } == "{\"" + escaped + "\":1}")
    }

    @Test(arguments: [
        "", "\u{a0}é\u{600}\u{61b}\u{61d}", "\u{200d}\u{2010}\u{2027}\u{202f}\u{2065}\u{206a}",
        "한😀\u{9080}",
    ])
    func allElseIsAsItIs(string: String) {
        #expect(written(string) == "\"" + string + "\"")
    }

    @Test func everyScalarReadsBack() throws {
        for value in UInt32(0)...0x3100 {
            let scalar = try #require(Unicode.Scalar(value))
            let string = "a\(scalar)\(scalar)b"
            let read = try JSON(parsing: Array(written(string).utf8)).string
            #expect(read.map { Array($0.utf8) } == Array(string.utf8))
        }
    }

    // MARK: - Other values

    @Test func numbersReadBackAndAreNullIfThereIsNone() throws {
        #expect(written(Float(0.1)) == "0.1" && written(Float(1e-5)) == "1e-05")
        #expect(written(-0.0) == "-0.0" && written(5e-324) == "5e-324")
        #expect(written(Int.min) == "-9223372036854775808" && written(Int32(7)) == "7")
        for number in [Double.nan, .infinity, -.infinity] {
            #expect(written(number) == "null" && written(Float(number)) == "null")
            #expect(number.jsonText == "null" && Float(number).jsonText == "null")
        }
        #expect(try JSON(parsing: Array(written(0.1 + 0.2).utf8)).double == 0.1 + 0.2)
    }

    @Test func valuesOfSwift() {
        #expect(written(true) == "true" && written(false) == "false")
        #expect(written(Int?.none) == "null" && written(Int?.some(1)) == "1")
        #expect(written([[1, 2], []]) == "[[1,2],[]]" && written(["a", nil]) == "[\"a\",null]")
        #expect(written([Float]()[...]) == "[]")
    }

    @Test(arguments: [
        "1e-5", "-0", "12345678901234567890123", "NaN", "null", "true", #""a\u00e9\"""#, "{}",
        #"{ "a" : [ 1 ,2.50 ] }"#,
    ])
    func aParsedValueIsAsItWasWritten(source: String) throws {
        #expect(written(try JSON(parsing: Array(source.utf8))) == source)
        let whole = try JSON(parsing: Array("{\"a\":[\(source) , 7]} ".utf8))
        #expect(try written(#require(whole["a"]?.elements?.first)) == source)
    }

    // MARK: - Layouts

    private func sample(_ layout: JSONLayout?) -> String {
        written {
            $0.object(layout) { object in
                object.member("a", 1)
                object.array("b", [2, 3]) { $0.value($1) }
                object.object("c") { $0.member("d", ifPresent: Int?.some(4)) }
                object.member("e", ifPresent: Int?.none)
            }
        }
    }

    @Test func layouts() {
        #expect(sample(nil) == #"{"a":1,"b":[2,3],"c":{"d":4}}"#)
        #expect(sample(.spaced) == #"{"a": 1, "b": [2, 3], "c": {"d": 4}}"#)
        let lines = "{\n  \"a\": 1,\n  \"b\": [2, 3],\n  \"c\": {\"d\": 4}\n}"
        #expect(sample(.lines(2)) == lines)
        #expect(written { $0.array([1, 2], .lines(0)) { $0.value($1) } } == "[\n1,\n2\n]")
        let nested = written {
            $0.array([1], .lines(2)) { writer, _ in
                writer.object(.lines(4)) { $0.member("a", [1]) }
            }
        }
        #expect(nested == "[\n  {\n    \"a\": [1]\n  }\n]")
    }

    @Test func emptyContainers() {
        #expect(written { $0.object { _ in } } == "{}" && written { $0.array { _ in } } == "[]")
        #expect(written { $0.object(.spaced) { _ in } } == "{}")
        #expect(written { $0.object(.lines(2)) { _ in } } == "{\n}")
    }

    @Test func linesAreBrokenWhereItIsAsked() {
        let text = written {
            $0.object { object in
                object.member("a", 1)
                object.breakLine()
                object.member("b") {
                    $0.array {
                        $0.breakLine(1)
                        $0.append(2)
                        $0.append(3)
                        $0.breakLine()
                    }
                }
                object.breakLine()
            }
        }
        #expect(text == "{\"a\":1,\n\"b\":[\n 2,3]}")
    }

    // MARK: - Whatever is called

    @Test func aPlaceHasOneValue() {
        #expect(written { _ in } == "null")
        #expect(written { $0.object { $0.member("a") { _ in } } } == "{\"a\":null}")
        #expect(written { $0.array { $0.append { _ in } } } == "[null]")
        let last = written {
            $0.array {
                $0.append(1)
                $0.append {
                    $0.value("first")
                    $0.array([1, 2]) { $0.value($1) }
                    $0.object { $0.member("last", true) }
                }
            }
        }
        #expect(last == "[1,{\"last\":true}]")
    }

    private struct Stop: Error {}

    @Test func anErrorLeavesNothingOpen() {
        let text = written { writer in
            writer.object { object in
                try? object.member("a") {
                    try $0.array {
                        $0.append(1)
                        try $0.append { _ in throw Stop() }
                    }
                }
                object.member("b", 2)
            }
        }
        #expect(text == "{\"a\":[1,null],\"b\":2}")
        #expect(throws: Stop.self) { try JSONWriter.bytes { _ in throw Stop() } }
    }

    @Test func linesHoldAValueEach() {
        var lines = JSONLines()
        lines.append([Float(1), .nan])
        lines.object { $0.member("a", "b\n") }
        lines.append { _ in }
        #expect(
            String(decoding: lines.bytes, as: UTF8.self) == "[1.0,null]\n{\"a\":\"b\\n\"}\nnull\n")
        #expect(JSONWriter.line { $0.value(1) } == Array("1\n".utf8))
        #expect(JSONWriter.file { $0.member("a", 1) } == Array("{\n  \"a\": 1\n}\n".utf8))
    }
}
