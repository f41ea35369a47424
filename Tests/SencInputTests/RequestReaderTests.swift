import Foundation
import SencFiles
import SencInput
import TestSupport
import Testing

/// Texts as a pipe brings them, whatever its pieces are.
struct RequestReaderTests {
    private let files = TemporaryDirectory()

    private func reader(_ bytes: [UInt8], _ form: RequestReader.Form) throws -> RequestReader {
        let path = files.write(bytes, to: "input")
        let descriptor = try #require(Descriptor(opening: FileName(path).cString))
        return RequestReader(form, descriptor: descriptor, path: "input")
    }

    private func texts(
        _ bytes: [UInt8], _ form: RequestReader.Form, at once: Int = 1000
    ) throws -> [String] {
        let reader = try reader(bytes, form)
        var texts: [String] = []
        while case let records = try reader.next(texts: once, bytes: 1 << 20), !records.isEmpty {
            #expect(records.count <= once)
            texts += records.map(\.text)
        }
        return texts
    }

    @Test(
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\n\nb\r", ["a", "", "b"]),
            ("\n\n", ["", ""]), ("\u{FEFF}a\n", ["\u{FEFF}a"]), ("a\0b\n", ["a\0b"]),
        ] as [(String, [String])])
    func lines(input: String, expected: [String]) throws {
        for once in [1, 2, 1000] {
            #expect(try texts(Array(input.utf8), .lines, at: once) == expected)
        }
    }

    @Test func textsOfAllSizesComeWhole() throws {
        let lines = [0, 1, 130_000, 5, 131_071, 131_072, 131_073, 400_000, 2].map {
            String(repeating: "é", count: $0 / 2) + ($0 % 2 == 1 ? "x" : "")
        }
        #expect(try texts(Array((lines.joined(separator: "\n") + "\n").utf8), .lines) == lines)
        let frames = lines.flatMap { line in
            (0..<4).map { UInt8(truncatingIfNeeded: line.utf8.count >> (8 * $0)) }
                + Array(line.utf8)
        }
        #expect(try texts(frames, .frames) == lines)
    }

    @Test func illFormedTextIsRepairedAndCounted() throws {
        let reader = try reader([0x61, 0xFF, 0x0A, 0x62, 0x0A], .lines)
        let records = try reader.next(texts: 9, bytes: 100)
        #expect(records.map(\.text) == ["a\u{FFFD}", "b"])
        #expect(reader.replacementCount == 1)
    }

    @Test func faultsComeBehindTheTextsBeforeThem() throws {
        let reader = try reader(Array("\"a\"\n{\"text\":2}\n\"b\"".utf8), .jsonLines(field: "text"))
        #expect(try reader.next(texts: 9, bytes: 100).map(\.text) == ["a"])
        for _ in 0..<2 {
            #expect(
                throws: InputError.record(
                    .notText(field: "text", .number), path: "input", line: 2)
            ) { try reader.next(texts: 9, bytes: 100) }
        }
    }

    @Test(arguments: [[1], [1, 0, 0, 0], [2, 0, 0, 0, 0x61]] as [[UInt8]])
    func cutFrames(bytes: [UInt8]) throws {
        let (found, needed) = bytes.count < 4 ? (bytes.count, 4) : (bytes.count - 4, Int(bytes[0]))
        #expect(
            throws: InputError.record(
                .cutFrame(bytes: found, of: needed), path: "input", line: 1)
        ) { try texts(bytes, .frames) }
    }

    @Test func aQuestionToStopEndsTheInput() throws {
        let reader = RequestReader(.lines, isStopped: { true })
        #expect(try reader.next(texts: 1, bytes: 1).isEmpty)
    }
}
