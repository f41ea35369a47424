import Senc
import TestSupport
import Testing

/// `senc encode --input FILE`
@Suite struct EncodeInputTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func encode(_ arguments: String..., input: String = "") async throws -> Program.Outcome
    {
        try await Program.run(
            ["encode", "--model", model.path] + arguments, input: Array(input.utf8))
    }

    private func vectors(_ texts: String...) throws -> [[Float]] {
        try SentenceEncoder(model: model.path).encode(texts).map(\.vector)
    }

    @Test func eachLineOfAFileIsAText() async throws {
        let file = files.write("rain\nthe sea\n", to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors("rain", "the sea"))
    }

    @Test func theLastLineNeedsNoEnd() async throws {
        let file = files.write("rain\nthe sea", to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors("rain", "the sea"))
    }

    @Test func emptyLinesAreTexts() async throws {
        let file = files.write("\nrain\n\n\n", to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors("", "rain", "", ""))
    }

    @Test func halfASurrogatePairIsReplacedAndTold() async throws {
        let file = files.write(
            #"{"text":"rain","price":NaN}"# + "\n" + #"{"text":"a \ud83d"}"# + "\n", to: "t.jsonl")
        let outcome = try await encode("--input", file, "--field", "text")
        #expect(try outcome.vectors == vectors("rain", "a \u{FFFD}"))
        #expect(
            outcome.messages
                == "senc: warning: 1 ill-formed UTF-8 sequence was replaced (\(file))\n")
    }

    @Test func windowsLineEndsAreNoText() async throws {
        let file = files.write("rain\r\n\r\nsea\r\n", to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors("rain", "", "sea"))
    }

    @Test func filesAreReadOneAfterTheOther() async throws {
        let first = files.write("rain\nsea", to: "first.txt")
        let second = files.write("sun\n", to: "second.txt")
        #expect(
            try await encode("--input", first, "--input", second).vectors
                == vectors("rain", "sea", "sun"))
    }

    @Test func aDashIsStandardInput() async throws {
        #expect(
            try await encode("--input", "-", input: "rain\nsea\n").vectors
                == vectors("rain", "sea"))
    }

    @Test func standardInputGoesTogetherWithFiles() async throws {
        let file = files.write("sun\n", to: "texts.txt")
        #expect(
            try await encode("--input", file, "--input", "-", input: "rain\n").vectors
                == vectors("sun", "rain"))
    }

    @Test func aByteOrderMarkIsNoText() async throws {
        let file = files.write([0xEF, 0xBB, 0xBF] + Array("rain\n".utf8), to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors("rain"))
    }

    @Test func illFormedUTF8IsReplacedCountedAndToldOnce() async throws {
        let file = files.write(
            Array("rá".utf8) + [0xFF] + Array("in\n".utf8) + [0xE2, 0x82] + Array("\nsea\n".utf8),
            to: "texts.txt")
        let outcome = try await encode("--input", file)
        #expect(outcome.vectors == (try vectors("rá\u{FFFD}in", "\u{FFFD}", "sea")))
        #expect(
            outcome.messages
                == "senc: warning: 2 ill-formed UTF-8 sequences were replaced (\(file))\n")
        #expect(outcome.status == 0)
    }

    @Test func anEmptyFileGivesNoVectors() async throws {
        let file = files.write("", to: "texts.txt")
        #expect(try await encode("--input", file) == .printed(""))
    }

    @Test func nullBytesAreText() async throws {
        let file = files.write("a\0b\n\0\n", to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors("a\0b", "\0"))
    }

    @Test func aLineOfAMillionLettersIsOneText() async throws {
        let word = String(repeating: "a", count: 1_000_000)
        let file = files.write(word + "\nrain", to: "texts.txt")
        #expect(try await encode("--input", file).vectors == vectors(word, "rain"))
    }

    @Test func aLineWithoutEndIsAnErrorAtLast() async throws {
        #expect(
            try await encode("--input", "/dev/zero")
                == .failed(65, "a record is over the limit of 268435456 bytes (/dev/zero, line 1)"))
    }

    @Test func thousandsOfLinesKeepTheirOrder() async throws {
        let texts = (0..<9000).map { $0 % 7 == 0 ? "" : "sea \($0)" }
        let file = files.write(texts.joined(separator: "\n") + "\n", to: "texts.txt")
        let outcome = try await encode("--input", file, "--truncate-dimension", "4")
        let expected = try await SentenceEncoder(model: model.path).encode(
            texts, options: EncodingOptions(truncateDimension: 4)
        ).map(\.vector)
        #expect(outcome.vectors == expected)
        #expect(outcome.messages == "" && outcome.status == 0)
    }

    @Test func aMissingFileIsNamed() async throws {
        #expect(
            try await encode("--input", files.file("none.txt"))
                == .failed(66, "no such file (\(files.file("none.txt")))"))
    }

    @Test func aMissingFileIsAnErrorBeforeAnyResult() async throws {
        let file = files.write("rain\n", to: "texts.txt")
        #expect(
            try await encode("--input", file, "--input", files.file("none.txt"))
                == .failed(66, "no such file (\(files.file("none.txt")))"))
    }

    @Test func aDirectoryIsNoInput() async throws {
        #expect(
            try await encode("--input", files.path)
                == .failed(
                    66,
                    "a directory, where a file is needed; 'senc search' and 'senc index' read "
                        + "directories (\(files.path))"))
    }

    @Test func aLinkToItselfIsNoInput() async throws {
        files.link("loop", as: "loop")
        let outcome = try await encode("--input", files.file("loop"))
        #expect(outcome.messages.hasPrefix("senc: error: cannot read: Too many levels of symbolic"))
        #expect(outcome.status == 66 && outcome.output.isEmpty)
    }

    @Test func aNameWithALineBreakStaysOnOneLine() async throws {
        #expect(
            try await encode("--input", files.file("a\nb"))
                == .failed(66, "no such file (\(files.path)/a\\u{a}b)"))
    }

    @Test func closedStandardInputIsAnError() async throws {
        #expect(
            try await Program.run(
                ["encode", "--model", model.path, "--input", "-"], redirection: "<&-")
                == .failed(66, "cannot read: Bad file descriptor (standard input)"))
    }
}
