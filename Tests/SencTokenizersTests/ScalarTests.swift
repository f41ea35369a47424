import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Normalization and splitting of every Unicode scalar, whatever utf8proc's version.
struct ScalarTests {
    private static let contexts: [(String, String, String)] = [
        ("", "", ""), ("a", "b", ""), ("E\u{301}", "\u{323}\u{302E}\u{5B0}c", ""),
        ("\u{302E}\u{323}", "\u{345}", "\u{1100}\u{1161}"),
    ]

    @Test(arguments: 0..<4)
    func everyScalarIsAsInTheReference(setting: Int) throws {
        let file = try MappedFile(path: Goldens.path("scalars.txt"))
        let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n")
        let fields = lines[setting].split(separator: " ")
        let flags = fields[0].map { $0 == "1" ? "true" : "false" }
        let json = SmallTokenizer.json
            .replacing("\"clean_text\":true", with: "\"clean_text\":\(flags[0])")
            .replacing(
                "\"handle_chinese_chars\":true", with: "\"handle_chinese_chars\":\(flags[1])"
            )
            .replacing("\"strip_accents\":null", with: "\"strip_accents\":\(flags[2])")
            .replacing("\"lowercase\":true", with: "\"lowercase\":\(flags[3])")
        let tokenizer = try SmallTokenizer.load(json)
        #expect(fields.count == 1 + 0x1100)
        for (block, expected) in fields.dropFirst().enumerated() {
            var hash: UInt32 = 0x811C_9DC5
            for value in UInt32(block * 256)..<UInt32(block * 256 + 256) {
                guard let scalar = Unicode.Scalar(value) else { continue }
                for (before, after, end) in Self.contexts {
                    var text = before
                    text.unicodeScalars.append(scalar)
                    text += after
                    if !end.isEmpty { text.unicodeScalars.append(scalar) }
                    text += end
                    for word in tokenizer.words(of: text) {
                        for byte in (word + "\n").utf8 {
                            hash = (hash ^ UInt32(byte)) &* 0x0100_0193
                        }
                    }
                }
            }
            #expect(hash == UInt32(expected, radix: 16), "scalars from \(block * 256)")
        }
    }
}
