import TestSupport
import Testing

@testable import SencInput

/// What pages of the web are cut into. Where there is no libxml2, none is read.
@Suite(.enabled(if: HTMLLibrary.system != nil)) struct HTMLPassageTests {
    let directory = TemporaryDirectory()

    private func passages(
        _ bytes: [UInt8], _ unit: PassageUnit = .paragraphs, encoding: TextEncoding? = nil
    ) throws -> [Passage] {
        try PassageReader.all(directory.write(bytes, to: "a.html"), unit, encoding: encoding)
    }

    private func expect(_ text: String, _ expected: (String, ClosedRange<Int>)...) throws {
        #expect(try passages(Array(text.utf8)) == expected.map { Passage(text: $0, lines: $1) })
    }

    @Test func blocksAreParagraphsByTheirLines() throws {
        try expect(
            """
            <!DOCTYPE html>
            <html><head><title>El tiempo &amp; m&aacute;s</title>
            <style>p { color: red }</style><script>if (a < b) "<p>no</p>"</script></head>
            <body><h1>La
              lluvia</h1>
            <p>Hoy   <b>llue</b>ve
            mucho,&nbsp;caf&#233;.
            <!-- <p>no</p> --><p>Otro
            <noscript>no</noscript><svg><title>no</title></svg><template>no</template>
            <div>tres<div>cuatro</div>cinco</div>
            """,
            ("El tiempo & más", 2...2), ("La lluvia\nHoy llueve mucho, café.", 4...7),
            ("Otro", 8...8), ("tres", 10...10), ("cuatro", 10...10), ("cinco", 10...10))
    }

    @Test func listsAndTablesAreLines() throws {
        try expect(
            "<ul>\n<li>uno\n<li>dos <a href=x>tres</a></ul>\n<table><tr><th>a</th><th>b</th></tr>"
                + "\n<tr><td>1</td>\n<td>2</td></tr></table><dl><dt>t<dd>d</dl>x<br>y",
            ("uno\ndos tres", 2...3), ("a b\n1 2", 4...6), ("t\nd", 6...6), ("x\ny", 6...6))
        #expect(
            try passages(Array("<ul><li>uno\n<li>dos</ul>".utf8), .lines)
                == [Passage(text: "uno", lines: 1...1), Passage(text: "dos", lines: 2...2)])
        #expect(
            try passages(Array("<h1>a</h1><p>b\n<p>c".utf8), .windows)
                == [Passage(text: "a\nb\nc", lines: 1...2)])
    }

    @Test func whiteSpaceOfPreformattedTextCounts() throws {
        try expect(
            "<pre>\n  a {\n\n    b\n  }\n</pre>\nafter", ("  a {\n\n    b\n  }", 2...5),
            ("after", 7...7))
    }

    /// libxml2 counts lines of trees no further than 65,535.
    @Test func linesAreCountedToTheEnd() throws {
        let blank = String(repeating: "\n", count: 70_000)
        let text = blank + "<p>a\n" + blank + "<p>b"
        #expect(
            try passages(Array(text.utf8)).map(\.lines) == [70_001...70_001, 140_002...140_002])
    }

    @Test func theEncodingIsFound() throws {
        let latin1 = Array("<p>caf".utf8) + [0xE9, 0x20, 0x80]
        func text(_ bytes: [UInt8], _ encoding: String? = nil) throws -> String? {
            try passages(bytes, encoding: encoding.flatMap { TextEncoding($0) }).last?.text
        }
        let utf8 = Array("<p>café €".utf8)
        #expect(try text(utf8) == "café €")
        #expect(try text(latin1) == "café €")
        for mark in [
            "<meta charset=iso-8859-1>",
            "<META http-equiv='Content-Type' content='text/html; "
                + "charset=windows-1252'>", "<?xml version='1.0' encoding='latin1'?>",
            "<!-- <meta charset=utf-8> --><meta charset = \"Windows-1252\">",
        ] {
            #expect(try text(Array(mark.utf8) + latin1) == "café €")
        }
        #expect(
            try text(Array("<meta charset=shift_jis><p>".utf8) + [0x82, 0xA0]) == "\u{3042}")
        // A byte order mark counts more than what is declared, and so does what the user says.
        #expect(try text([0xEF, 0xBB, 0xBF] + "<meta charset=latin1>".utf8 + utf8) == "café €")
        #expect(try text(Array("<meta charset=utf-8>".utf8) + latin1, "latin1") == "café \u{80}")
        let utf16 = "\u{FEFF}<p>café €".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try text(utf16) == "café €")
        #expect(try text(Array("<meta charset=none>".utf8) + utf8) == "café €")
    }

    @Test func illFormedTextIsReplacedAndCounted() throws {
        let path = directory.write(
            Array("<meta charset=utf-8><p>a".utf8) + [0xFF, 0x62], to: "a.html")
        let reader = try PassageReader(path: path, unit: .paragraphs) { [0..<$0.utf8.count] }
        #expect(try reader.isText())
        #expect(try reader.next()?.text == "a\u{FFFD}b")
        #expect(reader.replacementCount == 1)
    }

    @Test func whatIsNoPageIsNoText() throws {
        for bytes: [UInt8] in [[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], [0x3C, 0x70, 0x3E, 0, 0x61]] {
            let path = directory.write(bytes, to: "a.html")
            #expect(
                try !PassageReader(path: path, unit: .paragraphs, windows: { _ in [] }).isText())
        }
        #expect(try passages([]) == [])
        #expect(try passages(Array("<".utf8)).count <= 1)
    }

    @Test func tooDeepAPageIsAnError() throws {
        let path = directory.write(String(repeating: "<div>", count: 3000) + "a", to: "a.html")
        #expect(throws: InputError.document(.tooDeep(limit: 1024), path: path)) {
            try PassageReader.all(path, .paragraphs)
        }
    }

    @Test func withoutTheLibraryAPageIsNotRead() throws {
        #expect(HTMLLibrary([directory.file("none.so")]) == nil)
        let path = directory.write("<p>a", to: "a.html")
        let lines = HTMLLines(path: path, encoding: nil, library: nil)
        #expect(try lines.isText())
        #expect(throws: InputError.document(.noReader(.html), path: path)) { try lines.next() }
    }

    /// Whatever a page is like, its passages are made of its lines, in their order.
    @Test func anyPageHasAnEnd() throws {
        var random = SplitMix(seed: 1)
        let parts = [
            "<p>", "</p>", "<h1>", "</h1>", "<ul>", "<li>", "</ul>", "<pre>", "</pre>", "<script>",
            "</script>", "<table><tr><td>", "</table>", "<!--", "-->", "&amp;", "&#x;", "&", "<",
            "</", "\n", " ", "a", "é", "\u{0}", "<svg>", "</svg>", "<title>", "<a b='", "'>",
            "<br/>",
            "<head>", "</body>", "<![CDATA[", "]]>", "<?x?>", "<textarea>",
        ]
        for _ in 0..<500 {
            let count = Int.random(in: 0..<60, using: &random)
            let text = (0..<count).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            let lineCount = text.utf8.count { $0 == 0x0A } + 1
            var last = 1
            for passage in try passages(Array(text.utf8)) {
                #expect(passage.lines.lowerBound >= last && passage.lines.upperBound <= lineCount)
                last = passage.lines.lowerBound
            }
        }
    }
}
