import SencInput
import TestSupport
import Testing

/// What Markdown files are cut into.
struct MarkdownPassageTests {
    let directory = TemporaryDirectory()

    private func passages(_ text: String, _ unit: PassageUnit = .paragraphs) throws -> [Passage] {
        try PassageReader.all(directory.write(text, to: "a.md"), unit)
    }

    private func expect(_ text: String, _ expected: (String, ClosedRange<Int>)...) throws {
        #expect(try passages(text) == expected.map { Passage(text: $0, lines: $1) })
    }

    @Test func frontMatterIsLeftOut() throws {
        try expect("---\ntitle: a\n\nb: c\n---\nText\n", ("Text", 6...6))
        try expect("---\ntitle: a\n...\nText\n", ("Text", 4...4))
        // Without an end, or behind a blank line, there is none.
        try expect("---\na\n\nb\n", ("a", 2...2), ("b", 4...4))
        try expect("---\n\na\n\n---\nb", ("a", 3...3), ("b", 6...6))
        try expect("a\n\n---\nb: c\n---\n", ("a", 1...1), ("b: c", 4...4))
    }

    @Test func headingsGoWithWhatFollowsThem() throws {
        try expect(
            "# One #\n\n## Two\n\nText\n\n### Three ###x\nmore\n\nmore still\n\n# Last\n",
            ("One\nTwo\nText", 1...5), ("Three ###x\nmore", 7...8), ("more still", 10...10),
            ("Last", 12...12))
        try expect(
            "Title\n=====\n\nText\nSub\n---\nmore", ("Title\nText", 1...4), ("Sub\nmore", 5...7))
        try expect("#tag\n####### seven", ("#tag\n####### seven", 1...2))
    }

    @Test func codeIsNotCutAtBlankLines() throws {
        try expect(
            "Run:\n```sh\n# a\n\n[b](c) -- `d`\n```\nAfter",
            ("Run:", 1...1), ("# a\n\n[b](c) -- `d`", 3...5), ("After", 7...7))
        try expect("~~~~\na\n~~~\n\n```\n~~~~", ("a\n~~~\n\n```", 2...5))
        // Code that never ends is all the rest.
        try expect("```\na\n\nb", ("a\n\nb", 2...4))
        try expect("```not code```", ("```not code```", 1...1))
    }

    @Test func listsStayTogether() throws {
        try expect(
            "Text\n\n- a\n\n- b\n  more\n\n  ```\n  c\n\n  d\n  ```\n\nText\n1. x\n\n2) y\n# H\nz",
            ("Text", 1...1), ("- a\n\n- b\n  more\n\n  c\n\n  d", 3...11),
            ("Text\n1. x\n\n2) y", 14...17), ("H\nz", 18...19))
        try expect("**a** b\n\n**c**", ("**a** b", 1...1), ("**c**", 3...3))
    }

    @Test func rulesSeparateAndCommentsAndDefinitionsAreNoText() throws {
        try expect("a\n***\nb\n- - -\nc", ("a", 1...1), ("b", 3...3), ("c", 5...5))
        try expect(
            "a\n<!-- x\n\ny -->\nb <!-- z --> c\n[1]: http://x.org\n[^1]: note",
            ("a\nb  c\n[^1]: note", 1...7))
        try expect("use <!-- to begin\n\nb", ("use <!-- to begin", 1...1), ("b", 3...3))
    }

    @Test(arguments: [
        ("[a](http://b.c/(d) \"e\") f", "a f"), ("![alt](a.png)", "alt"), ("[a][b] [c][]", "a c"),
        ("[![x](y)](z)", "x"), ("[a] (b)", "[a] (b)"), ("\\[a](b)", "\\[a](b)"),
        ("`[a](b)` [c](d)", "`[a](b)` c"), ("[a](b", "[a](b"), ("a] [b", "a] [b"),
        ("[ñ](é) ``[`` x", "ñ ``[`` x"), ("<https://a.b>", "<https://a.b>"),
    ])
    func linksAreTheirTexts(_ text: String, _ expected: String) throws {
        try expect(text, (expected, 1...1))
    }

    @Test func linesAreTakenAsTheyAreAndWindowsHaveBlankLines() throws {
        let text = "---\na: b\n---\n# [T](u)\n\nText"
        #expect(
            try passages(text, .lines).map(\.text) == ["---", "a: b", "---", "# [T](u)", "Text"])
        #expect(try passages(text, .windows) == [Passage(text: "T\n\nText", lines: 4...6)])
    }
}

extension PassageReader {
    /// All passages of a file, none of them too long.
    static func all(
        _ path: String, _ unit: PassageUnit, encoding: TextEncoding? = nil
    ) throws -> [Passage] {
        let reader = try PassageReader(path: path, unit: unit, encoding: encoding) {
            [0..<$0.utf8.count]
        }
        var passages: [Passage] = []
        while let passage = try reader.next() { passages.append(passage) }
        return passages
    }
}
