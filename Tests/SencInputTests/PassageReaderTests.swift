import SencInput
import TestSupport
import Testing

struct PassageReaderTests {
    let directory = TemporaryDirectory()

    private func passages(
        _ bytes: [UInt8], _ unit: PassageUnit,
        windows: @escaping (String) -> [Range<Int>] = { [0..<$0.utf8.count] }
    ) throws -> [Passage] {
        let reader = try PassageReader(
            path: directory.write(bytes, to: "a.txt"), unit: unit, windows: windows)
        var passages: [Passage] = []
        while let passage = try reader.next() { passages.append(passage) }
        return passages
    }

    /// Windows of that many bytes that begin every `step` bytes.
    private static func windows(_ count: Int, step: Int) -> (String) -> [Range<Int>] {
        { text in
            let size = text.utf8.count
            let starts = stride(from: 0, to: max(size - count + step, 1), by: step)
            return starts.map { $0..<min($0 + count, size) }
        }
    }

    @Test(
        arguments: [
            ("", []), ("\n \n", []), ("a", [("a", 1...1)]),
            ("\n\na\r\nb\r\n\t\r\n\r\n c\nd", [("a\nb", 3...4), (" c\nd", 7...8)]),
            ("\u{FEFF}a\n\u{C}\nb\n", [("a", 1...1), ("b", 3...3)]),
        ] as [(String, [(String, ClosedRange<Int>)])])
    func paragraphsAreLinesWithoutABlankOne(
        _ text: String, _ expected: [(String, ClosedRange<Int>)]
    ) throws {
        #expect(
            try passages(Array(text.utf8), .paragraphs)
                == expected.map { Passage(text: $0, lines: $1) })
    }

    @Test func blankLinesAreNoPassages() throws {
        #expect(
            try passages(Array("a\n\n b \n  \nc".utf8), .lines) == [
                Passage(text: "a", lines: 1...1), Passage(text: " b ", lines: 3...3),
                Passage(text: "c", lines: 5...5),
            ])
    }

    @Test func windowsKnowTheirLines() throws {
        let found = try passages(
            Array("ab\ncd\n\nef\n".utf8), .windows, windows: Self.windows(4, step: 3))
        #expect(
            found == [
                Passage(text: "ab\nc", lines: 1...2), Passage(text: "cd\n\n", lines: 2...4),
                Passage(text: "\nef", lines: 3...4),
            ])
    }

    @Test func illFormedTextIsReplacedAndCounted() throws {
        let reader = try PassageReader(
            path: directory.write(Array("á".utf8) + [0xFF, 0x62], to: "a.txt"), unit: .lines,
            windows: { [0..<$0.utf8.count] })
        #expect(try reader.isText())
        #expect(try reader.next()?.text == "á\u{FFFD}b")
        #expect(reader.replacementCount == 1)
    }

    @Test func binaryFilesAreToldByTheirStart() throws {
        func isText(_ bytes: [UInt8]) throws -> Bool {
            try PassageReader(
                path: directory.write(bytes, to: "a"), unit: .lines, windows: { _ in [] }
            ).isText()
        }
        #expect(try isText([]))
        #expect(try !isText([0x61, 0]))
        #expect(try isText([UInt8](repeating: 0x61, count: 8000) + [0]))
    }

    /// However much is cut at a time, the passages are those of the whole.
    @Test(arguments: [PassageUnit.lines, .paragraphs, .windows])
    func longTextsAreCutAsOne(_ unit: PassageUnit) throws {
        var random = SplitMix(seed: 1)
        var text = "é"
        while text.utf8.count < 3 * PassageReader.maximumBytes {
            let isBreak = unit != .lines && Int.random(in: 0..<60, using: &random) == 0
            text += isBreak ? "\nx" : "word\(random.next() % 10) "
        }
        let windows = Self.windows(1000, step: 700)
        let expected = windows(text).map { range in
            let bytes = Array(text.utf8)
            func lines(_ end: Int) -> Int { bytes[..<end].count { $0 == 0x0A } + 1 }
            return Passage(
                text: String(decoding: bytes[range], as: UTF8.self),
                lines: lines(range.lowerBound)...lines(range.upperBound))
        }
        let found = try passages(Array(text.utf8), unit, windows: windows)
        #expect(found.count == expected.count)
        let first = zip(found, expected).first { $0 != $1 }
        #expect(first == nil)
    }
}
