internal import SencFiles

/// Words, as bytes, with a number each: the order in which they were added.
struct WordTable: Sendable {
    /// The bytes of all words, one behind the other.
    private var bytes: [UInt8] = []
    /// Where each word ends in them.
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// Numbers by hash, -1 for none; a power of two of them.
    private var slots = [Int32](repeating: -1, count: 1 << 10)

    var count: Int { ends.count }

    /// Bytes of memory, about.
    var size: Int { bytes.count + ends.count * 12 + slots.count * 4 }

    /// Calls `body` with a word's bytes.
    func withWord<Result>(
        _ number: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        let range = (number == 0 ? 0 : ends[number - 1])..<ends[number]
        return try bytes.withUnsafeBufferPointer {
            try body(UnsafeBufferPointer(rebasing: $0[range]))
        }
    }

    subscript(number: Int) -> String {
        withWord(number) { String(decoding: $0, as: UTF8.self) }
    }

    /// A word's number; `nil` if it was not added.
    func number(of word: UnsafeBufferPointer<UInt8>) -> Int? {
        let slot = slot(of: word, Self.hash(word))
        return slots[slot] < 0 ? nil : Int(slots[slot])
    }

    /// Where a word is, or is to be: a slot that is free.
    private func slot(of word: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let number = Int(slots[slot])
            if hashes[number] == hash, isWord(number, word) { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    /// The word's number, which is a new one if it is not there.
    mutating func add(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = Self.hash(word)
        let slot = slot(of: word, hash)
        guard slots[slot] < 0 else { return Int(slots[slot]) }
        slots[slot] = Int32(count)
        bytes.append(contentsOf: word)
        ends.append(bytes.count)
        hashes.append(hash)
        if 2 * count > slots.count { grow() }
        return count - 1
    }

    private func isWord(_ number: Int, _ word: UnsafeBufferPointer<UInt8>) -> Bool {
        withWord(number) { $0.count == word.count && $0.elementsEqual(word) }
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: 2 * slots.count)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(number)
        }
    }

    /// FNV-1a, stirred at the end as by MurmurHash3.
    private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var hash: UInt32 = 2_166_136_261
        for byte in word { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        hash = (hash ^ hash >> 16) &* 0x85EB_CA6B
        hash = (hash ^ hash >> 13) &* 0xC2B2_AE35
        return hash ^ hash >> 16
    }
}
