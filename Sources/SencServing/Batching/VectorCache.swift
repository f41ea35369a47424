import Senc
import Synchronization

/// A sequence of ids and what its vector depends on beside them.
struct SequenceKey: Hashable, Sendable {
    /// The model's place among those that are served.
    let model: Int
    let pooling: PreparedTexts.Pooling
    let ids: [Int32]
}

/// Vectors of sequences that were computed lately, bounded in bytes. Exact: a vector does not depend
/// on what it was computed with.
///
/// Two generations: when the younger has half of the bytes, the older is dropped.
final class VectorCache: Sendable {
    private struct State {
        var younger: [SequenceKey: [Float]] = [:]
        var older: [SequenceKey: [Float]] = [:]
        var youngerBytes = 0
        var olderBytes = 0
    }

    /// What an entry takes beside its numbers, about: two arrays, and a place in a table that is
    /// three quarters full.
    private static let bytesPerEntry = 200

    private let bytes: Int
    private let state = Mutex(State())

    /// - Parameter bytes: 0 for one that keeps nothing.
    init(bytes: Int) { self.bytes = bytes }

    /// Bytes that are taken, about.
    var usedBytes: Int { state.withLock { $0.youngerBytes + $0.olderBytes } }

    var count: Int { state.withLock { $0.younger.count + $0.older.count } }

    func vector(of key: SequenceKey) -> [Float]? {
        guard bytes > 0 else { return nil }
        return state.withLock { state in
            if let vector = state.younger[key] { return vector }
            guard let vector = state.older.removeValue(forKey: key) else { return nil }
            state.olderBytes -= Self.size(key, vector)
            insert(vector, for: key, &state)
            return vector
        }
    }

    func insert(_ vector: [Float], for key: SequenceKey) {
        guard Self.size(key, vector) <= bytes / 2 else { return }
        state.withLock { insert(vector, for: key, &$0) }
    }

    private func insert(_ vector: [Float], for key: SequenceKey, _ state: inout State) {
        let size = Self.size(key, vector)
        if state.youngerBytes + size > bytes / 2 {
            (state.older, state.olderBytes) = (state.younger, state.youngerBytes)
            (state.younger, state.youngerBytes) = ([:], 0)
        }
        if state.younger.updateValue(vector, forKey: key) == nil { state.youngerBytes += size }
    }

    private static func size(_ key: SequenceKey, _ vector: [Float]) -> Int {
        (key.ids.count + vector.count) * 4 + bytesPerEntry
    }
}
