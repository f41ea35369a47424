/// The memory of a `TokenTable`, and how keys are filed in it.
struct TokenTableStorage {
    let bytes: UnsafeMutablePointer<UInt8>
    let entries: UnsafeMutablePointer<TokenTable.Entry>
    /// The high half is of the hash, the low half 2 × entry + 1 for continuing, plus 1; 0 is free.
    let slots: UnsafeMutablePointer<UInt64>
    let slotBits: Int
    /// Bit n - 1: there are tokens of n bytes with these first two; bit 63: of 64 or more.
    let lengths: UnsafeMutablePointer<UInt64>
    /// The entries of the tokens of one byte; -1 for none. Continuing ones are the second half.
    let singles: UnsafeMutablePointer<Int32>

    private static let lengthsPerKind = 4096

    /// Room for `capacity` tokens of `byteCapacity` bytes in all, each filed under at most two keys.
    init(capacity: Int, byteCapacity: Int) {
        bytes = .allocate(capacity: max(byteCapacity, 1))
        entries = .allocate(capacity: max(capacity, 1))
        // More slots than keys, so that every search ends at a free one.
        slotBits = max(4, Int.bitWidth - (2 * capacity + 1).leadingZeroBitCount)
        slots = .allocate(capacity: 1 << slotBits)
        slots.initialize(repeating: 0, count: 1 << slotBits)
        lengths = .allocate(capacity: 2 * Self.lengthsPerKind)
        lengths.initialize(repeating: 0, count: 2 * Self.lengthsPerKind)
        singles = .allocate(capacity: 2 * 256)
        singles.initialize(repeating: -1, count: 2 * 256)
    }

    func deallocate() {
        bytes.deallocate()
        entries.deallocate()
        slots.deallocate()
        lengths.deallocate()
        singles.deallocate()
    }

    /// Files an entry under a key, unless one is filed there.
    /// - Parameter skipping: the bytes of the entry's token that are not part of the key.
    /// - Returns: the one that is.
    @inline(__always)
    func file(
        _ entry: Int, under key: UnsafeBufferPointer<UInt8>, skipping: Int, isContinuing: Bool
    ) -> Int? {
        let kind = isContinuing ? 1 : 0
        let hash = Self.hash(key, isContinuing: isContinuing)
        let (slot, known) = find(key, hash: hash, skipping: skipping, isContinuing: isContinuing)
        if let known { return known }
        if key.count == 1 { singles[kind * 256 + Int(key[0])] = Int32(entry) }
        if key.count >= 2 {
            let index = Self.lengthIndex(key[0], key[1], isContinuing: isContinuing)
            lengths[index] |= 1 << UInt64(min(key.count, 64) - 1)
        }
        slots[slot] = Self.tag(of: hash) << 32 | UInt64(entry * 2 + kind + 1)
        return nil
    }

    /// The entry filed under a key.
    /// - Parameter skipping: the bytes of the entry's token that are not part of the key.
    @inline(__always)
    func entry(
        of key: UnsafeBufferPointer<UInt8>, hash: UInt64, skipping: Int, isContinuing: Bool
    ) -> Int? {
        find(key, hash: hash, skipping: skipping, isContinuing: isContinuing).entry
    }

    /// The entry filed under a key and its slot, or the free slot where it would be.
    @inline(__always)
    private func find(
        _ key: UnsafeBufferPointer<UInt8>, hash: UInt64, skipping: Int, isContinuing: Bool
    ) -> (slot: Int, entry: Int?) {
        var slot = firstSlot(of: hash)
        let tag = Self.tag(of: hash)
        while true {
            let value = slots[slot]
            if value == 0 { return (slot, nil) }
            if value >> 32 == tag {
                let code = Int(value & 0xFFFF_FFFF) - 1
                let entry = entries[code >> 1]
                if code & 1 == (isContinuing ? 1 : 0), Int(entry.count) == key.count + skipping,
                    Self.areEqual(bytes + Int(entry.start) + skipping, key)
                {
                    return (slot, code >> 1)
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
}

// MARK: - Hashing

extension TokenTableStorage {
    @inline(__always)
    static func lengthIndex(_ first: UInt8, _ second: UInt8, isContinuing: Bool) -> Int {
        let mixed = (Int(first) << 5 ^ Int(second)) & (lengthsPerKind - 1)
        return (isContinuing ? lengthsPerKind : 0) + mixed
    }

    @inline(__always)
    static func seed(_ isContinuing: Bool) -> UInt64 {
        isContinuing ? 0x9AE1_6A3B_2F90_404F : 0xCBF2_9CE4_8422_2325
    }

    @inline(__always)
    static func extend(_ hash: UInt64, by byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
    }

    @inline(__always)
    static func hash(_ bytes: UnsafeBufferPointer<UInt8>, isContinuing: Bool) -> UInt64 {
        var hash = seed(isContinuing)
        for byte in bytes { hash = extend(hash, by: byte) }
        return hash
    }

    /// The high bits, as only they depend on all bits of every byte.
    @inline(__always)
    private func firstSlot(of hash: UInt64) -> Int { Int(hash >> UInt64(64 - slotBits)) }

    @inline(__always)
    private static func tag(of hash: UInt64) -> UInt64 { hash >> 16 & 0xFFFF_FFFF }
}
