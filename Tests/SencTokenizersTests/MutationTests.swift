import SencTokenizers
import TestSupport
import Testing

/// Files spoiled at random: an error or a tokenizer that works, never a trap.
struct MutationTests {
    private static let texts = ["", "Hello worlds. [CLS] é 中 [SEP]", "\u{301}x hello\u{0}s"]

    @Test(arguments: 1...8)
    func mutatedTokenizerJSON(seed: UInt64) {
        let loaded = mutate(
            Array(SmallTokenizer.json.utf8), as: "tokenizer.json", seed: seed, count: 150)
        #expect(loaded > 0 && loaded < 150)
    }

    @Test(arguments: 1...2)
    func mutatedVocabularyText(seed: UInt64) {
        let text = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nhello\nworld\n##s\n中\n\n"
        let loaded = mutate(Array(text.utf8), as: "vocab.txt", seed: seed, count: 100)
        #expect(loaded > 0 && loaded < 100)
    }

    /// - Returns: how many of the spoiled files give a tokenizer.
    private func mutate(_ original: [UInt8], as name: String, seed: UInt64, count: Int) -> Int {
        var loaded = 0
        var generator = SplitMix(seed: seed)
        let directory = TemporaryDirectory()
        for _ in 0..<count {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                spoil(&bytes, using: &generator)
            }
            directory.write(bytes, to: name)
            guard let tokenizer = try? Tokenizer(directory: directory.path) else { continue }
            loaded += 1
            for text in Self.texts {
                let encoding = tokenizer.encode(text, pair: "hello", maximumTokens: 9)
                _ = tokenizer.decode(encoding.ids)
                var ids: [Int32] = []
                var text = text
                let count = text.withUTF8 {
                    tokenizer.appendIDs(ofUTF8: $0, maximumTokens: nil, to: &ids)
                }
                #expect(ids == tokenizer.encode(text).ids)
                #expect(count.count == ids.count)
            }
        }
        return loaded
    }

    private func spoil(_ bytes: inout [UInt8], using generator: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &generator))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3:
            let digits = bytes.indices.filter { bytes[$0] >= 0x30 && bytes[$0] <= 0x39 }
            guard let digit = digits.randomElement(using: &generator) else { return }
            bytes.insert(UInt8.random(in: 0x30...0x39, using: &generator), at: digit)
        case 4:
            let copy = Int.random(in: 0..<bytes.count, using: &generator)
            bytes.swapAt(place, copy)
        default: bytes.removeSubrange(place...)
        }
    }
}
