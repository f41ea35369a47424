internal import SencFiles
internal import SencMath

/// A copy of what a network has learned, to go back to.
///
/// Vectors of more than 2²⁸ numbers are copied as float16, so that a copy of those of a million
/// categories has room beside them; those that are gone back to are then these.
final class TableState {
    private let network: TableNetwork
    private var layers: [[Float]] = []
    private var tables: [Copy] = []

    private static let exactCount = 1 << 28

    private enum Copy {
        case none
        case exact(FloatBuffer)
        case short(UnsafeMutablePointer<UInt16>)
    }

    /// Whether what is gone back to is what was copied, to the bit.
    let isExact: Bool

    init(_ network: TableNetwork) {
        self.network = network
        let count = network.tables.reduce(0) { $0 + $1.vectors.count }
        let isExact = count <= Self.exactCount
        self.isExact = isExact
        tables = network.tables.map { table in
            table.isFrozen
                ? .none
                : isExact
                    ? .exact(FloatBuffer(count: table.vectors.count))
                    : .short(.allocate(capacity: table.vectors.count))
        }
    }

    deinit {
        for case .short(let pointer) in tables { pointer.deallocate() }
    }

    func keep() {
        layers = network.layers.map { Array($0.weights.elements) + Array($0.bias.elements) }
        for (table, copy) in zip(network.tables, tables) {
            let count = table.vectors.count
            switch copy {
            case .none: break
            case .exact(let buffer): buffer.base.update(from: table.vectors.base, count: count)
            case .short(let pointer):
                let vectors = table.vectors.base
                for index in 0..<count { pointer[index] = vectors[index].float16Bits }
            }
        }
    }

    /// - Precondition: something was kept.
    func restore() {
        for (layer, values) in zip(network.layers, layers) {
            for index in 0..<layer.weights.count { layer.weights.base[index] = values[index] }
            for index in 0..<layer.bias.count {
                layer.bias.base[index] = values[layer.weights.count + index]
            }
        }
        for (table, copy) in zip(network.tables, tables) {
            let count = table.vectors.count
            switch copy {
            case .none: break
            case .exact(let buffer): table.vectors.base.update(from: buffer.base, count: count)
            case .short(let pointer):
                let vectors = table.vectors.base
                for index in 0..<count { vectors[index] = Float(float16: pointer[index]) }
            }
        }
    }
}
