import Foundation
import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// Tokenizer files of every kind changed at random: an error of one line, or a tokenizer that
/// works; never a trap, a hang or endless memory. `SENC_MUTATIONS` says how many are tried.
struct PipelineMutationTests {
    static let count =
        ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap(Int.init) ?? 300

    @Test(arguments: ["bpe", "byte-level", "words", "unigram"])
    func tokenizerJSON(kind: String) throws {
        let file = try #require(JSON(path: Goldens.path("tokenizer-\(kind).json")).elements)
        // Few words suffice to be spoiled, and load in no time.
        let originals = file.compactMap { $0["json"]?.string }
            .map { $0.replacing("@nmt_nfkc", with: "DAAAAAAEAAAAAAAAAAAAAGEA") }
            .filter { $0.utf8.count < 20_000 }
        #expect(!originals.isEmpty)
        var generator = SplitMix(seed: 11)
        var accepted = 0
        for round in 0..<Self.count {
            var bytes = Array(originals[round % originals.count].utf8)
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                spoil(&bytes, using: &generator)
            }
            if tries(["tokenizer.json": bytes]) { accepted += 1 }
        }
        #expect(accepted > 0 && accepted < Self.count)
    }

    @Test func filesOfDirectories() throws {
        let directories = try #require(
            JSON(path: Goldens.path("tokenizer-directories.json")).elements)
        let originals = directories.map { setup in
            Dictionary(
                uniqueKeysWithValues: (setup["files"]?.members ?? []).map { name, value in
                    (name, value.string.flatMap { Data(base64Encoded: $0) }.map { Array($0) } ?? [])
                })
        }
        #expect(!originals.isEmpty)
        var generator = SplitMix(seed: 12)
        var (accepted, refused) = (0, 0)
        for round in 0..<Self.count {
            var files = originals[round % originals.count]
            let name = files.keys.filter { $0 != "tokenizer_config.json" }.sorted()
                .randomElement(using: &generator)
            guard let name, var bytes = files[name] else { continue }
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                spoil(&bytes, using: &generator)
            }
            files[name] = bytes
            if tries(files) { accepted += 1 } else { refused += 1 }
        }
        #expect(accepted > 0 && refused > 0)
    }

    @Test func charsmaps() throws {
        let map = try Goldens.normalizationMap()
        var generator = SplitMix(seed: 13)
        let count = max(20, Self.count / 20)
        var accepted = 0
        for _ in 0..<count {
            var bytes = map
            let most = Bool.random(using: &generator) ? 1 : 200
            for _ in 0..<Int.random(in: 1...most, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^=
                    UInt8.random(in: 1...255, using: &generator)
            }
            // The first bytes are the length.
            if Bool.random(using: &generator) { bytes.replaceSubrange(0..<4, with: map[0..<4]) }
            let encoded = Data(bytes).base64EncodedString()
            let json =
                #"{"normalizer":{"type":"Precompiled","precompiled_charsmap":"\#(encoded)"},"#
                + #""model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}}"#
            if tries(["tokenizer.json": Array(json.utf8)]) { accepted += 1 }
        }
        #expect(accepted > 0 && accepted < count)
    }

    private static let texts = [
        "", "Hello worlds. 123 <mask> é 中 \u{301}x <s>", "  \t\n it's  \u{0}ﬁ½ 👩‍👧 \u{1100}\u{1161}",
    ]

    /// - Returns: whether the files give a tokenizer.
    private func tries(_ files: [String: [UInt8]]) -> Bool {
        let directory = TemporaryDirectory()
        for (name, bytes) in files { directory.write(bytes, to: name) }
        do throws(TokenizerError) {
            let tokenizer = try Tokenizer(directory: directory.path)
            for text in Self.texts {
                let encoding = tokenizer.encode(text, pair: "hello", maximumTokens: 9)
                _ = tokenizer.decode(encoding.ids)
                var ids: [Int32] = []
                var text = text
                _ = text.withUTF8 {
                    tokenizer.appendIDs(ofUTF8: $0, maximumTokens: nil, to: &ids)
                }
                let whole = tokenizer.encode(text)
                #expect(ids == whole.ids)
                #expect(whole.offsets.allSatisfy { $0.upperBound <= text.utf8.count })
            }
            return true
        } catch {
            #expect(!error.description.contains { $0.isNewline })
            return false
        }
    }

    private func spoil(_ bytes: inout [UInt8], using generator: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3:
            let digits = bytes.indices.filter { 0x30...0x39 ~= bytes[$0] }
            guard let digit = digits.randomElement(using: &generator) else { return }
            bytes.insert(UInt8.random(in: 0x30...0x39, using: &generator), at: digit)
        case 4: bytes.swapAt(place, Int.random(in: 0..<bytes.count, using: &generator))
        case 5, 6:
            // Components and flags stand at both ends, not in the vocabulary between.
            let near = min(600, bytes.count)
            let offset = Int.random(in: 0..<near, using: &generator)
            let index = Bool.random(using: &generator) ? offset : bytes.count - 1 - offset
            bytes[index] = Array("\"{}[]:,0-9tfn\\".utf8).randomElement(using: &generator) ?? 0
        default:
            if Int.random(in: 0..<8, using: &generator) == 0 { bytes.removeSubrange(place...) }
        }
    }
}
