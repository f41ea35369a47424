import SencFiles
import TestSupport
import Testing

struct FileNameTests {
    @Test func everyNameIsAStringAndBack() {
        var generator = SplitMix(seed: 1)
        var names: [[UInt8]] = [
            [], [0xFF], Array("año.txt".utf8), [0xE9], [0xC3, 0xA9, 0xC3],
            // U+10FF80, which stands for a byte, and U+10FFFF.
            [0xF4, 0x8F, 0xBE, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xED, 0xA0, 0x80],
        ]
        for _ in 0..<2000 {
            names.append(
                (0..<(generator.next() % 12)).map { _ in
                    generator.next() % 3 == 0
                        ? UInt8(truncatingIfNeeded: generator.next())
                        : 0xF4 - UInt8(generator.next() % 6)
                })
        }
        for bytes in names {
            let name = FileName(bytes: bytes)
            #expect(FileName(name.string).bytes == bytes)
        }
        #expect(Set(names.map { Array(FileName(bytes: $0).string.utf8) }).count == Set(names).count)
    }

    @Test func canonicallyEqualNamesDiffer() {
        let (composed, decomposed) = (FileName("\u{E9}"), FileName("e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect(FileName("a/\u{301}x").isAt(orBelow: "a"))
    }

    @Test func namesAreShownEscapedAndWholeInJSON() throws {
        let name = FileName(bytes: Array("a\u{1B}\t".utf8) + [0xE9])
        #expect(name.description == "a\\u{1b}\\u{9}\\xe9")
        for (name, json) in [
            (name, "{\"bytes\":\"YRsJ6Q==\"}"), ("a\n\u{E9}", "\"a\\n\u{E9}\""),
        ] {
            let text = JSONWriter.bytes { $0.value(name) }
            #expect(String(decoding: text, as: UTF8.self) == json)
            #expect(try JSON(parsing: text).name == name)
        }
    }

    @Test func pathsArePutTogetherAndTakenApart() {
        #expect(FileName("a").appending("b") == "a/b")
        #expect(FileName("/").appending("b") == "/b")
        #expect(FileName("a/b//").lastComponent == "b")
        #expect(FileName("/a/b").shortened(from: "/a") == "b")
        #expect(FileName("/a/b").shortened(from: "/") == "a/b")
        #expect(FileName("/ab").shortened(from: "/a") == "/ab")
        #expect(FileName("/ab").isAt(orBelow: "/a") == false)
        #expect(Path.parent(of: "a/\u{301}b") == "a")
        #expect(Path.lastComponent(of: "a/\u{301}b") == "\u{301}b")
    }

    @Test(arguments: ["", "f", "fo", "foo", "foob", "fooba", "foobar"])
    func base64IsThatOfTheStandard(_ text: String) {
        let expected = [
            "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==",
            "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy",
        ]
        #expect(Base64.encode(Array(text.utf8)) == expected[text])
        #expect(Base64.decode(Base64.encode(Array(text.utf8)).utf8) == Array(text.utf8))
    }

    @Test func errorsAreOneLineWhateverFilesAreCalled() {
        let error = FileError.notFound(path: "a\r\nb\u{85}c\u{2028}d\u{202E}e")
        #expect(error.description == #"no such file (a\u{d}\u{a}b\u{85}c\u{2028}d\u{202e}e)"#)
        #expect("\(error)" == error.description)
    }
}
