internal import SencMath
internal import Synchronization

/// The vectors of sequences that were encoded lately, so that a text that comes again and again in a
/// long stream is encoded once.
///
/// Two generations of bounded size: when the younger is full, the older is dropped.
final class RecentVectors: Sendable {
    private static let generationSize = 4096

    private struct Generations {
        var younger: [[Int32]: ArraySlice<Float>] = [:]
        var older: [[Int32]: ArraySlice<Float>] = [:]
    }

    private let generations = Mutex(Generations())

    /// The vector of the sequence of these ids, if it is known.
    func vector(of ids: [Int32]) -> ArraySlice<Float>? {
        generations.withLock { generations in
            if let vector = generations.younger[ids] { return vector }
            guard let vector = generations.older[ids] else { return nil }
            Self.insert(vector, for: ids, into: &generations)
            return vector
        }
    }

    /// Remembers the vectors [sequences, dimension].
    func insert(_ vectors: Matrix, of sequences: [[Int32]]) {
        generations.withLock { generations in
            for (row, ids) in sequences.enumerated() {
                Self.insert(vectors[row], for: ids, into: &generations)
            }
        }
    }

    private static func insert(
        _ vector: ArraySlice<Float>, for ids: [Int32], into generations: inout Generations
    ) {
        if generations.younger.count >= generationSize {
            generations.older = generations.younger
            generations.younger = [:]
        }
        generations.younger[ids] = vector
    }
}
