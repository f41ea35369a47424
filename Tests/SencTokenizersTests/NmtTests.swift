import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// The rules called nmt against the reference.
struct NmtTests {
    @Test func everyScalarIsAsInTheReference() throws {
        let golden = try #require(JSON(path: Goldens.path("nmt.json")).members)
        var expected: [UInt32: String] = [:]
        for (key, value) in golden {
            expected[try #require(UInt32(key))] = value.string
        }
        #expect(expected.count == 45)
        let tokenizer = try SmallTokenizer.load(
            #"{"normalizer":{"type":"Nmt"},"#
                + #""model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}}"#)
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let own = String(Character(scalar))
            let words = tokenizer.words(of: "a" + own + "b")
            let wanted = "a" + (expected[value] ?? own) + "b"
            guard words.count == 1, words[0].utf8.elementsEqual(wanted.utf8) else {
                Issue.record("\(String(value, radix: 16)): \(words), not \(wanted)")
                continue
            }
        }
    }
}
