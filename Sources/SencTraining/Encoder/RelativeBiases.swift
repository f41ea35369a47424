internal import Senc
internal import SencMath

/// Biases of attention's scores by the distance of a key from its query, which are learned by buckets of
/// distances (Raffel et al., 2020).
final class RelativeBiases: @unchecked Sendable {
    private let store: ParameterStore
    private let table: ParameterStore.Parameter  // [buckets, heads]
    private let reach: Int
    private let buckets: [Int]  // of each distance from -reach to reach
    private let buffer: FloatBuffer  // [heads, 2 · reach + 1]
    private var chunkSums: [FloatBuffer] = []

    init(_ store: ParameterStore, _ table: ParameterStore.Parameter, reach: Int) {
        (self.store, self.table, self.reach) = (store, table, reach)
        buckets = (-reach...reach).map(AttentionSchemes.bucket(ofDistance:))
        buffer = FloatBuffer(count: table.columns * buckets.count)
    }

    /// As attention takes them.
    var values: UnsafePointer<Float> { UnsafePointer(buffer.base) }

    /// Takes the table as it is now.
    func prepare() {
        let values = store.values(of: table)
        for head in 0..<table.columns {
            for (index, bucket) in buckets.enumerated() {
                buffer.base[head * buckets.count + index] = values[bucket * table.columns + head]
            }
        }
    }

    func reserve(chunks: Int) {
        while chunkSums.count < chunks { chunkSums.append(FloatBuffer(count: buffer.count)) }
    }

    func clear(chunk: Int) { chunkSums[chunk].elements.update(repeating: 0) }

    /// Where a chunk's gradients are added up, over all layers; `nil` if they are not learned.
    func sums(chunk: Int) -> UnsafeMutablePointer<Float>? {
        table.learnedOffset == nil ? nil : chunkSums[chunk].base
    }

    func addGradients(chunks: Int) {
        guard let target = store.gradients(of: table) else { return }
        for sums in chunkSums.prefix(chunks) {
            for head in 0..<table.columns {
                for (index, bucket) in buckets.enumerated() {
                    target[bucket * table.columns + head] += sums.base[head * buckets.count + index]
                }
            }
        }
    }
}
