/// Words that a vocabulary lacks, among token ids: each is one token, written as its length in
/// bytes, negated, and then its bytes, four to an id.
///
/// So such words go the way of all tokens, and take no more memory than the text does.
enum SpelledWords {
    enum Token {
        case known(Int32)
        /// UTF-8, valid for the call.
        case spelled(UnsafeBufferPointer<UInt8>)
    }

    private static let bytesPerID = MemoryLayout<Int32>.size

    /// How many ids a word's bytes fill.
    private static func idCount(bytes: Int) -> Int { (bytes + bytesPerID - 1) / bytesPerID }

    /// - Parameter word: not empty.
    static func append(_ word: UnsafeBufferPointer<UInt8>, to ids: inout [Int32]) {
        let word = UnsafeBufferPointer(rebasing: word.prefix(Int(Int32.max)))
        let start = ids.count + 1
        ids.append(-Int32(word.count))
        ids.append(contentsOf: repeatElement(0, count: idCount(bytes: word.count)))
        ids.withUnsafeMutableBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes[(start * bytesPerID)...])
                .copyBytes(from: word)
        }
    }

    static func tokenCount(in ids: some Collection<Int32>) -> Int {
        var count = 0
        var index = ids.startIndex
        while index < ids.endIndex {
            count += 1
            let skipped = ids[index] < 0 ? idCount(bytes: Int(-ids[index])) : 0
            index = ids.index(index, offsetBy: 1 + skipped)
        }
        return count
    }

    static func forEachToken(in ids: [Int32], _ body: (Token) -> Void) {
        ids.withUnsafeBytes { bytes in
            var index = 0
            while index < ids.count {
                let id = ids[index]
                index += 1
                guard id < 0 else {
                    body(.known(id))
                    continue
                }
                let start = index * bytesPerID
                let word = UnsafeRawBufferPointer(rebasing: bytes[start..<(start + Int(-id))])
                body(.spelled(word.assumingMemoryBound(to: UInt8.self)))
                index += idCount(bytes: word.count)
            }
        }
    }
}
