/// The vocabulary: token bytes ↔ ids, and the longest token that a text begins with.
///
/// One open-addressing table holds every token under a running hash of its bytes, and every
/// token that starts with the continuing prefix once more without it, under another seed. All
/// prefixes of a text are hashed in one run over it, so a longest match costs one probe for each
/// length that some token with the same first two bytes has. Immutable, so safe to share.
final class TokenTable: @unchecked Sendable {
    struct Entry {
        /// Where the token's bytes are.
        var start: UInt32
        var count: UInt32
        var id: Int32
    }

    /// The number of distinct tokens.
    let count: Int
    let continuingPrefix: [UInt8]

    private let storage: TokenTableStorage
    /// Bytes of the longest token.
    let longest: Int
    /// The entry of each id; -1 for none.
    private let entryOfID: [Int32]

    init(
        storage: TokenTableStorage, count: Int, longest: Int, entryOfID: [Int32],
        continuingPrefix: [UInt8]
    ) {
        self.storage = storage
        self.count = count
        self.longest = longest
        self.entryOfID = entryOfID
        self.continuingPrefix = continuingPrefix
    }

    /// All ids are below this.
    var idLimit: Int { entryOfID.count }

    deinit { storage.deallocate() }
}

extension TokenTable {
    func id(of token: UnsafeBufferPointer<UInt8>) -> Int32? {
        let hash = TokenTableStorage.hash(token, isContinuing: false)
        return storage.entry(
            of: token, hash: hash, skipping: 0, isContinuing: false
        ).map { storage.entries[$0].id }
    }

    /// The bytes of the token, valid while the table lives.
    func token(of id: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard id >= 0, id < entryOfID.count, entryOfID[Int(id)] >= 0 else { return nil }
        let entry = storage.entries[Int(entryOfID[Int(id)])]
        return UnsafeBufferPointer(start: storage.bytes + Int(entry.start), count: Int(entry.count))
    }

    /// Visits the tokens that the text from `start` on begins with, from the shortest.
    /// - Parameter body: takes the token's id and where it ends.
    @inline(__always)
    func forEachPrefix(
        of text: UnsafeBufferPointer<UInt8>, from start: Int, _ body: (Int32, Int) -> Void
    ) {
        guard start < text.count else { return }
        let single = storage.singles[Int(text[start])]
        if single >= 0 { body(storage.entries[Int(single)].id, start + 1) }
        guard start + 1 < text.count else { return }
        var lengths = storage.lengths[
            TokenTableStorage.lengthIndex(text[start], text[start + 1], isContinuing: false)]
        var hash = TokenTableStorage.extend(TokenTableStorage.seed(false), by: text[start])
        var end = start + 1
        let limit = min(text.count, start + longest)
        // The last bit is of all lengths from 64 on.
        while end < limit, lengths > 1 || end - start >= 64 {
            hash = TokenTableStorage.extend(hash, by: text[end])
            end += 1
            if end - start <= 64 { lengths >>= 1 }
            guard lengths & 1 == 1 else { continue }
            let found = storage.entry(
                of: text.slice(start..<end), hash: hash, skipping: 0, isContinuing: false)
            if let found { body(storage.entries[found].id, end) }
        }
    }

    /// The longest token with which the range begins; a continuing one, given without its prefix,
    /// if asked for.
    @inline(__always)
    func longestPrefix(
        of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, isContinuing: Bool
    ) -> (id: Int32, length: Int)? {
        let text = text.slice(range)
        let isContinuing = isContinuing && !continuingPrefix.isEmpty
        let skipped = isContinuing ? continuingPrefix.count : 0
        if text.count >= 2 {
            var candidates = storage.lengths[
                TokenTableStorage.lengthIndex(text[0], text[1], isContinuing: isContinuing)]
            let limit = min(text.count, longest)
            if limit > 63 {
                if candidates >> 63 == 1, let found = longToken(text, limit, isContinuing) {
                    return found
                }
                candidates &= 1 << 63 - 1
            } else {
                candidates &= 1 << UInt64(limit) - 1
            }
            if candidates != 0 {
                let found = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) {
                    hashes -> (id: Int32, length: Int)? in
                    let longest = 64 - candidates.leadingZeroBitCount
                    var hash = TokenTableStorage.seed(isContinuing)
                    for index in 0..<longest {
                        hash = TokenTableStorage.extend(hash, by: text[index])
                        hashes[index] = hash
                    }
                    while candidates != 0 {
                        let length = 64 - candidates.leadingZeroBitCount
                        let key = UnsafeBufferPointer(rebasing: text[..<length])
                        let found = storage.entry(
                            of: key, hash: hashes[length - 1], skipping: skipped,
                            isContinuing: isContinuing)
                        if let found { return (storage.entries[found].id, length) }
                        candidates ^= 1 << UInt64(length - 1)
                    }
                    return nil
                }
                if let found { return found }
            }
        }
        guard text.count > 0 else { return nil }
        let single = storage.singles[(isContinuing ? 256 : 0) + Int(text[0])]
        return single < 0 ? nil : (storage.entries[Int(single)].id, 1)
    }

    /// The longest token of 64 bytes or more with which the text begins.
    @inline(never)
    private func longToken(
        _ text: UnsafeBufferPointer<UInt8>, _ limit: Int, _ isContinuing: Bool
    ) -> (id: Int32, length: Int)? {
        var result: (id: Int32, length: Int)?
        var hash = TokenTableStorage.seed(isContinuing)
        for index in 0..<limit {
            hash = TokenTableStorage.extend(hash, by: text[index])
            guard index >= 63 else { continue }
            let key = UnsafeBufferPointer(rebasing: text[...index])
            let found = storage.entry(
                of: key, hash: hash, skipping: isContinuing ? continuingPrefix.count : 0,
                isContinuing: isContinuing)
            if let found {
                result = (storage.entries[found].id, index + 1)
            }
        }
        return result
    }
}
