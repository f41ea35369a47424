/// Pairs that may be merged: the most frequent first, of those as frequent the one with the lower
/// tokens, and of entries of one pair the one that was added last.
struct MergeQueue {
    struct Entry {
        /// How often the pair was seen when the entry was added.
        var count: UInt64
        var pair: UInt64
        /// The list of words that the entry is of.
        var list: Int32

        func precedes(_ other: Entry) -> Bool {
            if count != other.count { return count > other.count }
            if pair != other.pair { return pair < other.pair }
            return list > other.list
        }
    }

    /// A binary heap.
    private var entries: [Entry] = []

    mutating func push(_ entry: Entry) {
        entries.append(entry)
        var place = entries.count - 1
        while place > 0 {
            let parent = (place - 1) / 2
            guard entry.precedes(entries[parent]) else { break }
            entries[place] = entries[parent]
            place = parent
        }
        entries[place] = entry
    }

    mutating func pop() -> Entry? {
        guard let first = entries.first, let last = entries.popLast() else { return nil }
        if entries.isEmpty { return first }
        let count = entries.count
        entries.withUnsafeMutableBufferPointer { entries in
            var place = 0
            while 2 * place + 1 < count {
                var child = 2 * place + 1
                if child + 1 < count, entries[child + 1].precedes(entries[child]) { child += 1 }
                guard entries[child].precedes(last) else { break }
                entries[place] = entries[child]
                place = child
            }
            entries[place] = last
        }
        return first
    }
}
