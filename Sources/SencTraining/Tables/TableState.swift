internal import SencFiles
internal import SencMath

/// A copy of what a network has learned, to go back to.
///
/// Vectors of more than 2²⁸ numbers are copied as float16, so that a copy of those of a million
/// categories has room beside them; those that are gone back to are then these.
final class TableState {
    private let network: TableNetwork
    /// Of each layer the weights and then the bias.
    private let layers: [FloatBuffer]
    /// Of each table whose vectors are learned a copy, two numbers of which are one float if they are
    /// in 16 bits; `nil` of the others.
    private let tables: [FloatBuffer?]

    private static let exactCount = 1 << 28

    /// Whether what is gone back to is what was copied, to the bit.
    let isExact: Bool

    init(_ network: TableNetwork) {
        self.network = network
        let count = network.tables.reduce(0) { $0 + ($1.isFrozen ? 0 : $1.vectors.count) }
        let isExact = count <= Self.exactCount
        self.isExact = isExact
        layers = network.layers.map { FloatBuffer(count: $0.weights.count + $0.bias.count) }
        tables = network.tables.map { table in
            let count = table.vectors.count
            return table.isFrozen ? nil : FloatBuffer(count: isExact ? count : (count + 1) / 2)
        }
        for case let copy? in tables where !isExact { copy.elements.update(repeating: 0) }
        keep()
    }

    /// What a checkpoint holds of it.
    var checkpoint: [TrainingCheckpoint.Table] {
        let copies =
            layers.enumerated().map { ("layers.\($0)", $1) }
            + tables.enumerated().compactMap { index, copy in
                copy.map { ("vectors.\(index)", $0) }
            }
        return copies.map {
            TrainingCheckpoint.Table(name: "best.\($0)", elements: $1.elements)
        }
    }

    func keep() {
        for (layer, copy) in zip(network.layers, layers) {
            copy.base.update(from: layer.weights.base, count: layer.weights.count)
            (copy.base + layer.weights.count)
                .update(from: layer.bias.base, count: layer.bias.count)
        }
        for case (let table, let copy?) in zip(network.tables, tables) {
            let (vectors, count) = (table.vectors.base, table.vectors.count)
            if isExact {
                copy.base.update(from: vectors, count: count)
            } else {
                let halves = UnsafeMutableRawPointer(copy.base)
                for index in 0..<count {
                    halves.storeBytes(
                        of: vectors[index].float16Bits, toByteOffset: 2 * index, as: UInt16.self)
                }
            }
        }
    }

    func restore() {
        for (layer, copy) in zip(network.layers, layers) {
            layer.weights.base.update(from: copy.base, count: layer.weights.count)
            layer.bias.base.update(
                from: copy.base + layer.weights.count, count: layer.bias.count)
        }
        for case (let table, let copy?) in zip(network.tables, tables) {
            let (vectors, count) = (table.vectors.base, table.vectors.count)
            if isExact {
                vectors.update(from: copy.base, count: count)
            } else {
                let halves = UnsafeRawPointer(copy.base)
                for index in 0..<count {
                    vectors[index] = Float(
                        float16: halves.load(fromByteOffset: 2 * index, as: UInt16.self))
                }
            }
        }
    }
}
