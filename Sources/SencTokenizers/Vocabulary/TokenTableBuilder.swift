/// Fills a `TokenTable`.
struct TokenTableBuilder: ~Copyable {
    private let storage: TokenTableStorage
    private let capacity: Int
    private let byteCapacity: Int
    private let continuingPrefix: [UInt8]
    private var byteCount = 0
    private var count = 0
    private var longest = 0
    /// Whether the memory is still the builder's own.
    private var ownsStorage = true

    /// For at most `capacity` tokens of at most `byteCapacity` bytes in all; both under 2³¹.
    init(capacity: Int, byteCapacity: Int, continuingPrefix: [UInt8]) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
        self.continuingPrefix = continuingPrefix
        storage = TokenTableStorage(capacity: capacity, byteCapacity: byteCapacity)
    }

    deinit {
        if ownsStorage { storage.deallocate() }
    }

    /// Adds a token.
    /// - Returns: whether the token is new; if not, it has the new id from now on.
    mutating func insert(_ token: UnsafeBufferPointer<UInt8>, id: Int32) -> Bool {
        precondition(count < capacity && byteCount + token.count <= byteCapacity)
        let known = storage.file(count, under: token, skipping: 0, isContinuing: false)
        if let known {
            storage.entries[known].id = id
            return false
        }
        if let base = token.baseAddress {
            (storage.bytes + byteCount).update(from: base, count: token.count)
        }
        storage.entries[count] = TokenTable.Entry(
            start: UInt32(byteCount), count: UInt32(token.count), id: id)
        let prefixCount = continuingPrefix.count
        if prefixCount > 0, token.count > prefixCount, token.starts(with: continuingPrefix) {
            _ = storage.file(
                count, under: token.slice(prefixCount..<token.count), skipping: prefixCount,
                isContinuing: true)
        }
        longest = max(longest, token.count)
        byteCount += token.count
        count += 1
        return true
    }

    /// The table of the tokens added.
    /// - Parameter idCount: above every id.
    /// - Returns: besides, an id that two tokens have, if there is one.
    consuming func finish(idCount: Int) -> (table: TokenTable, duplicateID: Int32?) {
        var duplicateID: Int32?
        var entryOfID = [Int32](repeating: -1, count: idCount)
        for entry in 0..<count {
            let id = storage.entries[entry].id
            if entryOfID[Int(id)] >= 0 { duplicateID = id }
            entryOfID[Int(id)] = Int32(truncatingIfNeeded: entry)
        }
        let table = TokenTable(
            storage: storage, count: count, longest: longest, entryOfID: entryOfID,
            continuingPrefix: continuingPrefix)
        ownsStorage = false
        return (table, duplicateID)
    }
}
