import SencFiles
import Testing

struct JSONTextTests {
    private func written(_ string: String) -> String {
        var text = JSONText()
        text.append(string: string)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("\u{1b}[31m", #"\u001b[31m"#), ("\u{7f}", #"\u007f"#),
        ("a\u{80}\u{9f}b", #"a\u0080\u009fb"#),
        ("\u{61c}", #"\u061c"#), ("\u{200e}\u{200f}", #"\u200e\u200f"#),
        ("\u{2028}\u{2029}\u{202a}\u{202e}", #"\u2028\u2029\u202a\u202e"#),
        ("x\u{2066}\u{2069}y", #"x\u2066\u2069y"#),
    ])
    func whatATerminalObeysIsEscaped(string: String, escaped: String) throws {
        #expect(written(string) == "\"" + escaped + "\"")
        #expect(try JSON(parsing: Array(written(string).utf8)).string == string)
    }

    @Test(arguments: [
        "\u{a0}é\u{600}\u{61b}\u{61d}", "\u{200d}\u{2010}\u{2027}\u{202f}\u{2065}\u{206a}",
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
}
