internal import Synchronization

/// The trie of a vocabulary's tokens, made once so much text has come that it pays: the tokens of
/// a short text are found in the table sooner than a trie of all is made.
final class DeferredTrie: Sendable {
    private final class Box: Sendable {
        let trie: ByteTrie

        init(_ trie: ByteTrie) { self.trie = trie }
    }

    /// Bytes of text before the trie is made.
    private static let patience = 1 << 17

    private let box = AtomicLazyReference<Box>()
    private let seenBytes = Atomic<Int>(0)

    /// The trie, if it is there by now.
    /// - Parameters:
    ///   - table: always the same.
    ///   - byteCount: the text that comes next.
    func trie(of table: TokenTable, forBytes byteCount: Int) -> ByteTrie? {
        if let box = box.load() { return box.trie }
        let (before, after) = seenBytes.wrappingAdd(byteCount, ordering: .relaxed)
        // One thread gets over the limit, and makes it while the others use the table.
        guard before < Self.patience, after >= Self.patience else { return nil }
        return box.storeIfNil(Box(ByteTrie(of: table))).trie
    }
}

extension ByteTrie {
    /// The tokens of a table; values are ids.
    fileprivate init(of table: TokenTable) {
        var keys: [(key: UnsafeBufferPointer<UInt8>, value: Int32)] = []
        keys.reserveCapacity(table.count)
        for id in 0..<Int32(truncatingIfNeeded: table.idLimit) {
            if let token = table.token(of: id) { keys.append((token, id)) }
        }
        self = withExtendedLifetime(table) { ByteTrie(keys) }
    }
}
