/// The vocabulary: token bytes ↔ ids, and the longest token that a text begins with.
///
/// One open-addressing table holds every token under a running hash of its bytes, and every
/// token that starts with the continuing prefix once more without it, under another seed. All
/// prefixes of a text are hashed in one run over it, so a longest match costs one probe for each
/// length that some token with the same first two bytes has. Nothing changes after loading.
final class TokenTable: @unchecked Sendable {
    private struct Entry {
        var start: Int
        var count: Int
        var id: Int32
    }

    /// The tokens, distinct ones.
    private(set) var count = 0
    let continuingPrefix: [UInt8]

    private let bytes: UnsafeMutablePointer<UInt8>
    private let byteCapacity: Int
    private var byteCount = 0
    private let entries: UnsafeMutablePointer<Entry>
    private let capacity: Int
    private var entryCount = 0
    /// The high half is of the hash, the low half 2 × entry + 1 for continuing, plus 1; 0 is free.
    private let slots: UnsafeMutablePointer<UInt64>
    private let slotBits: Int
    /// Bit n - 1: there are tokens of n bytes with these first bytes; bit 63: or of more.
    private let lengths: UnsafeMutablePointer<UInt64>
    /// The entries of the tokens of one byte; -1 for none.
    private let singles: UnsafeMutablePointer<Int32>
    private var longest = 0
    /// The entry of each id; -1 for none.
    private var entryOfID: [Int32] = []

    private static let lengthsPerKind = 4096

    /// A table for at most `capacity` tokens of at most `byteCapacity` bytes in all.
    init(capacity: Int, byteCapacity: Int, continuingPrefix: [UInt8]) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
        self.continuingPrefix = continuingPrefix
        bytes = .allocate(capacity: max(byteCapacity, 1))
        entries = .allocate(capacity: max(capacity, 1))
        slotBits = max(4, Int.bitWidth - (2 * capacity + 1).leadingZeroBitCount)
        slots = .allocate(capacity: 1 << slotBits)
        slots.initialize(repeating: 0, count: 1 << slotBits)
        lengths = .allocate(capacity: 2 * Self.lengthsPerKind)
        lengths.initialize(repeating: 0, count: 2 * Self.lengthsPerKind)
        singles = .allocate(capacity: 2 * 256)
        singles.initialize(repeating: -1, count: 2 * 256)
    }

    deinit {
        bytes.deallocate()
        entries.deallocate()
        slots.deallocate()
        lengths.deallocate()
        singles.deallocate()
    }
}

// MARK: - Filling

extension TokenTable {
    /// Adds a token while the table is being filled.
    /// - Returns: whether the token is new; if not, it has the new id from now on.
    func insert(_ token: UnsafeBufferPointer<UInt8>, id: Int32) -> Bool {
        precondition(entryCount < capacity && byteCount + token.count <= byteCapacity)
        let whole = Self.hash(token, isContinuing: false)
        if let entry = entry(of: token, hash: whole, isContinuing: false) {
            entries[entry].id = id
            return false
        }
        if let base = token.baseAddress {
            (bytes + byteCount).update(from: base, count: token.count)
        }
        entries[entryCount] = Entry(start: byteCount, count: token.count, id: id)
        file(token, hash: whole, isContinuing: false)
        let prefixCount = continuingPrefix.count
        if prefixCount > 0, token.count > prefixCount, token.starts(with: continuingPrefix) {
            let rest = token.slice(prefixCount..<token.count)
            file(rest, hash: Self.hash(rest, isContinuing: true), isContinuing: true)
        }
        byteCount += token.count
        entryCount += 1
        count += 1
        return true
    }

    /// Ends the filling.
    /// - Parameter idCount: above every id.
    /// - Returns: two entries with the same id, if there are any.
    func finish(idCount: Int) -> Int32? {
        entryOfID = [Int32](repeating: -1, count: idCount)
        for entry in 0..<entryCount {
            let id = entries[entry].id
            if entryOfID[Int(id)] >= 0 { return id }
            entryOfID[Int(id)] = Int32(entry)
        }
        return nil
    }

    /// Enters the last entry under some bytes of it.
    private func file(_ key: UnsafeBufferPointer<UInt8>, hash: UInt64, isContinuing: Bool) {
        let kind = isContinuing ? 1 : 0
        longest = max(longest, key.count)
        if key.count == 1 { singles[kind * 256 + Int(key[0])] = Int32(entryCount) }
        if key.count >= 2 {
            lengths[lengthIndex(key[0], key[1], kind)] |= 1 << UInt64(min(key.count, 64) - 1)
        }
        var slot = Int(hash >> UInt64(64 - slotBits))
        while slots[slot] != 0 { slot = (slot + 1) & (1 << slotBits - 1) }
        slots[slot] = hash << 32 & 0xFFFF_FFFF_0000_0000 | UInt64(entryCount * 2 + kind + 1)
    }
}

// MARK: - Finding

extension TokenTable {
    func id(of token: UnsafeBufferPointer<UInt8>) -> Int32? {
        let hash = Self.hash(token, isContinuing: false)
        return entry(of: token, hash: hash, isContinuing: false).map { entries[$0].id }
    }

    /// The bytes of the token, valid while the table lives.
    func token(of id: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard id >= 0, id < entryOfID.count, entryOfID[Int(id)] >= 0 else { return nil }
        let entry = entries[Int(entryOfID[Int(id)])]
        return UnsafeBufferPointer(start: bytes + entry.start, count: entry.count)
    }

    /// The longest token with which the range begins; a continuing one, given without its prefix,
    /// if asked for.
    @inline(__always)
    func longestPrefix(
        of text: UnsafeBufferPointer<UInt8>, in range: Range<Int>, isContinuing: Bool
    ) -> (id: Int32, length: Int)? {
        let text = text.slice(range)
        let isContinuing = isContinuing && !continuingPrefix.isEmpty
        let kind = isContinuing ? 1 : 0
        if text.count >= 2 {
            var candidates = lengths[lengthIndex(text[0], text[1], kind)]
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
                    var hash = Self.seed(isContinuing)
                    for index in 0..<longest {
                        hash = Self.extend(hash, by: text[index])
                        hashes[index] = hash
                    }
                    while candidates != 0 {
                        let length = 64 - candidates.leadingZeroBitCount
                        let key = UnsafeBufferPointer(rebasing: text[..<length])
                        let found = entry(
                            of: key, hash: hashes[length - 1], isContinuing: isContinuing)
                        if let found { return (entries[found].id, length) }
                        candidates ^= 1 << UInt64(length - 1)
                    }
                    return nil
                }
                if let found { return found }
            }
        }
        guard text.count > 0 else { return nil }
        let single = singles[kind * 256 + Int(text[0])]
        return single < 0 ? nil : (entries[Int(single)].id, 1)
    }

    /// The longest token of 64 bytes or more with which the text begins.
    @inline(never)
    private func longToken(
        _ text: UnsafeBufferPointer<UInt8>, _ limit: Int, _ isContinuing: Bool
    ) -> (id: Int32, length: Int)? {
        var result: (id: Int32, length: Int)?
        var hash = Self.seed(isContinuing)
        for index in 0..<limit {
            hash = Self.extend(hash, by: text[index])
            guard index >= 63 else { continue }
            let key = UnsafeBufferPointer(rebasing: text[...index])
            if let found = entry(of: key, hash: hash, isContinuing: isContinuing) {
                result = (entries[found].id, index + 1)
            }
        }
        return result
    }

    @inline(__always)
    private func entry(
        of key: UnsafeBufferPointer<UInt8>, hash: UInt64, isContinuing: Bool
    ) -> Int? {
        var slot = Int(hash >> UInt64(64 - slotBits))
        let kind: UInt64 = isContinuing ? 1 : 0
        while true {
            let value = slots[slot]
            if value == 0 { return nil }
            if value >> 32 == hash & 0xFFFF_FFFF, (value - 1) & 1 == kind {
                let index = Int((value & 0xFFFF_FFFF - 1) >> 1)
                let entry = entries[index]
                let skipped = isContinuing ? continuingPrefix.count : 0
                if entry.count - skipped == key.count,
                    Self.areEqual(bytes + entry.start + skipped, key)
                {
                    return index
                }
            }
            slot = (slot + 1) & (1 << slotBits - 1)
        }
    }

    @inline(__always)
    private static func areEqual(
        _ base: UnsafeMutablePointer<UInt8>, _ key: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        for index in 0..<key.count where base[index] != key[index] { return false }
        return true
    }

    @inline(__always)
    private func lengthIndex(_ first: UInt8, _ second: UInt8, _ kind: Int) -> Int {
        let mixed = (Int(first) << 5 ^ Int(second)) & (Self.lengthsPerKind - 1)
        return kind * Self.lengthsPerKind + mixed
    }

    @inline(__always)
    private static func seed(_ isContinuing: Bool) -> UInt64 {
        isContinuing ? 0x9AE1_6A3B_2F90_404F : 0xCBF2_9CE4_8422_2325
    }

    @inline(__always)
    private static func extend(_ hash: UInt64, by byte: UInt8) -> UInt64 {
        let product = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
        return product ^ product >> 32
    }

    private static func hash(
        _ bytes: UnsafeBufferPointer<UInt8>, isContinuing: Bool
    ) -> UInt64 {
        var hash = seed(isContinuing)
        for byte in bytes { hash = extend(hash, by: byte) }
        return hash
    }
}
