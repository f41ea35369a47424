/// The n-grams of characters whose vectors make up a word's (Bojanowski et al., "Enriching Word
/// Vectors with Subword Information", 2017): of `<word>`, hashed into buckets.
package struct FastTextNGrams: Sendable {
    package let buckets: Int
    /// Scalars of the shortest and the longest.
    package let shortest: Int
    package let longest: Int

    package init(buckets: Int, shortest: Int, longest: Int) {
        (self.buckets, self.shortest, self.longest) = (buckets, shortest, longest)
    }

    /// The scalars that a word needs for having an n-gram; `nil` if none has one.
    var leastScalars: Int? {
        guard buckets > 0, longest >= max(shortest, 1) else { return nil }
        // The brackets count, but neither of them is an n-gram alone.
        return max(shortest - 2, 1)
    }

    /// Visits the bucket of each n-gram of a word, in fastText's order.
    ///
    /// Bytes are hashed by FNV-1a, but as C's signed characters, so that those above 127 fill the
    /// upper bits with ones. Ill-formed UTF-8 counts a scalar for each byte that continues none.
    package func forEachBucket(of word: UnsafeBufferPointer<UInt8>, _ body: (Int) -> Void) {
        guard buckets > 0, longest > 0 else { return }
        let count = word.count + 2
        func byte(_ index: Int) -> UInt8 {
            index == 0
                ? UInt8(ascii: "<") : index == count - 1 ? UInt8(ascii: ">") : word[index - 1]
        }
        func continues(_ index: Int) -> Bool { byte(index) & 0xC0 == 0x80 }
        for start in 0..<count where !continues(start) {
            var hash: UInt32 = 2_166_136_261
            var end = start
            var length = 1
            while end < count, length <= longest {
                repeat {
                    let extended = UInt32(bitPattern: Int32(Int8(bitPattern: byte(end))))
                    hash = (hash ^ extended) &* 16_777_619
                    end += 1
                } while end < count && continues(end)
                let isBracket = length == 1 && (start == 0 || end == count)
                if length >= shortest, !isBracket { body(Int(hash) % buckets) }
                length += 1
            }
        }
    }
}
